import { Type } from 'typebox'
import type { Database } from '#platform/database/database.ts'
import { type Attempt, defineJob } from '#platform/jobs.ts'
import { listStaleAnswerTimes, refreshAnswerTimes } from './answer-times.ts'
import { deriveAnswers } from './answers-given.ts'

/**
 * Keeps what is known of answers up to date. It derives everything from what conversations have told, so it may run twice,
 * at once, or not for a week.
 */
export const followAnswers = defineJob(
  'follow-answers',
  Type.Object({}),
  async (_none, { db, signal }: { db: Database } & Attempt) => {
    const now = new Date()
    const answered = await deriveAnswers(db, now, signal)
    for (const channel of [...answered, ...(await listStaleAnswerTimes(db, now))]) {
      if (signal.aborted) return
      await refreshAnswerTimes(db, channel, now)
    }
  },
)
