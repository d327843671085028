import assert from 'node:assert/strict'
import pg from 'pg'
import { findRunningPostgres } from '#platform/database/embedded.ts'
import { until } from '../infolett.ts'
import type { BusyShop } from './busy-shop.ts'

/** A connection of our own to the database of a running server; it may be cut at any time. */
export async function openDatabase(folder: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: await findRunningPostgres(folder) })
  client.on('error', () => {})
  await client.connect()
  return client
}

/** Deliveries that are still to be made. */
export async function countDeliveries(sql: pg.Client): Promise<number | null> {
  const { rowCount } = await sql.query("select from graphile_worker.jobs where task_identifier = 'deliver-message'")
  return rowCount
}

export async function findDeliveryState(sql: pg.Client, messageId: string): Promise<string | undefined> {
  const { rows } = await sql.query<{ state: string }>('select delivery_state as state from messages where id = $1', [
    messageId,
  ])
  return rows[0]?.state
}

type Stored = { id: string; clientId: string; kind: string; threadId: string; conversationId: string; state: string }

/** What was acknowledged, and what was only written, is there once: in the database, over the API and on the open desk. */
export async function proveStoredOnce(sql: pg.Client, { visitors, desk, workspaceId }: BusyShop): Promise<void> {
  const { rows: stored } = await sql.query<Stored>(
    `select id, client_id as "clientId", kind, thread_id as "threadId", conversation_id as "conversationId",
       delivery_state as state
     from messages where workspace_id = $1 order by id`,
    [workspaceId],
  )
  for (const { threadId, written, acknowledged, refused, sendsAtOnce } of visitors) {
    const theirs = stored.filter((message) => message.threadId === threadId && message.kind === 'inbound')
    const clientIds = theirs.map(({ clientId }) => clientId)
    const ids = new Map(theirs.map(({ clientId, id }) => [clientId, id]))
    assert.deepEqual(refused, [], 'nothing was refused')
    assert.deepEqual(missing(written, clientIds), [], 'nothing that was written is lost')
    assert.deepEqual(missing(clientIds, written), [], 'nothing is there that nobody wrote')
    assert.equal(ids.size, theirs.length, 'nothing is doubled')
    assert.deepEqual(
      [...acknowledged].filter(([clientId, id]) => ids.get(clientId) !== id),
      [],
      'receipts are right',
    )
    if (sendsAtOnce === 1) assert.deepEqual(clientIds, written, 'all stand in the order of writing')
  }

  const replies = stored.filter(({ kind }) => kind === 'outbound')
  assert.deepEqual(new Set(replies.map(({ id }) => id)), new Set(desk.replies.values()))
  assert.equal(new Set(replies.map(({ clientId }) => clientId)).size, replies.length)
  assert.deepEqual(new Set(replies.map(({ state }) => state)), new Set(['sent']), 'all replies are delivered')

  const conversationIds = [...new Set(stored.map(({ conversationId }) => conversationId))]
  for (const conversationId of conversationIds) {
    const ids = stored.filter((message) => message.conversationId === conversationId).map(({ id }) => id)
    const shown = await desk.reads(conversationId)
    assert.deepEqual(
      shown.map(({ id }) => id),
      ids,
      'the API shows each once',
    )
    await until(() => desk.conversations.get(conversationId)?.messageIds.size === ids.length)
    assert.deepEqual(desk.conversations.get(conversationId)?.messageIds, new Set(ids), 'the open desk has all')
  }
}

const missing = (from: string[], where: string[]): string[] => {
  const there = new Set(where)
  return from.filter((each) => !there.has(each))
}

type Revisions = { id: string; revision: number; events: number; different: number; first: number; last: number }

/** Whoever counts revisions misses none, and the open desk stands at the last. */
export async function proveGapless(sql: pg.Client, { desk, workspaceId }: BusyShop): Promise<void> {
  const { rows: conversations } = await sql.query<Revisions>(
    `select conversations.id, conversations.revision::int, count(*)::int as events,
       count(distinct events.revision)::int as different, min(events.revision)::int as first, max(events.revision)::int as last
     from conversations join events on events.workspace_id = conversations.workspace_id
       and events.conversation_id = conversations.id and events.revision is not null
     where conversations.workspace_id = $1 group by conversations.id, conversations.revision`,
    [workspaceId],
  )
  assert.ok(conversations.length > 0)
  for (const { id, revision, events, different, first, last } of conversations) {
    assert.deepEqual(
      { events, different, first, last },
      { events: revision, different: revision, first: 1, last: revision },
    )
    await until(() => desk.conversations.get(id)?.revision === revision)
  }

  const { rows: threads } = await sql.query<{ revision: number; events: number }>(
    `select threads.revision::int, count(events.id)::int as events
     from threads left join events on events.workspace_id = threads.workspace_id
       and events.conversation_id = threads.conversation_id and events.data ->> 'threadId' = threads.id::text
     where threads.workspace_id = $1 group by threads.id, threads.revision`,
    [workspaceId],
  )
  for (const { revision, events } of threads)
    assert.equal(events, revision, 'a thread counts each change its customer sees')
}
