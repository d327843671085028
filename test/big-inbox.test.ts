import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Locator } from 'playwright-core'
import type { Database } from '#platform/database/database.ts'
import { openWindows } from './windows.ts'

test('a conversation of a thousand messages is read from its end to its beginning, and answered', async (t) => {
  const { db, ada, cleo, opensDesk } = await openWindows(t)
  const conversation = await cleo.writes('message 1')
  await writeOn(db, conversation, 1_000)
  const desk = await opensDesk(ada)
  await desk.opens(/message 1/)
  await desk.sees('message 1000')

  await desk.replies('That was a lot.')
  await desk.sees('That was a lot.')
  await scrolls(desk.log, -1, desk.text('message 1'))
  assert.equal(await desk.log.getByText(/^message \d+$/).count(), 1_000)
})

test('an inbox of two thousand conversations scrolls to its end', async (t) => {
  const { db, ada, cleo, opensDesk } = await openWindows(t)
  await cleo.writes('question 1')
  await ask(db, 2_000)
  const desk = await opensDesk(ada)
  await desk.row(/question 1\b/).waitFor()

  await scrolls(desk.list, 1, desk.row(/question 2000\b/))
  assert.equal(await desk.row(/question 2000\b/).getAttribute('aria-posinset'), '2000')
})

async function scrolls(place: Locator, direction: 1 | -1, until: Locator) {
  await place.hover()
  for (let turns = 0; turns < 2_000; turns++) {
    if (await until.isVisible()) return
    await place.page().mouse.wheel(0, direction * 10_000)
  }
  assert.fail('It did not scroll that far')
}

const writeOn = (db: Database, { id }: { id: string }, count: number) =>
  sql`
    insert into messages (workspace_id, conversation_id, thread_id, revision, kind, author_kind, author_id, author_name,
      text, delivery_state, sent_at)
    select workspace_id, conversation_id, thread_id, revision, kind, author_kind, author_id, author_name,
      'message ' || n, delivery_state, sent_at
    from messages, generate_series(2, ${count}::integer) as n
    where conversation_id = ${id} order by n
  `.execute(db)

const ask = (db: Database, count: number) =>
  sql`
    insert into conversations (workspace_id, number, customer_id, channel_id, created_at, last_message_at, preview_text,
      preview_kind, preview_author_kind, preview_author_name, reply_thread_id)
    select workspace_id, number + n, customer_id, channel_id, created_at, last_message_at - n * interval '1 minute',
      'question ' || n, preview_kind, preview_author_kind, preview_author_name, reply_thread_id
    from conversations, generate_series(2, ${count}::integer) as n
  `.execute(db)
