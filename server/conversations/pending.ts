import type { Transaction } from '#platform/database/database.ts'
import type { ConversationBody } from '#protocol/conversations.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { changeConversation } from './changing.ts'
import { getConversation, lockConversation } from './conversation.ts'
import { touchThreads } from './thread.ts'

/**
 * Puts a conversation aside until the customer or a third party answers.
 * @throws conversationNotFound when this agent cannot see it
 */
export async function makePending(trx: Transaction, agent: Agent, id: string): Promise<ConversationBody> {
  const conversation = await lockConversation(trx, agent, id)
  if (conversation.status !== 'pending') {
    const threads = conversation.status === 'closed' ? await touchThreads(trx, agent.workspaceId, id) : undefined
    await changeConversation(trx, conversation, {
      type: 'conversation.pending',
      actor: asActor(agent),
      threads,
      set: { status: 'pending', snoozedUntil: null, closedAt: null },
    })
  }
  return getConversation(trx, agent, id)
}

/**
 * Takes a pending conversation up again; any other stays as it is.
 * @throws conversationNotFound when this agent cannot see it
 */
export async function endPending(trx: Transaction, agent: Agent, id: string): Promise<ConversationBody> {
  const conversation = await lockConversation(trx, agent, id)
  if (conversation.status === 'pending') {
    await changeConversation(trx, conversation, {
      type: 'conversation.reopened',
      actor: asActor(agent),
      set: { status: 'open' },
    })
  }
  return getConversation(trx, agent, id)
}
