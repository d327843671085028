import { sql } from 'kysely'
import type { Database } from '#platform/database/database.ts'
import type { ChannelKind } from '#protocol/conversations.ts'
import { DEFAULT_PACE_SECONDS, PACE_BAND, readAnswerTimes } from './answer-times.ts'
import { isLive } from './channel-promise.ts'
import type { Situation } from './forecast.ts'
import { openSecondsBetween } from './hours.ts'
import { hoursOf } from './hours-of.ts'

export type Watched = { workspaceId: string; id: string; kind: ChannelKind }

const LATELY_MINUTES = 30
/** Who waits longer in a chat has long gone and is written to when there is time. */
const LIVE_WAIT_HOURS = 4
const LETTER_WAIT_DAYS = 30
const MOST = 500

/** What is going on in a channel now. Letters wait for nobody to be there. */
export async function situationOf(
  db: Database,
  channel: Watched,
  { agents, now }: { agents: number; now: Date },
): Promise<Situation> {
  const hours = await hoursOf(db, channel.workspaceId, channel.id)
  const businessSeconds = ({ since, until }: Span) => openSecondsBetween(hours, since, until ?? now)
  const isAnsweredLive = isLive(channel.kind)
  const [waiting, recent, times] = await Promise.all([
    listWaiting(db, channel, now),
    isAnsweredLive ? listRecentLive(db, channel, now) : listRecentLetters(db, channel),
    readAnswerTimes(db, channel.workspaceId, channel.id),
  ])
  return {
    agents: isAnsweredLive ? agents : Number.POSITIVE_INFINITY,
    waiting: waiting.length,
    unansweredSeconds: waiting.filter(({ isUnanswered }) => isUnanswered).map(businessSeconds),
    recentSeconds: recent.filter(({ isAnswered }) => isAnswered).map(businessSeconds),
    arrivalsPerMinute: isAnsweredLive ? arrivalsIn(recent) / LATELY_MINUTES : 0,
    paceSeconds: times.find(({ band }) => band === PACE_BAND)?.medianSeconds ?? DEFAULT_PACE_SECONDS,
  }
}

type Span = { since: Date; until: Date | null }
type Recent = Span & { isAnswered: boolean; isNew: boolean; replies: number }

/** Each conversation that began asks for as many answers as others take. */
function arrivalsIn(recent: Recent[]): number {
  const begun = recent.filter(({ isNew }) => isNew).length
  const answered = recent.filter(({ isAnswered }) => isAnswered)
  const replies = answered.reduce((sum, one) => sum + Math.max(1, one.replies), 0)
  return answered.length === 0 ? begun : begun * (replies / answered.length)
}

/** Who is answered live waits in one queue, whichever window they came by: the same people answer them all. */
async function listWaiting(db: Database, { workspaceId, id, kind }: Watched, now: Date) {
  const longest = isLive(kind) ? `${LIVE_WAIT_HOURS} hours` : `${LETTER_WAIT_DAYS} days`
  const { rows } = await sql<Span & { isUnanswered: boolean }>`
    select waiting_since as since, null as until, first_reply_at is null and channel_id = ${id} as is_unanswered
    from conversations
    where workspace_id = ${workspaceId} and status = 'open'
      and coalesce(waiting_since, 'infinity') between ${now}::timestamptz - ${longest}::interval and ${now}::timestamptz
      and (channel_id = ${id} or ${isLive(kind)} and channel_id in (
        select id from channels where workspace_id = ${workspaceId} and kind in ('chat', 'phone')))
    order by coalesce(waiting_since, 'infinity') desc limit ${MOST}`.execute(db)
  return rows
}

async function listRecentLive(db: Database, { workspaceId, id }: Watched, now: Date): Promise<Recent[]> {
  const since = new Date(now.getTime() - LATELY_MINUTES * 60_000)
  const { rows } = await sql<Recent>`
    select created_at as since, first_reply_at as until, first_reply_at > ${since}::timestamptz as is_answered,
      created_at > ${since}::timestamptz as is_new, reply_count as replies
    from conversations
    where workspace_id = ${workspaceId} and status in ('open', 'pending', 'snoozed', 'closed')
      and last_message_at > ${since}::timestamptz and channel_id = ${id}
    order by last_message_at desc limit ${MOST}`.execute(db)
  return rows
}

/** The last letters that were answered. */
async function listRecentLetters(db: Database, { workspaceId, id }: Watched): Promise<Recent[]> {
  const rows = await db
    .selectFrom('answersGiven')
    .where('workspaceId', '=', workspaceId)
    .where('channelId', '=', id)
    .select(['waitingSince as since', 'answeredAt as until'])
    .orderBy('waitingSince', 'desc')
    .limit(50)
    .execute()
  return rows.map((row) => ({ ...row, isAnswered: true, isNew: false, replies: 1 }))
}
