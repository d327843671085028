import { Type } from 'typebox'
import type { Database } from '#platform/database/database.ts'
import type { Files } from '#platform/files.ts'
import { defineJob } from '#platform/jobs.ts'
import { removeUnlessShared } from './attachments.ts'

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000

/**
 * Removes files that were uploaded a day ago and put on no message. May run twice: the second finds nothing. The bytes
 * go only when no other attachment has the same.
 */
export const removeUnclaimed = defineJob(
  'remove-unclaimed-attachments',
  Type.Object({}),
  async (_none, { db, files }: { db: Database; files: Files }) => {
    const removed = await db
      .deleteFrom('attachments')
      .where('messageId', 'is', null)
      .where('createdAt', '<', new Date(Date.now() - DAY_MILLISECONDS))
      .returning('sha256')
      .execute()
    for (const { sha256 } of removed) await removeUnlessShared(db, files, sha256)
  },
)
