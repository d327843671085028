import { sql } from 'kysely'
import type { Transaction } from '#platform/database/database.ts'
import type { ConversationState, ThreadState } from './arrivals.ts'

/** What is known of a conversation before its first message. */
export type Beginning = {
  subject: string | null
  isSpam: boolean
  /** The closed conversation that it takes up again. */
  followsId: string | null
  /** One more thread of this conversation, not a new one: there is evidence that it is the same matter. */
  conversationId?: string
}

type FirstMessage = {
  workspaceId: string
  channelId: string
  threadId: string
  customer: { id: string; language: string | null }
  beginning?: Beginning
}

/**
 * Begins a thread, and with it a new conversation: the same matter as an older one only on evidence.
 * The revisions start at nought; the first message makes them one.
 */
export async function beginThread(
  trx: Transaction,
  { workspaceId, channelId, threadId, customer, beginning }: FirstMessage,
): Promise<ThreadState> {
  const createdAt = new Date()
  const { id } = await trx
    .insertInto('conversations')
    .values({
      workspaceId,
      number: await takeNumber(trx, workspaceId),
      customerId: customer.id,
      channelId,
      status: beginning?.isSpam ? 'spam' : 'open',
      subject: beginning?.subject,
      followsId: beginning?.followsId,
      language: customer.language,
      replyThreadId: threadId,
      createdAt,
      lastMessageAt: createdAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return addThread(trx, { workspaceId, channelId, threadId, customer }, { workspaceId, id, revision: 0 })
}

/** Begins a thread of a conversation that there is already. */
export async function addThread(
  trx: Transaction,
  { workspaceId, channelId, threadId, customer }: FirstMessage,
  conversation: ConversationState,
): Promise<ThreadState> {
  await trx
    .insertInto('threads')
    .values({
      workspaceId,
      id: threadId,
      conversationId: conversation.id,
      channelId,
      customerId: customer.id,
      createdAt: new Date(),
    })
    .execute()
  return { workspaceId, id: threadId, customerId: customer.id, revision: 0, conversation }
}

/** Numbers have no gaps: people read them out on the phone and ask for the missing one. */
export async function takeNumber(trx: Transaction, workspaceId: string): Promise<number> {
  const { lastConversationNumber } = await trx
    .updateTable('workspaces')
    .set({ lastConversationNumber: sql<number>`last_conversation_number + 1` })
    .where('id', '=', workspaceId)
    .returning('lastConversationNumber')
    .executeTakeFirstOrThrow()
  return lastConversationNumber
}
