import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000

test('a snoozed conversation wakes by itself when its time has come', async (t) => {
  const { ada, bo, cleo } = await openDesk(t)
  const conversation = await cleo.writes('Ask me again later')
  const desk = await bo.desk()
  const until = new Date(Date.now() + 2_000)

  const snoozed = await ada.snoozes(conversation, until)
  assert.equal(snoozed.status, 'snoozed')
  assert.equal(snoozed.snoozedUntil, until.toISOString())

  const woken = await desk.hearsOf('conversation.woken')
  assert.equal(woken.actor.kind, 'system')
  assert.equal(woken.conversation.status, 'open')
  assert.ok(Date.parse(woken.at) >= until.getTime())
})

test('waking early, late, twice or for nothing does no harm: the row decides', async (t) => {
  const { ada, cleo, workspace, db, runJob } = await openDesk(t, { runsJobs: false })
  const conversation = await cleo.writes('Later')
  const wake = () => runJob('wake-conversation', { workspaceId: workspace.id, conversationId: conversation.id })
  const stateOf = async () => {
    const { status, revision } = await ada.sees(conversation)
    return [status, revision]
  }

  await ada.snoozes(conversation, new Date(Date.now() + DAY_MILLISECONDS))
  await wake()
  assert.deepEqual(await stateOf(), ['snoozed', 2])

  await db
    .updateTable('conversations')
    .set({ snoozedUntil: new Date(Date.now() - 1) })
    .execute()
  await Promise.all([wake(), wake()])
  assert.deepEqual(await stateOf(), ['open', 3])

  await ada.closes(conversation)
  await wake()
  assert.deepEqual(await stateOf(), ['closed', 4])
})

test('whoever waits keeps their place over a snooze; a conversation nobody waited in waits from its waking on', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const conversation = await cleo.writes('Any news?')
  const { waitingSince } = await ada.sees(conversation)
  const later = new Date(Date.now() + DAY_MILLISECONDS)

  await ada.snoozes(conversation, later)
  assert.equal((await ada.wakes(conversation)).waitingSince, waitingSince)

  await ada.replies(conversation, 'Tomorrow')
  await ada.snoozes(conversation, later)
  assert.ok((await ada.wakes(conversation)).waitingSince)
})

test('a conversation is snoozed until later, at most a year', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const conversation = await cleo.writes('Later')

  for (const days of [-1, 0, 400])
    expectProblem(
      await ada.asksOf(conversation, 'PUT', '/snooze', { until: new Date(Date.now() + days * DAY_MILLISECONDS) }),
      400,
      'snooze-in-the-past',
    )
  for (const until of ['tomorrow', '', null, 5, '2026-13-45T99:99:99Z'])
    expectProblem(await ada.asksOf(conversation, 'PUT', '/snooze', { until }), 400, 'invalid-input')
  assert.equal((await ada.sees(conversation)).revision, 1)
})

test('a new time takes the place of the old one', async (t) => {
  const { ada, cleo, db } = await openDesk(t, { runsJobs: false })
  const conversation = await cleo.writes('Later')
  const [soon, later] = [new Date(Date.now() + 60_000), new Date(Date.now() + DAY_MILLISECONDS)]

  await ada.snoozes(conversation, soon)
  const { snoozedUntil } = await ada.snoozes(conversation, later)

  assert.equal(snoozedUntil, later.toISOString())
  const { rows } = await sql`select run_at from graphile_worker.jobs`.execute(db)
  assert.deepEqual(rows, [{ runAt: later }])
})

test('snoozing a closed conversation tells the customer that it is open again', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const conversation = await cleo.writes('Done?')
  await ada.closes(conversation)
  assert.equal((await cleo.hearsOf('thread.closed')).isClosed, true)

  await ada.snoozes(conversation, new Date(Date.now() + 60_000))

  assert.equal((await cleo.hearsOf('thread.closed')).isClosed, false)
})
