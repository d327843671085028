import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InboxItemBody } from '#protocol/conversations.ts'
import { expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import { opensPost } from '#test/letters.ts'

const UNDO = { undoSeconds: 30 }

test('a reply that is taken back is sent to nobody, and everything is as it was before', async (t) => {
  const delivered: string[] = []
  const email = noting(delivered)
  const desk = await openDesk(t, { runsJobs: false, email })
  const { ada, bo, workspace, runJob } = desk
  const letter = await (await opensPost(desk)).comes('Cleo').writes('Where is it?')
  const file = await ada.uploads('map.txt', Buffer.from('Here'))
  const before = await ada.sees(letter)
  const window = await bo.desk()

  const reply = await ada.replies(letter, 'It is hree', { ...UNDO, files: [file] })
  assert.ok(reply.delivery.undoUntil && new Date(reply.delivery.undoUntil) > new Date())
  assert.equal((await ada.sees(letter)).waitingSince, null)
  const back = await ada.takesBack(letter, reply)

  assert.deepEqual(back.delivery, { state: 'withdrawn', failure: null, undoUntil: null })
  assert.equal(back.text, 'It is hree')
  assert.deepEqual(
    back.attachments.map(({ id }) => id),
    [file.id],
  )
  assert.deepEqual(standing(await ada.sees(letter)), standing(before))
  const event = await window.hearsOf('message.delivery-changed')
  assert.equal(event.message.delivery.state, 'withdrawn')
  assert.equal(event.conversation.waitingSince, before.waitingSince)
  await runJob('deliver-message', { workspaceId: workspace.id, messageId: reply.id })
  assert.deepEqual(delivered, [])
  const again = await ada.replies(letter, 'It is here', { files: [file] })
  assert.deepEqual(
    again.attachments.map(({ id }) => id),
    [file.id],
  )
})

test('to take back twice is to take back once', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada } = desk
  const letter = await (await opensPost(desk)).comes('Cleo').writes('Where is it?')
  const reply = await ada.replies(letter, 'Here', UNDO)

  await ada.takesBack(letter, reply)
  await ada.takesBack(letter, reply)

  const { revision, replyCount } = { ...(await ada.sees(letter)), ...(await countsOf(desk.db, letter)) }
  assert.deepEqual([revision, replyCount], [3, 0])
})

test('of two replies one is taken back: the other still answers, and is the first', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, db } = desk
  const cleo = (await opensPost(desk)).comes('Cleo')
  const letter = await cleo.writes('Where is it?')
  const first = await ada.replies(letter, 'First', UNDO)
  const second = await ada.replies(letter, 'Second', UNDO)

  await ada.takesBack(letter, first)

  const seen = await ada.sees(letter)
  assert.deepEqual([seen.waitingSince, seen.preview?.text], [null, 'Second'])
  assert.deepEqual(await countsOf(db, letter), { replyCount: 1, firstReplyAt: second.sentAt })

  const { message } = await cleo.writes('And?', { in: letter })
  await ada.takesBack(letter, second)
  const after = await ada.sees(letter)
  assert.deepEqual([after.waitingSince, after.preview?.text], [letter.message.sentAt, 'And?'])
  assert.equal(after.lastMessageAt, message.sentAt)
})

test('what was closed without an answer is not waited for after a reply is taken back', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada } = desk
  const cleo = (await opensPost(desk)).comes('Cleo')
  const letter = await cleo.writes('Thank you')
  await ada.closes(letter)
  const { message } = await cleo.writes('One more thing', { in: letter })

  await ada.takesBack(letter, await ada.replies(letter, 'Yes?', UNDO))

  assert.equal((await ada.sees(letter)).waitingSince, message.sentAt)
})

test('sent and closed in one go, both are taken back', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada } = desk
  const letter = await (await opensPost(desk)).comes('Cleo').writes('Where is it?')
  const reply = await ada.replies(letter, 'Here', UNDO)
  await ada.closes(letter)

  await ada.takesBack(letter, reply)

  const { status, closedAt, waitingSince } = await ada.sees(letter)
  assert.deepEqual([status, closedAt, waitingSince], ['open', null, letter.message.sentAt])
})

test('what was woken before the reply waits on from when it woke', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada } = desk
  const letter = await (await opensPost(desk)).comes('Cleo').writes('Where is it?')
  await ada.replies(letter, 'I shall look')
  await ada.snoozes(letter, new Date(Date.now() + 60_000))
  const { waitingSince } = await ada.wakes(letter)
  assert.ok(waitingSince)

  const reply = await ada.replies(letter, 'Found', UNDO)
  await ada.takesBack(letter, reply)

  const after = (await ada.sees(letter)).waitingSince
  assert.ok(after && after >= waitingSince && after <= reply.sentAt)
})

test('only its author takes a reply back, only in time, and only before it leaves', async (t) => {
  const email = { deliver: () => Promise.reject(new Error('not now')) }
  const desk = await openDesk(t, { runsJobs: false, email })
  const { ada, bo, db, workspace, runJob, cleo: visitor } = desk
  const letter = await (await opensPost(desk)).comes('Cleo').writes('Where is it?')
  const chat = await visitor.writes('Hello')
  const take = (by: typeof ada, of: { id: string }, message: { id: string }) =>
    by.asksOf(of, 'DELETE', `/messages/${message.id}/delivery`)
  const late = async (answer: ReturnType<typeof take>) => expectProblem(await answer, 409, 'too-late-to-withdraw')

  await late(take(bo, letter, await ada.replies(letter, 'Mine', UNDO)))
  await late(take(ada, letter, await ada.replies(letter, 'Without a second thought')))
  await late(take(ada, chat, await ada.replies(chat, 'The customer has it already', UNDO)))
  await late(take(ada, letter, await ada.notes(letter, 'A note')))
  await late(take(ada, letter, letter.message))

  const expired = await ada.replies(letter, 'Expired', UNDO)
  await db.updateTable('messages').set({ undoUntil: new Date() }).where('id', '=', expired.id).execute()
  await late(take(ada, letter, expired))

  const leaving = await ada.replies(letter, 'Leaving', UNDO)
  await assert.rejects(runJob('deliver-message', { workspaceId: workspace.id, messageId: leaving.id }))
  await late(take(ada, letter, leaving))

  expectProblem(await take(ada, chat, leaving), 404, 'message-not-found')
})

test('to take back and to send at the same moment: one of them happens, never both', async (t) => {
  const delivered: string[] = []
  const email = noting(delivered)
  const desk = await openDesk(t, { runsJobs: false, email })
  const { ada, workspace, runJob } = desk
  const letter = await (await opensPost(desk)).comes('Cleo').writes('Where is it?')

  for (let round = 0; round < 10; round++) {
    const reply = await ada.replies(letter, `Round ${round}`, UNDO)
    const [taken] = await Promise.all([
      ada.asksOf(letter, 'DELETE', `/messages/${reply.id}/delivery`),
      runJob('deliver-message', { workspaceId: workspace.id, messageId: reply.id }),
    ])
    assert.equal(taken.status === 200, !delivered.includes(reply.id))
    const { messages } = await ada.opens(letter)
    const { state } = messages.find(({ id }) => id === reply.id)?.delivery ?? {}
    assert.equal(state, taken.status === 200 ? 'withdrawn' : 'sent')
  }
})

const noting = (delivered: string[]) => ({
  async deliver({ id }: { id: string }) {
    delivered.push(id)
    return { state: 'sent' as const }
  },
})

const standing = ({ revision, ...seen }: InboxItemBody) => seen

async function countsOf(db: Awaited<ReturnType<typeof openDesk>>['db'], { id }: { id: string }) {
  const { replyCount, firstReplyAt } = await db
    .selectFrom('conversations')
    .where('id', '=', id)
    .select(['replyCount', 'firstReplyAt'])
    .executeTakeFirstOrThrow()
  return { replyCount, firstReplyAt: firstReplyAt?.toISOString() ?? null }
}
