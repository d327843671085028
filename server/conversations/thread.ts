import { sql } from 'kysely'
import type { Transaction } from '#platform/database/database.ts'
import type { ThreadRevision } from './events.ts'

/** The customer's copy has changed: the thread's revision grows by one. */
export async function touchThread(trx: Transaction, workspaceId: string, threadId: string): Promise<ThreadRevision> {
  return trx
    .updateTable('threads')
    .set({ revision: sql<number>`revision + 1` })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', threadId)
    .returning(['id', 'revision'])
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
