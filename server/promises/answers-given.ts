import { sql } from 'kysely'
import type { Database } from '#platform/database/database.ts'
import { isOpen, openSecondsBetween } from './hours.ts'
import { hoursOf } from './hours-of.ts'

const MINUTE_MILLISECONDS = 60_000
/** Until then its author may have taken a reply back, and whoever wrote it has committed. */
const SETTLED_MILLISECONDS = 3 * MINUTE_MILLISECONDS
/** Ids are taken before they are committed: what came late is found by looking back this far. */
const LATE_MILLISECONDS = 10 * MINUTE_MILLISECONDS
/** How far the first look goes back. */
const FIRST_LOOK_MILLISECONDS = 90 * 24 * 60 * MINUTE_MILLISECONDS
const BATCH = 1_000

/** Whose answers are new. */
export type AnsweredChannel = { workspaceId: string; channelId: string }

/**
 * Derives who waited how long for an answer from the replies since the last time, in every workspace where something
 * happened. It may run twice or at once: an answer is one row by its message.
 */
export async function deriveAnswers(db: Database, now: Date, signal: AbortSignal): Promise<AnsweredChannel[]> {
  const until = new Date(now.getTime() - SETTLED_MILLISECONDS)
  const answered: AnsweredChannel[] = []
  for (const { id, since } of await listWorkspacesWithNews(db, until)) {
    if (signal.aborted) break
    const channelIds = await deriveAnswersOf(db, id, since, until)
    answered.push(...channelIds.map((channelId) => ({ workspaceId: id, channelId })))
  }
  return answered
}

async function listWorkspacesWithNews(db: Database, until: Date): Promise<{ id: string; since: Date }[]> {
  const firstLook = new Date(until.getTime() - FIRST_LOOK_MILLISECONDS)
  const { rows } = await sql<{ id: string; since: Date }>`select workspaces.id, looked.since
    from workspaces
    left join answers_derived as derived on derived.workspace_id = workspaces.id
    cross join lateral (
      select coalesce(derived.until - ${LATE_MILLISECONDS} * interval '1 millisecond', ${firstLook}) as since
    ) as looked
    where exists (select from events where events.workspace_id = workspaces.id
      and events.id >= ${firstIdAt(sql`coalesce(derived.until, ${firstLook})`)}
      and events.id < ${firstIdAt(sql`${until}::timestamptz`)})`.execute(db)
  return rows
}

/** Returns the channels that have new answers. */
async function deriveAnswersOf(db: Database, workspaceId: string, since: Date, until: Date): Promise<string[]> {
  const channelIds = new Set<string>()
  let after: string | undefined
  for (;;) {
    const { rows } = await listReplies(db, { workspaceId, since, until, after })
    const answers = rows.flatMap(({ waitingSince, ...reply }) => (waitingSince ? [{ ...reply, waitingSince }] : []))
    for (const { channelId } of await keepAnswers(db, workspaceId, answers)) channelIds.add(channelId)
    after = rows.at(-1)?.eventId
    if (rows.length < BATCH) break
  }
  await db
    .insertInto('answersDerived')
    .values({ workspaceId, until })
    .onConflict((conflict) => conflict.column('workspaceId').doUpdateSet({ until }))
    .execute()
  return [...channelIds]
}

type Reply = {
  eventId: string
  messageId: string
  conversationId: string
  channelId: string
  memberId: string | null
  answeredAt: Date
  waitingSince: Date
  isFirstResponse: boolean
}

/**
 * Replies of people, each with the first message of the customer that it answers: the first since the last reply or
 * closure. Whoever closed without a word saw nothing to answer.
 */
const listReplies = (
  db: Database,
  { workspaceId, since, until, after }: { workspaceId: string; since: Date; until: Date; after: string | undefined },
) =>
  sql<Omit<Reply, 'waitingSince'> & { waitingSince: Date | null }>`
    select events.id as event_id, replies.id as message_id, replies.conversation_id, threads.channel_id,
      replies.author_id as member_id, replies.sent_at as answered_at, waiting.since as waiting_since,
      earlier.id is null as is_first_response
    from events
    join messages as replies on replies.workspace_id = events.workspace_id
      and replies.id = (events.data ->> 'messageId')::uuid and replies.delivery_state not in ('failed', 'withdrawn')
    join threads on threads.workspace_id = replies.workspace_id and threads.id = replies.thread_id
    left join lateral (
      select id from messages where messages.workspace_id = replies.workspace_id
        and messages.conversation_id = replies.conversation_id and messages.id < replies.id
        and messages.kind = 'outbound' and messages.author_kind in ('member', 'bot')
        and messages.delivery_state <> 'withdrawn'
      order by id desc limit 1
    ) as earlier on true
    left join lateral (
      select id from events as closures where closures.workspace_id = replies.workspace_id
        and closures.conversation_id = replies.conversation_id and closures.id < replies.id
        and closures.type = 'conversation.closed'
      order by id desc limit 1
    ) as closed on true
    cross join lateral (
      select min(sent_at) as since from messages where messages.workspace_id = replies.workspace_id
        and messages.conversation_id = replies.conversation_id and messages.id < replies.id
        and messages.id > coalesce(greatest(earlier.id, closed.id), '00000000-0000-0000-0000-000000000000')
        and messages.author_kind = 'customer' and not messages.is_automatic
    ) as waiting
    where events.workspace_id = ${workspaceId}
      and events.id > coalesce(${after ?? null}::uuid, ${firstIdAt(sql`${since}::timestamptz`)})
      and events.id < ${firstIdAt(sql`${until}::timestamptz`)}
      and events.type = 'message.replied' and events.actor_kind = 'member'
    order by events.id limit ${BATCH}`.execute(db)

/** An id of version 7 begins with its instant (RFC 9562 §5.7): the first that one of this instant could be. */
const firstIdAt = (instant: ReturnType<typeof sql>) =>
  sql`(lpad(to_hex((extract(epoch from ${instant}) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid`

/** Returns those that are new. */
async function keepAnswers(db: Database, workspaceId: string, replies: Reply[]): Promise<{ channelId: string }[]> {
  if (replies.length === 0) return []
  const rows = await Promise.all(
    replies.map(async ({ eventId, waitingSince, answeredAt, channelId, ...reply }) => {
      const hours = await hoursOf(db, workspaceId, channelId)
      return {
        ...reply,
        workspaceId,
        channelId,
        waitingSince,
        answeredAt,
        businessSeconds: Math.round(openSecondsBetween(hours, waitingSince, answeredAt)),
        beganWhileOpen: isOpen(hours, waitingSince),
      }
    }),
  )
  return db
    .insertInto('answersGiven')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning('channelId')
    .execute()
}
