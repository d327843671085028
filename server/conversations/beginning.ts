import { sql } from 'kysely'
import type { Transaction } from '#platform/database/database.ts'
import type { ThreadState } from './arrivals.ts'

type Beginning = {
  workspaceId: string
  channelId: string
  threadId: string
  customer: { id: string; language: string | null }
}

/**
 * Begins a thread, and with it a new conversation: the same matter as an older one only on evidence.
 * The revisions start at nought; the first message makes them one.
 */
export async function beginThread(
  trx: Transaction,
  { workspaceId, channelId, threadId, customer }: Beginning,
): Promise<ThreadState> {
  const createdAt = new Date()
  const { id } = await trx
    .insertInto('conversations')
    .values({
      workspaceId,
      number: await takeNumber(trx, workspaceId),
      customerId: customer.id,
      channelId,
      language: customer.language,
      replyThreadId: threadId,
      createdAt,
      lastMessageAt: createdAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await trx
    .insertInto('threads')
    .values({ workspaceId, id: threadId, conversationId: id, channelId, customerId: customer.id, createdAt })
    .execute()
  return {
    workspaceId,
    id: threadId,
    customerId: customer.id,
    revision: 0,
    conversation: { workspaceId, id, revision: 0 },
  }
}

/** Numbers have no gaps: people read them out on the phone and ask for the missing one. */
async function takeNumber(trx: Transaction, workspaceId: string): Promise<number> {
  const { lastConversationNumber } = await trx
    .updateTable('workspaces')
    .set({ lastConversationNumber: sql<number>`last_conversation_number + 1` })
    .where('id', '=', workspaceId)
    .returning('lastConversationNumber')
    .executeTakeFirstOrThrow()
  return lastConversationNumber
}
