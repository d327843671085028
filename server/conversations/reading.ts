import { sql } from 'kysely'
import type { Transaction } from '#platform/database/database.ts'
import { mention } from '#platform/events.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { changeConversation } from './changing.ts'
import { type LockedConversation, lockConversation } from './conversation.ts'
import { markDelivery } from './delivery.ts'
import { messageNotFound } from './problems.ts'
import { touchThread, touchThreads } from './thread.ts'

/**
 * An agent has read up to a message. Marks only move forward. The customer sees it once per message of theirs, whoever
 * of the team reads it first; a collaborator's reading is their own affair.
 * @throws conversationNotFound, messageNotFound
 */
export async function readConversation(
  trx: Transaction,
  agent: Agent,
  conversationId: string,
  messageId: string,
): Promise<void> {
  const conversation = await lockConversation(trx, agent, conversationId)
  const { workspaceId } = agent
  await ensureMessage(trx, workspaceId, conversationId, messageId)
  await sql`insert into conversation_reads (workspace_id, conversation_id, member_id, message_id, read_at)
    values (${workspaceId}, ${conversationId}, ${agent.id}, ${messageId}, ${new Date()})
    on conflict (workspace_id, conversation_id, member_id) do update set message_id = excluded.message_id, read_at = excluded.read_at
      where conversation_reads.message_id < excluded.message_id`.execute(trx)
  mention(trx, {
    type: 'conversation.read-by-me',
    workspaceId,
    actor: asActor(agent),
    conversationId,
    data: { messageId },
  })
  if (agent.role !== 'collaborator') await tellCustomer(trx, agent, conversation, messageId)
}

async function ensureMessage(
  trx: Transaction,
  workspaceId: string,
  conversationId: string,
  messageId: string,
): Promise<void> {
  const message = await trx
    .selectFrom('messages')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', messageId)
    .where('conversationId', '=', conversationId)
    .select('id')
    .executeTakeFirst()
  if (!message) throw messageNotFound()
}

async function tellCustomer(
  trx: Transaction,
  agent: Agent,
  conversation: LockedConversation,
  messageId: string,
): Promise<void> {
  const newest = await trx
    .selectFrom('messages')
    .where('workspaceId', '=', conversation.workspaceId)
    .where('conversationId', '=', conversation.id)
    .where('kind', '=', 'inbound')
    .where('id', '<=', messageId)
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!newest || (conversation.teamReadMessageId !== null && newest.id <= conversation.teamReadMessageId)) return
  const threads = await touchThreads(trx, conversation.workspaceId, conversation.id)
  await changeConversation(trx, conversation, {
    type: 'conversation.read-by-team',
    actor: asActor(agent),
    messageId: newest.id,
    threads,
    set: { teamReadMessageId: newest.id },
  })
}

/** Which customer, in which of their threads, up to which message. */
export type CustomerMark = {
  workspaceId: string
  threadId: string
  customer: { id: string; name: string }
  messageId: string
}

/** The customer's window has got the team's messages up to one; each not yet delivered now is. */
export async function receivedByCustomer(trx: Transaction, mark: CustomerMark): Promise<void> {
  const arrived = await trx
    .selectFrom('messages')
    .innerJoin('threads', (join) =>
      join.onRef('threads.workspaceId', '=', 'messages.workspaceId').onRef('threads.id', '=', 'messages.threadId'),
    )
    .where('messages.workspaceId', '=', mark.workspaceId)
    .where('messages.threadId', '=', mark.threadId)
    .where('threads.customerId', '=', mark.customer.id)
    .where('messages.kind', '=', 'outbound')
    .where('messages.deliveryState', 'in', ['queued', 'sent'])
    .where('messages.id', '<=', mark.messageId)
    .select('messages.id')
    .orderBy('messages.id')
    .limit(100)
    .execute()
  for (const { id } of arrived)
    await markDelivery(trx, { workspaceId: mark.workspaceId, messageId: id, state: 'delivered' })
}

/** The customer has seen the team's messages up to one. Somebody else's thread: nothing happens. */
export async function readByCustomer(
  trx: Transaction,
  { workspaceId, threadId, customer, messageId }: CustomerMark,
): Promise<void> {
  const conversation = await lockConversationOfThread(trx, workspaceId, threadId, customer.id)
  if (!conversation) return
  const seen = await trx
    .updateTable('messages')
    .set({ deliveryState: 'read', revision: conversation.revision + 1 })
    .where('workspaceId', '=', workspaceId)
    .where('threadId', '=', threadId)
    .where('kind', '=', 'outbound')
    .where('deliveryState', 'in', ['queued', 'sent', 'delivered'])
    .where('id', '<=', messageId)
    .returning('id')
    .execute()
  if (seen.length === 0) return
  // One that failed and was sent again is read late: the mark stays at what was read before.
  const newest = seen.reduce((mark, { id }) => (id > mark ? id : mark), conversation.threadReadMessageId ?? '')
  await trx
    .updateTable('threads')
    .set({ customerReadMessageId: newest })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', threadId)
    .execute()
  const thread = await touchThread(trx, workspaceId, threadId)
  await changeConversation(trx, conversation, {
    type: 'conversation.read-by-customer',
    actor: { kind: 'customer', ...customer },
    messageId: newest,
    data: { threadId },
    threads: [thread],
    set: { customerReadMessageId: newest },
  })
}

const lockConversationOfThread = (trx: Transaction, workspaceId: string, threadId: string, customerId: string) =>
  trx
    .selectFrom('conversations')
    .innerJoin('threads', (join) =>
      join
        .onRef('threads.workspaceId', '=', 'conversations.workspaceId')
        .onRef('threads.conversationId', '=', 'conversations.id'),
    )
    .where('threads.workspaceId', '=', workspaceId)
    .where('threads.id', '=', threadId)
    .where('threads.customerId', '=', customerId)
    .selectAll('conversations')
    .select('threads.customerReadMessageId as threadReadMessageId')
    .forUpdate('conversations')
    .executeTakeFirst()
