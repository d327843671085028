import { sql } from 'kysely'
import type { Database } from '#platform/database/database.ts'
import type { MeBody } from '#protocol/members.ts'
import { hasPassword } from './account.ts'
import type { User } from './session.ts'

/** Who this person is and where they work, the real workspaces first. */
export async function getMe(db: Database, { id }: User): Promise<MeBody> {
  const user = await db
    .selectFrom('users')
    .where('id', '=', id)
    .select(['id', 'name', 'email'])
    .select([sql<boolean>`coalesce(two_factor_enabled, false)`.as('hasTwoFactor'), hasPassword.as('hasPassword')])
    .executeTakeFirstOrThrow()
  const rows = await db
    .selectFrom('members')
    .innerJoin('workspaces', 'workspaces.id', 'members.workspaceId')
    .where('members.userId', '=', id)
    .where('members.deactivatedAt', 'is', null)
    .select(['members.id as memberId', 'members.role', 'members.name', 'workspaces.id', 'workspaces.name as title'])
    .select(['workspaces.language', 'workspaces.timeZone', 'workspaces.isDemo'])
    .select(['workspaces.contactEmail', 'workspaces.contactPhone', 'workspaces.visitRetentionDays'])
    .orderBy('workspaces.isDemo')
    .orderBy('members.joinedAt')
    .execute()
  const memberships = rows.map(({ memberId, role, name, title, ...workspace }) => ({
    memberId,
    role,
    name,
    workspace: { ...workspace, name: title },
  }))
  return { user, memberships }
}
