import { sql } from 'kysely'
import type { Database, Transaction } from '#platform/database/database.ts'
import type { ChannelKind } from '#protocol/conversations.ts'
import type { ThreadRevision } from './events.ts'

/** The customer's copy has changed: the thread's revision grows by one. */
export async function touchThread(
  trx: Transaction,
  workspaceId: string,
  threadId: string,
): Promise<ThreadRevision & { channelKind: ChannelKind }> {
  return trx
    .updateTable('threads')
    .set({ revision: sql<number>`revision + 1` })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', threadId)
    .returning(['id', 'revision'])
    .returning(
      sql<ChannelKind>`(select kind from channels where channels.workspace_id = threads.workspace_id
        and channels.id = threads.channel_id)`.as('channelKind'),
    )
    .executeTakeFirstOrThrow()
}

/** As `touchThread`, for every thread of a conversation: what changed concerns the customer wherever they look. */
export async function touchThreads(
  trx: Transaction,
  workspaceId: string,
  conversationId: string,
): Promise<ThreadRevision[]> {
  return trx
    .updateTable('threads')
    .set({ revision: sql<number>`revision + 1` })
    .where('workspaceId', '=', workspaceId)
    .where('conversationId', '=', conversationId)
    .returning(['id', 'revision'])
    .execute()
}

/** The conversation in which a customer's thread runs, and which collaborators see it. Undefined: not theirs. */
export const conversationOfThread = (db: Database, workspaceId: string, threadId: string, customerId: string) =>
  db
    .selectFrom('threads')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', threadId)
    .where('customerId', '=', customerId)
    .select('conversationId as id')
    .select(
      sql<
        string[]
      >`array(select member_id from conversation_collaborators asked where asked.workspace_id = threads.workspace_id
        and asked.conversation_id = threads.conversation_id)`.as('collaboratorIds'),
    )
    .executeTakeFirst()
