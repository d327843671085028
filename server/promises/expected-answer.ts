import type { Database } from '#platform/database/database.ts'
import { readAnswerTimes } from './answer-times.ts'
import { bandAt, OPEN_BAND } from './bands.ts'
import { isOpen } from './hours.ts'
import { hoursOf } from './hours-of.ts'

export type ExpectedAnswer = {
  medianSeconds: number
  p90Seconds: number
  sampleSize: number
  /** hour: at such an hour of such a day. opening-hours: at any open hour, as too few asked at this one. */
  basis: 'hour' | 'opening-hours'
  /** How many days back it was looked. */
  days: number
}

/**
 * How long whoever asks now waits for a person's answer, judged by what really happened lately at such an hour; undefined
 * when too little did to know. Nobody can set it by hand (docs/metrics.md#expected-answer-time).
 */
export async function expectedAnswer(
  db: Database,
  workspaceId: string,
  channelId: string,
  at: Date,
): Promise<ExpectedAnswer | undefined> {
  const hours = await hoursOf(db, workspaceId, channelId)
  const times = await readAnswerTimes(db, workspaceId, channelId)
  const atThisHour = times.find(({ band }) => band === bandAt(at, hours.timeZone))
  const whenOpen = isOpen(hours, at) ? times.find(({ band }) => band === OPEN_BAND) : undefined
  const found = atThisHour ?? whenOpen
  if (!found) return undefined
  const { band, ...spread } = found
  return { ...spread, basis: band === OPEN_BAND ? 'opening-hours' : 'hour' }
}
