import { sql } from 'kysely'
import type { Database, Transaction } from '#platform/database/database.ts'
import { record } from '#platform/events.ts'
import { notAllowed, notFound } from '#platform/problems.ts'
import type { MemberBody, Role } from '#protocol/members.ts'
import { type Agent, asActor, isAtLeast } from './agent.ts'
import { recordAct } from './events.ts'
import { photoOf, photoUrl } from './photo-address.ts'
import { alreadyMember, lastOwner } from './problems.ts'

export type NewMember = { workspaceId: string; userId: string; name: string; role: Role }

/**
 * Lets a person work in a workspace; who worked there before comes back, in the role given now.
 * @throws alreadyMember
 */
export async function makeMember(
  trx: Transaction,
  { workspaceId, userId, name, role, invitationId }: NewMember & { invitationId?: string },
): Promise<Agent> {
  const member = await trx
    .insertInto('members')
    .values({ workspaceId, userId, name, role, joinedAt: new Date() })
    .onConflict((conflict) =>
      conflict
        .columns(['workspaceId', 'userId'])
        .doUpdateSet({ role, deactivatedAt: null })
        .where('members.deactivatedAt', 'is not', null),
    )
    .returning(['workspaceId', 'id', 'userId', 'name', 'role'])
    .executeTakeFirst()
  if (!member) throw alreadyMember()
  const data = { memberId: member.id, role, invitationId }
  await record(trx, { type: 'member.joined', workspaceId, actor: asActor(member), data })
  return member
}

/** Everyone who works or worked here, by name. */
export async function listMembers(db: Database, { workspaceId }: Agent): Promise<MemberBody[]> {
  const rows = await selectMembers(db).where('members.workspaceId', '=', workspaceId).orderBy('members.name').execute()
  return rows.map(toBody)
}

/** @throws notFound */
export async function getMember(db: Database, { workspaceId }: Agent, memberId: string): Promise<MemberBody> {
  const row = await selectMembers(db)
    .where('members.workspaceId', '=', workspaceId)
    .where('members.id', '=', memberId)
    .executeTakeFirst()
  if (!row) throw notFound()
  return toBody(row)
}

/** Changes what colleagues and customers see, or what this member may do. How they appear, everyone may say themselves. */
export async function changeMember(
  trx: Transaction,
  agent: Agent,
  memberId: string,
  { name, role, signature }: { name?: string; role?: Role; signature?: string | null },
): Promise<MemberBody> {
  if (memberId !== agent.id || role !== undefined) {
    const { member, isLastOwner } = await lockForManaging(trx, agent, memberId, role)
    if (role !== undefined && role !== member.role) {
      if (isLastOwner) throw lastOwner()
      await updateMember(trx, agent, memberId, { role })
      await recordAct(trx, agent, 'member.role-changed', { memberId, from: member.role, to: role })
    }
  }
  if (name !== undefined) {
    await updateMember(trx, agent, memberId, { name })
    await recordAct(trx, agent, 'member.renamed', { memberId })
  }
  if (signature !== undefined) {
    await updateMember(trx, agent, memberId, { signature })
    await recordAct(trx, agent, 'member.signature-changed', { memberId })
  }
  return getMember(trx, agent, memberId)
}

/** Shuts a member out at once: sessions, sockets and API keys stop counting here. What they wrote stays. */
export async function deactivateMember(trx: Transaction, agent: Agent, memberId: string): Promise<MemberBody> {
  const { member, isLastOwner } = await lockForManaging(trx, agent, memberId)
  if (member.deactivatedAt === null) {
    if (isLastOwner) throw lastOwner()
    await updateMember(trx, agent, memberId, { deactivatedAt: new Date() })
    await recordAct(trx, agent, 'member.deactivated', { memberId })
  }
  return getMember(trx, agent, memberId)
}

export async function reactivateMember(trx: Transaction, agent: Agent, memberId: string): Promise<MemberBody> {
  const { member } = await lockForManaging(trx, agent, memberId)
  if (member.deactivatedAt !== null) {
    await updateMember(trx, agent, memberId, { deactivatedAt: null })
    await recordAct(trx, agent, 'member.reactivated', { memberId })
  }
  return getMember(trx, agent, memberId)
}

/**
 * Reads a member in order to change what they may do, now or in `newRole`. The owners are locked along, in one order,
 * so that of two who leave at once the second is told.
 * @throws notAllowed unless the agent is an owner, or an admin and no owner is concerned
 */
export async function lockForManaging(trx: Transaction, agent: Agent, memberId: string, newRole?: Role) {
  if (!isAtLeast(agent.role, 'admin')) throw notAllowed()
  const locked = await trx
    .selectFrom('members')
    .where('workspaceId', '=', agent.workspaceId)
    .where((eb) => eb.or([eb('id', '=', memberId), eb('role', '=', 'owner')]))
    .select(['id', 'userId', 'role', 'deactivatedAt'])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  const member = locked.find(({ id }) => id === memberId)
  if (!member) throw notFound()
  const concernsOwner = member.role === 'owner' || newRole === 'owner'
  if (concernsOwner && agent.role !== 'owner') throw notAllowed({ detail: 'Only an owner may decide about owners.' })
  const owners = locked.filter(({ role, deactivatedAt }) => role === 'owner' && deactivatedAt === null)
  return { member, isLastOwner: owners.length === 1 && owners[0] === member }
}

type Changes = { name?: string; role?: Role; signature?: string | null; deactivatedAt?: Date | null }

const updateMember = (trx: Transaction, { workspaceId }: Agent, memberId: string, changes: Changes) =>
  trx.updateTable('members').set(changes).where('workspaceId', '=', workspaceId).where('id', '=', memberId).execute()

const selectMembers = (db: Database) =>
  db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.userId')
    .select(['members.id', 'members.name', 'members.signature', 'users.email', 'members.role'])
    .select(['members.joinedAt', 'members.deactivatedAt'])
    .select(photoOf('members.workspaceId', 'members.id').as('photo'))
    .select(sql<boolean>`coalesce(users.two_factor_enabled, false)`.as('hasTwoFactor'))
    .select(
      sql<string[]>`array(
        select team_id from team_members
        where team_members.workspace_id = members.workspace_id and team_members.member_id = members.id
        order by team_id
      )`.as('teamIds'),
    )

type Row = Awaited<ReturnType<ReturnType<typeof selectMembers>['executeTakeFirstOrThrow']>>

const toBody = ({ joinedAt, deactivatedAt, photo, ...member }: Row): MemberBody => ({
  ...member,
  photoUrl: photoUrl(photo),
  joinedAt: joinedAt.toISOString(),
  deactivatedAt: deactivatedAt?.toISOString() ?? null,
})
