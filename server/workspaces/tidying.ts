import { Type } from 'typebox'
import type { Database } from '#platform/database/database.ts'
import { defineJob } from '#platform/jobs.ts'

/** Removes sign-ins and one-time links whose time is over. May run twice: the second finds nothing. */
export const removeExpired = defineJob(
  'remove-expired-sign-ins',
  Type.Object({}),
  async (_none, { db }: { db: Database }) => {
    const now = new Date()
    await db.deleteFrom('sessions').where('expiresAt', '<', now).execute()
    await db.deleteFrom('verifications').where('expiresAt', '<', now).execute()
  },
)
