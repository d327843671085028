import { sql } from 'kysely'
import type { Database, Transaction } from '#platform/database/database.ts'
import { notFound } from '#platform/problems.ts'
import type { TeamBody } from '#protocol/members.ts'
import type { Agent } from './agent.ts'
import { recordAct } from './events.ts'
import { teamExists } from './problems.ts'

/** All teams of the workspace, by name. */
export const listTeams = (db: Database, { workspaceId }: Agent): Promise<TeamBody[]> =>
  selectTeams(db).where('teams.workspaceId', '=', workspaceId).orderBy('teams.name').execute()

/** @throws notFound */
export async function getTeam(db: Database, { workspaceId }: Agent, teamId: string): Promise<TeamBody> {
  const team = await selectTeams(db)
    .where('teams.workspaceId', '=', workspaceId)
    .where('teams.id', '=', teamId)
    .executeTakeFirst()
  if (!team) throw notFound()
  return team
}

/** @throws teamExists */
export async function createTeam(trx: Transaction, agent: Agent, name: string): Promise<TeamBody> {
  await refuseTakenName(trx, agent, name)
  const { id: teamId } = await trx
    .insertInto('teams')
    .values({ workspaceId: agent.workspaceId, name, createdAt: new Date() })
    .returning('id')
    .executeTakeFirstOrThrow()
  await recordAct(trx, agent, 'team.created', { teamId, name })
  return getTeam(trx, agent, teamId)
}

/** @throws notFound, teamExists */
export async function renameTeam(trx: Transaction, agent: Agent, teamId: string, name: string): Promise<TeamBody> {
  await refuseTakenName(trx, agent, name, teamId)
  const { numUpdatedRows } = await trx
    .updateTable('teams')
    .set({ name })
    .where('workspaceId', '=', agent.workspaceId)
    .where('id', '=', teamId)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw notFound()
  await recordAct(trx, agent, 'team.renamed', { teamId, name })
  return getTeam(trx, agent, teamId)
}

/** Its conversations stay, without a team. Removing it again changes nothing. */
export async function removeTeam(trx: Transaction, agent: Agent, teamId: string): Promise<void> {
  const { numDeletedRows } = await trx
    .deleteFrom('teams')
    .where('workspaceId', '=', agent.workspaceId)
    .where('id', '=', teamId)
    .executeTakeFirst()
  if (numDeletedRows > 0n) await recordAct(trx, agent, 'team.removed', { teamId })
}

/** @throws notFound when there is no such team, or no such active member */
export async function addToTeam(trx: Transaction, agent: Agent, teamId: string, memberId: string): Promise<TeamBody> {
  await keepTeam(trx, agent, teamId)
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('teamMembers')
    .columns(['workspaceId', 'teamId', 'memberId'])
    .expression((eb) =>
      eb
        .selectFrom('members')
        .where('workspaceId', '=', agent.workspaceId)
        .where('id', '=', memberId)
        .where('deactivatedAt', 'is', null)
        .select(['workspaceId', sql<string>`${teamId}::uuid`.as('teamId'), 'id as memberId']),
    )
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows) await recordAct(trx, agent, 'team.member-added', { teamId, memberId })

  const team = await getTeam(trx, agent, teamId)
  if (!team.memberIds.includes(memberId.toLowerCase())) throw notFound()
  return team
}

/** @throws notFound when there is no such team */
export async function removeFromTeam(
  trx: Transaction,
  agent: Agent,
  teamId: string,
  memberId: string,
): Promise<TeamBody> {
  const { numDeletedRows } = await trx
    .deleteFrom('teamMembers')
    .where('workspaceId', '=', agent.workspaceId)
    .where('teamId', '=', teamId)
    .where('memberId', '=', memberId)
    .executeTakeFirst()
  if (numDeletedRows > 0n) await recordAct(trx, agent, 'team.member-removed', { teamId, memberId })
  return getTeam(trx, agent, teamId)
}

/** It stays until the transaction ends, so that nobody is added to a team that is removed meanwhile. @throws notFound */
async function keepTeam(trx: Transaction, { workspaceId }: Agent, teamId: string): Promise<void> {
  const team = await trx
    .selectFrom('teams')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', teamId)
    .select('id')
    .forKeyShare()
    .executeTakeFirst()
  if (!team) throw notFound()
}

/** One at a time, so that two who take the same name at once get one team and one answer. */
async function refuseTakenName(trx: Transaction, { workspaceId }: Agent, name: string, exceptId?: string) {
  await sql`select from workspaces where id = ${workspaceId} for no key update`.execute(trx)
  const taken = await trx
    .selectFrom('teams')
    .where('workspaceId', '=', workspaceId)
    .where(sql`lower(name)`, '=', sql`lower(${name})`)
    .select('id')
    .executeTakeFirst()
  if (taken && taken.id !== exceptId?.toLowerCase()) throw teamExists()
}

const selectTeams = (db: Database) =>
  db
    .selectFrom('teams')
    .select(['teams.id', 'teams.name'])
    .select(
      sql<string[]>`array(
        select member_id from team_members
        where team_members.workspace_id = teams.workspace_id and team_members.team_id = teams.id
        order by member_id
      )`.as('memberIds'),
    )
