import type { Transaction } from '#platform/database/database.ts'
import type { ConversationBody } from '#protocol/conversations.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { changeConversation } from './changing.ts'
import { getConversation, lockConversation } from './conversation.ts'
import { memberNotHere } from './problems.ts'

/**
 * Asks a member into a conversation; a collaborator sees it from then on. Asking again changes nothing.
 * @throws conversationNotFound, memberNotHere
 */
export async function askInto(trx: Transaction, agent: Agent, id: string, memberId: string): Promise<ConversationBody> {
  const conversation = await lockConversation(trx, agent, id)
  const { workspaceId } = agent
  const member = await trx
    .selectFrom('members')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', memberId)
    .where('deactivatedAt', 'is', null)
    .select('name')
    .executeTakeFirst()
  if (!member) throw memberNotHere()
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('conversationCollaborators')
    .values({ workspaceId, conversationId: id, memberId, askedBy: agent.id, askedAt: new Date() })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows) {
    await changeConversation(trx, conversation, {
      type: 'conversation.collaborator-added',
      actor: asActor(agent),
      data: { memberId, memberName: member.name },
    })
  }
  return getConversation(trx, agent, id)
}

/**
 * Ends a member's part in a conversation.
 * @throws conversationNotFound when this agent cannot see it
 */
export async function releaseFrom(
  trx: Transaction,
  agent: Agent,
  id: string,
  memberId: string,
): Promise<ConversationBody> {
  const conversation = await lockConversation(trx, agent, id)
  const { workspaceId } = agent
  const { numDeletedRows } = await trx
    .deleteFrom('conversationCollaborators')
    .where('workspaceId', '=', workspaceId)
    .where('conversationId', '=', id)
    .where('memberId', '=', memberId)
    .executeTakeFirst()
  if (numDeletedRows) {
    await changeConversation(trx, conversation, {
      type: 'conversation.collaborator-removed',
      actor: asActor(agent),
      data: { memberId },
    })
  }
  return getConversation(trx, agent, id)
}
