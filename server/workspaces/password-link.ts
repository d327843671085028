import type { Transaction } from '#platform/database/database.ts'
import { hashToken, makeToken } from '#platform/secrets.ts'
import { endSessions, setPassword } from './account.ts'
import type { Agent } from './agent.ts'
import { recordAct } from './events.ts'
import { lockForManaging } from './member.ts'
import { linkExpired, worksElsewhere } from './problems.ts'

const HOURS_TO_USE = 24

/**
 * A link by which a member chooses a new password, once; an earlier one stops working.
 * @throws worksElsewhere when it would also open a workspace that this agent does not look after
 */
export async function makePasswordLink(trx: Transaction, agent: Agent, memberId: string, url: string): Promise<string> {
  const { member } = await lockForManaging(trx, agent, memberId)
  await refuseWorkElsewhere(trx, member.userId, agent.userId)
  await trx
    .deleteFrom('passwordLinks')
    .where('workspaceId', '=', agent.workspaceId)
    .where('memberId', '=', memberId)
    .where('usedAt', 'is', null)
    .execute()
  const { token, hash } = makeToken()
  const now = new Date()
  await trx
    .insertInto('passwordLinks')
    .values({
      workspaceId: agent.workspaceId,
      memberId,
      tokenHash: hash,
      createdBy: agent.id,
      createdAt: now,
      expiresAt: new Date(now.getTime() + HOURS_TO_USE * 60 * 60 * 1000),
    })
    .execute()
  await recordAct(trx, agent, 'member.password-link-made', { memberId })
  return `${url}/desk/new-password#${token}`
}

/** Sets the password and signs this person out everywhere. @throws linkExpired */
export async function usePasswordLink(trx: Transaction, token: string, password: string): Promise<void> {
  const { linkId, maker, ...member } = await lockLink(trx, token)
  await refuseWorkElsewhere(trx, member.userId, maker)
  await trx
    .updateTable('passwordLinks')
    .set({ usedAt: new Date() })
    .where('workspaceId', '=', member.workspaceId)
    .where('id', '=', linkId)
    .execute()
  await setPassword(trx, member.userId, password)
  await endSessions(trx, member.userId)
  await recordAct(trx, member, 'member.password-link-used', { memberId: member.id })
}

async function lockLink(trx: Transaction, token: string) {
  const link = await trx
    .selectFrom('passwordLinks as link')
    .innerJoin('members as member', (join) =>
      join.onRef('member.workspaceId', '=', 'link.workspaceId').onRef('member.id', '=', 'link.memberId'),
    )
    .innerJoin('members as maker', (join) =>
      join.onRef('maker.workspaceId', '=', 'link.workspaceId').onRef('maker.id', '=', 'link.createdBy'),
    )
    .where('link.tokenHash', '=', hashToken(token))
    .where('link.usedAt', 'is', null)
    .where('link.expiresAt', '>', new Date())
    .where('member.deactivatedAt', 'is', null)
    .select(['link.id as linkId', 'maker.userId as maker'])
    .select(['member.workspaceId', 'member.id', 'member.userId', 'member.name', 'member.role'])
    .forUpdate('link')
    .executeTakeFirst()
  if (!link) throw linkExpired()
  return link
}

/** A password opens every workspace of its person, so who gives one out must look after all of them. */
async function refuseWorkElsewhere(trx: Transaction, userId: string, makerUserId: string): Promise<void> {
  const elsewhere = await trx
    .selectFrom('members')
    .where('members.userId', '=', userId)
    .where('members.deactivatedAt', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('members as maker')
            .whereRef('maker.workspaceId', '=', 'members.workspaceId')
            .where('maker.userId', '=', makerUserId)
            .where('maker.role', 'in', ['owner', 'admin'])
            .where('maker.deactivatedAt', 'is', null)
            .select('maker.id'),
        ),
      ),
    )
    .select('members.id')
    .executeTakeFirst()
  if (elsewhere) throw worksElsewhere()
}
