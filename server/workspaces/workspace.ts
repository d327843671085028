import type { Database, Transaction } from '#platform/database/database.ts'
import { record } from '#platform/events.ts'
import { invalidInput, notAllowed } from '#platform/problems.ts'
import type { WorkspaceBody } from '#protocol/members.ts'
import type { Agent } from './agent.ts'
import { recordAct } from './events.ts'
import { makeMember } from './member.ts'
import type { User } from './session.ts'

export type NewWorkspace = { name: string; language: string; timeZone: string }
export type WorkspaceChanges = Partial<NewWorkspace> & {
  contactEmail?: string | null
  contactPhone?: string | null
  visitRetentionDays?: number
}

const shown = [
  'id',
  'name',
  'language',
  'timeZone',
  'isDemo',
  'contactEmail',
  'contactPhone',
  'visitRetentionDays',
] as const

export const getWorkspace = (db: Database, { workspaceId }: Agent): Promise<WorkspaceBody> =>
  db.selectFrom('workspaces').where('id', '=', workspaceId).select(shown).executeTakeFirstOrThrow()

/** A workspace with nobody in it yet. */
export async function makeWorkspace(
  trx: Transaction,
  { name, language, timeZone, isDemo = false }: NewWorkspace & { isDemo?: boolean },
): Promise<WorkspaceBody> {
  refuseUnknownTimeZone(timeZone)
  const workspace = await trx
    .insertInto('workspaces')
    .values({ name, language, timeZone, isDemo, createdAt: new Date() })
    .returning(shown)
    .executeTakeFirstOrThrow()
  await record(trx, {
    type: 'workspace.created',
    workspaceId: workspace.id,
    actor: { kind: 'system', id: null, name: 'Infolett' },
  })
  return workspace
}

/** A further workspace, which its maker owns. @throws notAllowed to who owns no workspace but the demo */
export async function openWorkspace(
  trx: Transaction,
  user: User,
  wanted: NewWorkspace,
): Promise<{ workspace: WorkspaceBody; owner: Agent }> {
  const owned = await trx
    .selectFrom('members')
    .innerJoin('workspaces', 'workspaces.id', 'members.workspaceId')
    .where('members.userId', '=', user.id)
    .where('members.role', '=', 'owner')
    .where('members.deactivatedAt', 'is', null)
    .where('workspaces.isDemo', '=', false)
    .select('members.id')
    .executeTakeFirst()
  if (!owned) throw notAllowed({ detail: 'Only who owns a workspace here may open another.' })

  const workspace = await makeWorkspace(trx, wanted)
  const owner = await makeMember(trx, { workspaceId: workspace.id, userId: user.id, name: user.name, role: 'owner' })
  return { workspace, owner }
}

export async function changeWorkspace(
  trx: Transaction,
  agent: Agent,
  changes: WorkspaceChanges,
): Promise<WorkspaceBody> {
  if (changes.timeZone !== undefined) refuseUnknownTimeZone(changes.timeZone)
  if (Object.keys(changes).length === 0) return getWorkspace(trx, agent)
  const workspace = await trx
    .updateTable('workspaces')
    .set(changes)
    .where('id', '=', agent.workspaceId)
    .returning(shown)
    .executeTakeFirstOrThrow()
  await recordAct(trx, agent, 'workspace.changed', changes)
  return workspace
}

/** Names come from the IANA time zone database, as far as this Node.js knows it. */
export function refuseUnknownTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
  } catch {
    throw invalidInput({ errors: [{ field: 'body.timeZone', rule: 'must be an IANA time zone' }] })
  }
}
