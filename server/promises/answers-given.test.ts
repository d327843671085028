import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Database } from '#platform/database/database.ts'
import { openDesk } from '#test/desk.ts'
import { deriveAnswers } from './answers-given.ts'

const soon = (minutes = 10) => new Date(Date.now() + minutes * 60_000)
const derive = (db: Database, now = soon()) => deriveAnswers(db, now, new AbortController().signal)
const listAnswers = (db: Database) =>
  db
    .selectFrom('answersGiven')
    .innerJoin('messages', (join) =>
      join
        .onRef('messages.workspaceId', '=', 'answersGiven.workspaceId')
        .onRef('messages.id', '=', 'answersGiven.messageId'),
    )
    .select(['messages.text', 'waitingSince', 'answeredAt', 'isFirstResponse', 'memberId', 'businessSeconds'])
    .orderBy('answersGiven.messageId')
    .execute()
const sentAt = async (db: Database, text: string) =>
  (await db.selectFrom('messages').where('text', '=', text).select('sentAt').executeTakeFirstOrThrow()).sentAt

test('who waits is answered by the next reply of a person, from their first message on', async (t) => {
  const { ada, bo, cleo, db } = await openDesk(t, { runsJobs: false })
  const conversation = await cleo.writes('Where is my order?')
  await cleo.writes('Hello?', { in: conversation })
  await bo.notes(conversation, 'Looking')
  await bo.replies(conversation, 'It left yesterday.')
  await ada.replies(conversation, 'It comes tomorrow.')
  await cleo.writes('Thank you. And the other?', { in: conversation })
  await ada.replies(conversation, 'On Friday.')

  await derive(db)

  const answers = await listAnswers(db)
  assert.deepEqual(
    answers.map(({ text, memberId, isFirstResponse }) => [text, memberId, isFirstResponse]),
    [
      ['It left yesterday.', bo.id, true],
      ['On Friday.', ada.id, false],
    ],
  )
  assert.deepEqual(answers[0]?.waitingSince, await sentAt(db, 'Where is my order?'))
  assert.deepEqual(answers[0]?.answeredAt, await sentAt(db, 'It left yesterday.'))
  assert.deepEqual(answers[1]?.waitingSince, await sentAt(db, 'Thank you. And the other?'))
})

test('a conversation that was closed without a word waits from what came after', async (t) => {
  const { ada, cleo, db } = await openDesk(t, { runsJobs: false })
  const conversation = await cleo.writes('Thanks!')
  await ada.closes(conversation)
  await cleo.writes('One more thing', { in: conversation })
  await ada.replies(conversation, 'Yes?')

  await derive(db)

  assert.deepEqual((await listAnswers(db))[0]?.waitingSince, await sentAt(db, 'One more thing'))
})

test('what failed, what a machine wrote and what nobody asked for is no answer', async (t) => {
  const { ada, cleo, db, comes } = await openDesk(t, { runsJobs: false })
  const failed = await cleo.writes('Where is my order?')
  await ada.replies(failed, 'This never left')
  await db
    .updateTable('messages')
    .set({ deliveryState: 'failed', deliveryFailure: 'no such mailbox' })
    .where('text', '=', 'This never left')
    .execute()
  const machine = await comes().writes('I am on holiday')
  await db.updateTable('messages').set({ isAutomatic: true }).where('text', '=', 'I am on holiday').execute()
  await ada.replies(machine, 'Have fun')
  const twice = await comes().writes('Hello')
  await ada.replies(twice, 'Hello')
  await ada.replies(twice, 'Anything else?')

  await derive(db)

  assert.deepEqual(
    (await listAnswers(db)).map(({ text }) => text),
    ['Hello'],
  )
})

test('answers are derived once, however often and from however far back it is looked', async (t) => {
  const { ada, cleo, db, channel, workspace } = await openDesk(t, { runsJobs: false })
  const conversation = await cleo.writes('Where is my order?')
  await ada.replies(conversation, 'It left yesterday.')

  assert.deepEqual(await derive(db, new Date()), [])
  assert.equal((await listAnswers(db)).length, 0)
  const found = { workspaceId: workspace.id, channelId: channel.id }
  assert.deepEqual((await Promise.all([derive(db), derive(db)])).flat(), [found])
  assert.deepEqual(await derive(db, soon(11)), [])
  assert.deepEqual(await derive(db, soon(30)), [])
  assert.equal((await listAnswers(db)).length, 1)
})

test('a reply that was committed late is found too', async (t) => {
  const { ada, cleo, db } = await openDesk(t, { runsJobs: false })
  const late = await cleo.writes('Where is my order?')
  const other = await cleo.writes('Another', { in: { threadId: randomUUID() } })
  await ada.replies(late, 'It left yesterday.')
  await db.insertInto('answersDerived').values({ workspaceId: ada.agent.workspaceId, until: new Date() }).execute()
  await ada.replies(other, 'Yes?')

  await derive(db, soon())

  assert.equal((await listAnswers(db)).length, 2)
})
