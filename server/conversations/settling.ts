import type { Transaction } from '#platform/database/database.ts'
import type { ConversationBody } from '#protocol/conversations.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { changeConversation } from './changing.ts'
import { getConversation, lockConversation } from './conversation.ts'

/**
 * Says that what did not arrive in a conversation has been dealt with: somebody rang, or wrote elsewhere. The messages stay
 * as failed as they are; only what fails from now on counts.
 * @throws conversationNotFound when this agent cannot see it
 */
export async function settleFailures(trx: Transaction, agent: Agent, id: string): Promise<ConversationBody> {
  const conversation = await lockConversation(trx, agent, id)
  const { failedCount } = await getConversation(trx, agent, id)
  if (failedCount > 0)
    await changeConversation(trx, conversation, {
      type: 'conversation.failures-settled',
      actor: asActor(agent),
      set: { failedCount: 0 },
    })
  return getConversation(trx, agent, id)
}
