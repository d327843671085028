import { sql } from 'kysely'
import type { Database, Transaction } from '#platform/database/database.ts'
import { invalidInput } from '#platform/problems.ts'
import type {
  ConversationStatus,
  InboxCountsBody,
  InboxItemBody,
  InboxPageBody,
  InboxView,
} from '#protocol/conversations.ts'
import { formats } from '#protocol/formats.ts'
import type { Agent } from '#workspaces/agent.ts'
import {
  type ConversationBodyRow,
  selectConversationBodies,
  toConversationBody,
  visibleConversations,
} from './conversation.ts'

export type InboxQuery = {
  view: InboxView
  /** newest: latest message first; waiting: the longest waiting first. */
  sort?: 'newest' | 'waiting'
  teamId?: string
  channelId?: string
  cursor?: string
  limit?: number
}

/** A page of an inbox view; pages go by key, so rows that arrive meanwhile shift nothing. @throws invalidInput for a foreign cursor */
export async function listInbox(db: Database, agent: Agent, query: InboxQuery): Promise<InboxPageBody> {
  const { view, sort = 'newest', teamId, channelId, cursor, limit = 50 } = query
  const after = cursor === undefined ? undefined : readCursor(cursor)
  let rows = inView(visibleConversations(db, agent), agent, view)
  if (teamId) rows = rows.where('conversations.teamId', '=', teamId)
  if (channelId) rows = rows.where('conversations.channelId', '=', channelId)
  if (sort === 'waiting') {
    rows = rows.orderBy(waitingSince).orderBy('conversations.id')
    if (after)
      rows = rows.where(
        sql<boolean>`(${waitingSince}, conversations.id) > (${after.at}::timestamptz, ${after.id}::uuid)`,
      )
  } else {
    rows = rows.orderBy('conversations.lastMessageAt', 'desc').orderBy('conversations.id', 'desc')
    if (after)
      rows = rows.where(
        sql<boolean>`(conversations.last_message_at, conversations.id) < (${after.at}::timestamptz, ${after.id}::uuid)`,
      )
  }
  const found = await selectConversationBodies(rows)
    .select(unreadCount(agent))
    .limit(limit + 1)
    .execute()
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  return {
    conversations: page.map(toInboxItem),
    nextCursor: last
      ? writeCursor(
          sort === 'waiting' ? (last.waitingSince?.toISOString() ?? 'infinity') : last.lastMessageAt.toISOString(),
          last.id,
        )
      : null,
  }
}

/** Those who wait for nothing come last. */
const waitingSince = sql`coalesce(conversations.waiting_since, 'infinity')`

function inView(rows: ReturnType<typeof visibleConversations>, agent: Agent, view: InboxView) {
  if (view === 'mine') return rows.where('status', '=', 'open').where('assigneeId', '=', agent.id)
  if (view === 'unassigned') return rows.where('status', '=', 'open').where('assigneeId', 'is', null)
  if (view === 'failed') return rows.where('failedCount', '>', 0).where('status', '!=', 'spam')
  return rows.where('status', '=', view)
}

/** Inbound messages that wait for an answer and that this member has not read; at most 100. */
export const unreadCount = (agent: Agent) =>
  sql<number>`case when conversations.waiting_since is null then 0 else (select count(*) from (select from messages
    where messages.workspace_id = conversations.workspace_id and messages.conversation_id = conversations.id
      and messages.kind = 'inbound' and messages.sent_at >= conversations.waiting_since
      and messages.id > coalesce((select message_id from conversation_reads mark where mark.workspace_id = conversations.workspace_id
        and mark.conversation_id = conversations.id and mark.member_id = ${agent.id}), '00000000-0000-0000-0000-000000000000')
    limit 100) unread) end`.as('unreadCount')

export const toInboxItem = (row: ConversationBodyRow & { unreadCount: number }): InboxItemBody => ({
  ...toConversationBody(row),
  unreadCount: row.unreadCount,
})

const writeCursor = (at: string, id: string): string => Buffer.from(`${at} ${id}`).toString('base64url')

function readCursor(cursor: string): { at: string; id: string } {
  const [at = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split(' ')
  if ((at === 'infinity' || isInstant(at)) && formats.uuid(id)) return { at, id }
  throw invalidInput({ errors: [{ field: 'querystring.cursor', rule: 'must be the nextCursor of a page' }] })
}

/** As we write them; a thirtieth of February is none, and the database has no year nought. */
function isInstant(text: string): boolean {
  const instant = new Date(text)
  return /^[12]\d{3}-/.test(text) && !Number.isNaN(instant.getTime()) && instant.toISOString() === text
}

/** How many conversations stand in each view. */
export async function countInbox(db: Database | Transaction, agent: Agent): Promise<InboxCountsBody> {
  const rows = await visibleConversations(db, agent)
    .where('status', 'in', ['open', 'pending', 'snoozed', 'spam'])
    .select(({ fn }) => [
      'status',
      'teamId',
      fn.countAll<number>().as('all'),
      fn.countAll<number>().filterWhere('assigneeId', '=', agent.id).as('mine'),
      fn.countAll<number>().filterWhere('assigneeId', 'is', null).as('unassigned'),
    ])
    .groupBy(['status', 'teamId'])
    .execute()
  const { failed } = await inView(visibleConversations(db, agent), agent, 'failed')
    .select(({ fn }) => fn.countAll<number>().as('failed'))
    .executeTakeFirstOrThrow()
  const inStatus = (wanted: ConversationStatus) => rows.filter(({ status }) => status === wanted)
  const sum = (of: typeof rows, key: 'all' | 'mine' | 'unassigned') => of.reduce((total, row) => total + row[key], 0)
  const open = inStatus('open')
  return {
    mine: sum(open, 'mine'),
    unassigned: sum(open, 'unassigned'),
    open: sum(open, 'all'),
    pending: sum(inStatus('pending'), 'all'),
    snoozed: sum(inStatus('snoozed'), 'all'),
    failed,
    spam: sum(inStatus('spam'), 'all'),
    teams: Object.fromEntries(open.flatMap(({ teamId, all }) => (teamId ? [[teamId, all]] : []))),
  }
}
