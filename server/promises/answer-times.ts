import { sql } from 'kysely'
import type { Database } from '#platform/database/database.ts'
import type { AnsweredChannel } from './answers-given.ts'
import { bandOf, OPEN_BAND } from './bands.ts'
import { isOpen } from './hours.ts'
import { hoursOf } from './hours-of.ts'
import { remembering } from './remembering.ts'
import { spreadOf } from './survival.ts'

/** Fewer answers than this say nothing about the next one. */
export const MINIMUM_SAMPLE = 20
/** Lately; and where that is too little, a quarter. */
const WINDOWS_DAYS = [28, 90]
const LONGEST_DAYS = 90
/** The newest of them: a channel with more in a month knows enough. */
const MOST_ANSWERS = 20_000
const MOST_WAITING = 5_000
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000

/** They change every few minutes at most. */
const remembered = remembering(60_000, (db: Database, workspaceId: string, channelId: string | null) =>
  db
    .selectFrom('answerTimes')
    .where('workspaceId', '=', workspaceId)
    .where('channelId', '=', channelId)
    .select(['band', 'medianSeconds', 'p90Seconds', 'sampleSize', 'days'])
    .execute(),
)

/** By band, those for which enough is known. */
export const readAnswerTimes = (db: Database, workspaceId: string, channelId: string) =>
  remembered.get(db, workspaceId, channelId)

/** How long one person takes for an answer while others wait already. */
export const PACE_BAND = 'pace'
export const DEFAULT_PACE_SECONDS = 60
/** Quicker than that is one answer to many; slower, something else was done meanwhile. */
const SHORTEST_PACE_SECONDS = 5
const LONGEST_PACE_SECONDS = 10 * 60

/** Computed a day ago, they still count what is no longer lately. */
export const listStaleAnswerTimes = (db: Database, now: Date): Promise<AnsweredChannel[]> =>
  db
    .selectFrom('answerTimes')
    .where('computedAt', '<', new Date(now.getTime() - DAY_MILLISECONDS))
    .select(['workspaceId', 'channelId'])
    .distinct()
    .execute()

/** How long answers take in a channel, by the hour at which they were asked for (docs/metrics.md#expected-answer-time). */
export async function refreshAnswerTimes(
  db: Database,
  { workspaceId, channelId }: AnsweredChannel,
  now: Date,
): Promise<void> {
  const waits = await listWaits(db, { workspaceId, channelId, now })
  const times = bandsOf(waits).flatMap((band) => {
    const found = spreadLately(waits.filter(band.has))
    return found ? [{ workspaceId, channelId, band: band.name, ...found, computedAt: now }] : []
  })
  const pace = await paceOf(db, { workspaceId, channelId, now })
  if (pace) times.push({ workspaceId, channelId, band: PACE_BAND, ...pace, computedAt: now })
  await db.transaction().execute(async (trx) => {
    await trx
      .deleteFrom('answerTimes')
      .where('workspaceId', '=', workspaceId)
      .where('channelId', '=', channelId)
      .execute()
    if (times.length === 0) return
    await trx
      .insertInto('answerTimes')
      .values(times)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  })
  remembered.forget(db, workspaceId)
}

/** Somebody who waited and was answered, or waits still. */
type Wait = { band: string; seconds: number; isAnswered: boolean; beganWhileOpen: boolean; daysAgo: number }

function bandsOf(waits: Wait[]): { name: string; has: (wait: Wait) => boolean }[] {
  const hours = [...new Set(waits.map(({ band }) => band))]
  return [
    ...hours.map((name) => ({ name, has: ({ band }: Wait) => band === name })),
    { name: OPEN_BAND, has: ({ beganWhileOpen }) => beganWhileOpen },
  ]
}

/** From the shortest time back that gives enough answers; undefined: not even the longest does. */
function spreadLately(waits: Wait[]) {
  for (const days of WINDOWS_DAYS) {
    const lately = waits.filter(({ daysAgo }) => daysAgo <= days)
    const secondsOf = (isAnswered: boolean) =>
      lately.filter((wait) => wait.isAnswered === isAnswered).map(({ seconds }) => seconds)
    const answered = secondsOf(true)
    if (answered.length < MINIMUM_SAMPLE) continue
    const spread = spreadOf(answered, secondsOf(false))
    return spread && { ...spread, sampleSize: answered.length, days }
  }
  return undefined
}

async function listWaits(
  db: Database,
  { workspaceId, channelId, now }: AnsweredChannel & { now: Date },
): Promise<Wait[]> {
  const hours = await hoursOf(db, workspaceId, channelId)
  const { timeZone } = hours
  const { rows } = await sql<WaitRow>`
    select extract(isodow from since at time zone ${timeZone})::int as weekday,
      extract(hour from since at time zone ${timeZone})::int as hour,
      round(extract(epoch from coalesce(answered_at, ${now}::timestamptz) - since))::int as seconds,
      answered_at is not null as is_answered, since, began_while_open,
      extract(epoch from ${now}::timestamptz - since)::float8 / 86400 as days_ago
    from (
      (select waiting_since as since, answered_at, began_while_open from answers_given
        where workspace_id = ${workspaceId} and channel_id = ${channelId}
          and waiting_since > ${now}::timestamptz - make_interval(days => ${LONGEST_DAYS})
        order by waiting_since desc limit ${MOST_ANSWERS})
      union all
      (select waiting_since, null, null from conversations
        where workspace_id = ${workspaceId} and channel_id = ${channelId} and status = 'open'
          and coalesce(waiting_since, 'infinity') between ${now}::timestamptz - make_interval(days => ${LONGEST_DAYS})
            and ${now}::timestamptz
        order by coalesce(waiting_since, 'infinity'), id limit ${MOST_WAITING})
    ) as waits`.execute(db)
  return rows.map(({ weekday, hour, since, beganWhileOpen, ...wait }) => ({
    ...wait,
    band: bandOf(weekday, hour),
    beganWhileOpen: beganWhileOpen ?? isOpen(hours, since),
  }))
}

type WaitRow = Omit<Wait, 'band' | 'beganWhileOpen'> & {
  weekday: number
  hour: number
  since: Date
  /** null: nobody has answered yet. */
  beganWhileOpen: boolean | null
}

/** From answer to answer of the same person, where the next one waited already when they gave the one before. */
async function paceOf(db: Database, { workspaceId, channelId, now }: AnsweredChannel & { now: Date }) {
  const [days = LONGEST_DAYS] = WINDOWS_DAYS
  const { rows } = await sql<{ medianSeconds: number | null; p90Seconds: number | null; sampleSize: number }>`
    select percentile_disc(0.5) within group (order by seconds) as median_seconds,
      percentile_disc(0.9) within group (order by seconds) as p90_seconds, count(*)::int as sample_size
    from (
      select waiting_since, lag(answered_at) over by_member as before,
        round(extract(epoch from answered_at - lag(answered_at) over by_member))::int as seconds
      from (
        select member_id, waiting_since, answered_at from answers_given
        where workspace_id = ${workspaceId} and channel_id = ${channelId}
          and waiting_since > ${now}::timestamptz - make_interval(days => ${days})
        order by waiting_since desc limit ${MOST_ANSWERS}
      ) as lately
      window by_member as (partition by member_id order by answered_at)
    ) as steps
    where waiting_since < before and seconds between ${SHORTEST_PACE_SECONDS} and ${LONGEST_PACE_SECONDS}`.execute(db)
  const { medianSeconds, p90Seconds, sampleSize } = rows[0] ?? { medianSeconds: null, p90Seconds: null, sampleSize: 0 }
  if (medianSeconds === null || p90Seconds === null || sampleSize < MINIMUM_SAMPLE) return undefined
  return { medianSeconds, p90Seconds, sampleSize, days }
}
