import type { Transaction } from '#platform/database/database.ts'
import type { ConversationBody } from '#protocol/conversations.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { changeConversation } from './changing.ts'
import { getConversation, lockConversation } from './conversation.ts'
import { touchThreads } from './thread.ts'

/**
 * Closes a conversation and returns it as it now stands. Closing it again changes nothing.
 * @throws conversationNotFound when this agent cannot see it
 */
export async function closeConversation(trx: Transaction, agent: Agent, id: string): Promise<ConversationBody> {
  const conversation = await lockConversation(trx, agent, id)
  if (conversation.status !== 'closed') {
    const threads = await touchThreads(trx, agent.workspaceId, id)
    await changeConversation(trx, conversation, {
      type: 'conversation.closed',
      actor: asActor(agent),
      threads,
      set: { status: 'closed', closedAt: new Date(), snoozedUntil: null, waitingSince: null },
    })
  }
  return getConversation(trx, agent, id)
}

/**
 * Opens a closed conversation again; any other stays as it is.
 * @throws conversationNotFound when this agent cannot see it
 */
export async function reopenConversation(trx: Transaction, agent: Agent, id: string): Promise<ConversationBody> {
  const conversation = await lockConversation(trx, agent, id)
  if (conversation.status === 'closed') {
    const threads = await touchThreads(trx, agent.workspaceId, id)
    await changeConversation(trx, conversation, {
      type: 'conversation.reopened',
      actor: asActor(agent),
      threads,
      set: (eb) => ({ status: 'open', closedAt: null, reopenedCount: eb('reopenedCount', '+', 1) }),
    })
  }
  return getConversation(trx, agent, id)
}
