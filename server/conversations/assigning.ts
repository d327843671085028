import type { Transaction } from '#platform/database/database.ts'
import type { ConversationBody } from '#protocol/conversations.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { changeConversation } from './changing.ts'
import { getConversation, lockConversation } from './conversation.ts'
import { memberNotHere, teamNotHere } from './problems.ts'

/** Who is to answer; null: nobody in particular. */
export type Assignment = { memberId: string | null; teamId: string | null }

/**
 * Gives a conversation to a member, a team or both, or to nobody. The same again changes nothing.
 * @throws conversationNotFound, memberNotHere, teamNotHere
 */
export async function assignConversation(
  trx: Transaction,
  agent: Agent,
  id: string,
  { memberId, teamId }: Assignment,
): Promise<ConversationBody> {
  const conversation = await lockConversation(trx, agent, id)
  if (conversation.assigneeId !== memberId || conversation.teamId !== teamId) {
    const member = memberId === null ? undefined : await getAssignable(trx, agent.workspaceId, memberId)
    const team = teamId === null ? undefined : await getTeam(trx, agent.workspaceId, teamId)
    await changeConversation(trx, conversation, {
      type: 'conversation.assigned',
      actor: asActor(agent),
      set: { assigneeId: memberId, teamId },
      data: { memberId, teamId, memberName: member?.name ?? null, teamName: team?.name ?? null },
    })
  }
  return getConversation(trx, agent, id)
}

async function getAssignable(trx: Transaction, workspaceId: string, id: string) {
  const member = await trx
    .selectFrom('members')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .where('deactivatedAt', 'is', null)
    .where('role', '!=', 'collaborator')
    .select('name')
    .executeTakeFirst()
  if (!member) throw memberNotHere()
  return member
}

async function getTeam(trx: Transaction, workspaceId: string, id: string) {
  const team = await trx
    .selectFrom('teams')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .select('name')
    // It is not removed before we have referred to it.
    .forKeyShare()
    .executeTakeFirst()
  if (!team) throw teamNotHere()
  return team
}
