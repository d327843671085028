import { sql } from 'kysely'
import type { Transaction } from '#platform/database/database.ts'
import type { ConversationState, ThreadState } from './arrivals.ts'

/** What is known of a conversation before its first message. */
export type Beginning = {
  subject: string | null
  isSpam: boolean
  /** The closed conversation that it takes up again. */
  followsId: string | null
  /** What the customer said it is about, and which order. */
  contactReason?: string
  orderNumber?: string
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
 * The revisions start at nought; the first message makes them one. Numbers have no gaps: people read them out on the
 * phone and ask for the missing one.
 */
export async function beginThread(
  trx: Transaction,
  { workspaceId, channelId, threadId, customer, beginning }: FirstMessage,
): Promise<ThreadState> {
  const createdAt = new Date()
  const { rows } = await sql<{ id: string }>`
    with numbered as (
      update workspaces set last_conversation_number = last_conversation_number + 1 where id = ${workspaceId}
      returning last_conversation_number as number
    ), begun as (
      insert into conversations (workspace_id, number, customer_id, channel_id, status, subject, contact_reason,
        order_number, follows_id, language, reply_thread_id, created_at, last_message_at)
      select ${workspaceId}, number, ${customer.id}, ${channelId}, ${beginning?.isSpam ? 'spam' : 'open'},
        ${beginning?.subject}, ${beginning?.contactReason},
        ${beginning?.orderNumber}, ${beginning?.followsId}, ${customer.language}, ${threadId}, ${createdAt}, ${createdAt}
      from numbered returning id
    )
    insert into threads (workspace_id, id, conversation_id, channel_id, customer_id, created_at)
    select ${workspaceId}, ${threadId}, id, ${channelId}, ${customer.id}, ${createdAt} from begun
    returning conversation_id as id`.execute(trx)
  const [{ id } = { id: '' }] = rows
  return {
    workspaceId,
    id: threadId,
    customerId: customer.id,
    revision: 0,
    conversation: { workspaceId, id, revision: 0 },
  }
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
