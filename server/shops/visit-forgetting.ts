import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Database } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs.ts'

/** All that is known of a browser's visits. What was written in the chat stays. */
export const forgetVisits = (
  db: Database,
  { workspaceId, visitorId }: { workspaceId: string; visitorId: string },
): Promise<unknown> =>
  db.deleteFrom('visits').where('workspaceId', '=', workspaceId).where('visitorId', '=', visitorId).execute()

/** Forgets visits older than each workspace keeps them. May run twice: the second finds nothing. */
export const forgetOldVisits = defineJob(
  'forget-old-visits',
  Type.Object({}),
  async (_none, { db }: { db: Database }) => {
    const now = new Date()
    await db
      .deleteFrom('visits')
      .using('workspaces')
      .whereRef('workspaces.id', '=', 'visits.workspaceId')
      .where('visits.lastSeenAt', '<', sql<Date>`${now}::timestamptz - make_interval(days => visit_retention_days)`)
      .execute()
  },
)
