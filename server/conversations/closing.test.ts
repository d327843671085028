import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'

test('a customer who writes to a closed, pending or snoozed conversation opens it again', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const conversation = await cleo.writes('My order never came')
  const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000)
  const ways = [
    { status: 'closed', leave: () => ada.closes(conversation) },
    { status: 'pending', leave: () => ada.putsAside(conversation) },
    { status: 'snoozed', leave: () => ada.snoozes(conversation, tomorrow) },
  ]

  for (const { status, leave } of ways) {
    assert.equal((await leave()).status, status)
    const { messageId } = await cleo.writes('Still nothing', { in: conversation })
    const { conversation: seen, messages } = await ada.opens(conversation)
    assert.equal(seen.status, 'open')
    assert.equal(seen.snoozedUntil, null)
    assert.equal(seen.closedAt, null)
    assert.ok(seen.waitingSince)
    assert.equal(messages.at(-1)?.id, messageId)
  }
})

test('closing tells the customer and every desk, and nobody waits any longer', async (t) => {
  const { ada, bo, cleo } = await openDesk(t)
  const conversation = await cleo.writes('It works now')
  const desk = await bo.desk()

  const closed = await ada.closes(conversation)

  assert.equal(closed.status, 'closed')
  assert.equal(closed.waitingSince, null)
  const event = await desk.hearsOf('conversation.closed')
  assert.equal(event.revision, closed.revision)
  assert.deepEqual(event.actor, { kind: 'member', id: ada.id, name: 'Ada' })
  assert.equal((await cleo.hearsOf('thread.closed')).isClosed, true)
  assert.equal((await cleo.opensThread(conversation)).thread.isClosed, true)

  await bo.reopens(conversation)
  assert.equal((await cleo.hearsOf('thread.closed')).isClosed, false)
})

test('doing again what is done changes nothing and is not told', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const conversation = await cleo.writes('Hello')
  const until = new Date(Date.now() + 60_000)

  for (const act of [
    () => ada.closes(conversation),
    () => ada.reopens(conversation),
    () => ada.putsAside(conversation),
    () => ada.takesUp(conversation),
    () => ada.snoozes(conversation, until),
    () => ada.wakes(conversation),
  ]) {
    const done = await act()
    assert.deepEqual(await act(), done)
  }
  const { activities, conversation: seen } = await ada.opens(conversation)
  assert.deepEqual(
    activities.map(({ type }) => type),
    [
      'conversation.closed',
      'conversation.reopened',
      'conversation.pending',
      'conversation.reopened',
      'conversation.snoozed',
      'conversation.woken',
    ],
  )
  assert.equal(seen.revision, 7)
})

test('to undo what is not the case leaves a conversation as it is', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const conversation = await cleo.writes('Hello')
  const until = new Date(Date.now() + 60_000)
  const states = [
    { now: await ada.sees(conversation), undo: [ada.reopens, ada.takesUp, ada.wakes] },
    { now: await ada.closes(conversation), undo: [ada.takesUp, ada.wakes] },
    { now: await ada.putsAside(conversation), undo: [ada.reopens, ada.wakes] },
    { now: await ada.snoozes(conversation, until), undo: [ada.reopens, ada.takesUp] },
  ]
  assert.deepEqual(
    states.map(({ now }) => now.status),
    ['open', 'closed', 'pending', 'snoozed'],
  )
  const last = states.at(-1)
  assert.ok(last)
  for (const undo of last.undo) assert.deepEqual(await undo(conversation), last.now)

  await ada.closes(conversation)
  for (const undo of [ada.takesUp, ada.wakes]) assert.equal((await undo(conversation)).status, 'closed')
  await ada.putsAside(conversation)
  for (const undo of [ada.reopens, ada.wakes]) assert.equal((await undo(conversation)).status, 'pending')
})

test('two who close and reopen at once leave one clear end, and no revision is missing', async (t) => {
  const { ada, bo, cleo, db } = await openDesk(t)
  const conversation = await cleo.writes('Hello')

  await Promise.all([1, 2, 3, 4].flatMap(() => [ada.closes(conversation), bo.reopens(conversation)]))

  const { revision } = await ada.sees(conversation)
  const events = await db
    .selectFrom('events')
    .where('conversationId', '=', conversation.id)
    .select(['type', 'revision'])
    .orderBy('revision')
    .execute()
  assert.deepEqual(
    events.map((event) => event.revision),
    Array.from({ length: revision }, (_, index) => index + 1),
  )
  for (const [index, { type }] of events.slice(1).entries())
    assert.equal(type, index % 2 === 0 ? 'conversation.closed' : 'conversation.reopened')
})

test('what is not there cannot be closed', async (t) => {
  const { ada, cleo, joins, opensWorkspace } = await openDesk(t)
  const conversation = await cleo.writes('Hello')
  const eve = await joins('Eve', 'owner', await opensWorkspace('Kase pood'))

  for (const answer of [
    await ada.asksOf({ id: randomUUID() }, 'PUT', '/closure'),
    await eve.asksOf(conversation, 'PUT', '/closure'),
  ])
    expectProblem(answer, 404, 'conversation-not-found')
  assert.equal((await ada.sees(conversation)).status, 'open')
})
