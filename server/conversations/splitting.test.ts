import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import { opensPost } from '#test/letters.ts'

/** A lost parcel, in the middle of which Cleo begins to speak of an invoice. */
async function tellsTwoMatters(desk: Awaited<ReturnType<typeof openDesk>>) {
  const { ada } = desk
  const cleo = (await opensPost(desk)).comes('Cleo')
  const parcel = await cleo.writes('Where is it?', { subject: 'Lost parcel' })
  const left = await ada.replies(parcel, 'It left yesterday.')
  const invoice = await cleo.writes('And the invoice?', { in: parcel, subject: 'Invoice 7' })
  const note = await ada.notes(parcel, 'Ask the accountant')
  const sent = await ada.replies(parcel, 'Here it is')
  const again = await cleo.writes('It came, thank you', { in: parcel, subject: 'Re: Lost parcel' })
  return { cleo, parcel, left, invoice, note, sent, again }
}

test('a letter about something else gets a conversation of its own, with what was said about it after', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada } = desk
  const { parcel, left, invoice, note, sent, again } = await tellsTwoMatters(desk)
  await ada.assigns(parcel, { member: desk.bo })

  const begun = await ada.splits(parcel, invoice.messageId)

  assert.deepEqual(
    [begun.number, begun.subject, begun.status, begun.assigneeId, begun.revision],
    [2, 'Invoice 7', 'open', desk.bo.id, 1],
  )
  const [old, fresh] = [await ada.opens(parcel), await ada.opens(begun)]
  const idsOf = ({ messages }: typeof old) => messages.map(({ id }) => id)
  assert.deepEqual(idsOf(old), [parcel.messageId, left.id, again.messageId])
  assert.deepEqual(idsOf(fresh), [invoice.messageId, note.id, sent.id])
  assert.deepEqual([begun.waitingSince, begun.preview?.text], [null, 'Here it is'])
  assert.deepEqual(
    [old.conversation.waitingSince, old.conversation.preview?.text],
    [again.message.sentAt, 'It came, thank you'],
  )
  assert.ok(fresh.messages.every(({ threadId, revision }) => threadId === begun.threadId && revision === 1))
  assert.notEqual(begun.threadId, parcel.threadId)
  assert.equal(old.conversation.threadId, parcel.threadId)
  assert.deepEqual(
    [old, fresh].map(({ activities }) => {
      const { type, data } = activities.at(-1) ?? {}
      return [type, data?.intoNumber ?? data?.fromNumber]
    }),
    [
      ['conversation.split', 2],
      ['conversation.begun-by-split', 1],
    ],
  )
})

test('each matter goes on by itself: answers, new letters and their first reply', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, db } = desk
  const { cleo, parcel, left, invoice, sent } = await tellsTwoMatters(desk)
  const begun = await ada.splits(parcel, invoice.messageId)

  const reply = await ada.replies(begun, 'Anything else?')
  await cleo.writes('No, thank you', { in: begun, subject: 'Re: Invoice 7' })

  assert.equal(reply.threadId, begun.threadId)
  assert.equal((await ada.opens(begun)).messages.length, 5)
  assert.equal((await ada.opens(parcel)).messages.length, 3)
  const rows = await db.selectFrom('conversations').select(['firstReplyAt', 'replyCount']).orderBy('number').execute()
  assert.deepEqual(
    rows.map(({ firstReplyAt, replyCount }) => [firstReplyAt?.toISOString(), replyCount]),
    [
      [left.sentAt, 1],
      [sent.sentAt, 2],
    ],
  )
})

test('desks of both conversations follow, live or after a break', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, bo } = desk
  const { parcel, invoice } = await tellsTwoMatters(desk)
  const window = await bo.desk()
  const { revision } = await ada.sees(parcel)

  const begun = await ada.splits(parcel, invoice.messageId)

  const left = await window.hearsOf('conversation.split')
  assert.deepEqual([left.conversationId, left.revision], [parcel.id, revision + 1])
  assert.equal((await window.hearsOf('conversation.begun-by-split')).conversation.number, begun.number)
  const { isComplete, messages } = await bo.catchesUp(parcel, revision)
  assert.deepEqual([isComplete, messages], [false, []])
  await ada.closes(parcel)
  assert.equal((await bo.catchesUp(parcel, revision + 1)).isComplete, true)
})

test('who has read the letters has read them in both conversations; who was asked in stays with the first', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, bo, col } = desk
  const { cleo, parcel, invoice } = await tellsTwoMatters(desk)
  const last = await cleo.writes('Still waiting for it', { in: parcel, subject: 'Invoice 7' })
  await ada.asksIn(parcel, col)
  await bo.reads(parcel, { id: last.messageId })

  const begun = await ada.splits(parcel, invoice.messageId)

  assert.equal((await bo.sees(begun)).unreadCount, 0)
  assert.equal((await ada.sees(begun)).unreadCount, 1)
  expectProblem(await col.asksOf(begun, 'GET', ''), 404, 'conversation-not-found')
  assert.equal((await col.opens(parcel)).messages.length, 3)
})

test('a split that was a mistake is undone, with all that was said since', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, bo } = desk
  const { cleo, parcel, invoice } = await tellsTwoMatters(desk)
  const before = await ada.opens(parcel)
  const begun = await ada.splits(parcel, invoice.messageId)
  const later = await cleo.writes('Hello?', { in: begun, subject: 'Re: Invoice 7' })
  const window = await bo.desk()

  const joined = await ada.joins(parcel, begun)

  const after = await ada.opens(parcel)
  assert.deepEqual(
    after.messages.map(({ id }) => id),
    [...before.messages.map(({ id }) => id), later.messageId],
  )
  assert.ok(after.messages.every(({ threadId }) => threadId === parcel.threadId))
  assert.equal(joined.preview?.text, 'Hello?')
  assert.equal((await window.hearsOf('conversation.joined')).conversationId, begun.id)
  const empty = await ada.opens(begun)
  assert.deepEqual([empty.conversation.status, empty.conversation.preview, empty.messages], ['closed', null, []])
  expectProblem(await ada.asksOf(parcel, 'DELETE', `/splits/${begun.id}`), 404, 'split-not-found')
})

test('only what is in a correspondence can be split off, and not all of it', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, col, cleo: visitor, joins, opensWorkspace } = desk
  const { cleo, parcel, invoice } = await tellsTwoMatters(desk)
  const other = await cleo.writes('Another one', { subject: 'Another one' })
  const chat = await visitor.writes('Hello')
  const eve = await joins('Eve', 'owner', await opensWorkspace('Kase pood'))
  await ada.asksIn(parcel, col)
  const split = (of: { id: string }, messageId: string, by = ada) => by.asksOf(of, 'POST', '/splits', { messageId })

  expectProblem(await split(other, other.messageId), 409, 'nothing-to-split')
  await ada.notes(other, 'A note alone is no conversation')
  expectProblem(await split(other, other.messageId), 409, 'nothing-to-split')
  expectProblem(await split(chat, chat.messageId), 409, 'no-letters-here')
  expectProblem(await split(other, invoice.messageId), 404, 'message-not-found')
  expectProblem(await split(parcel, invoice.messageId, col), 403, 'not-allowed')
  expectProblem(await split(parcel, invoice.messageId, eve), 404, 'conversation-not-found')
  const begun = await ada.splits(parcel, invoice.messageId)
  expectProblem(await ada.asksOf(other, 'DELETE', `/splits/${begun.id}`), 404, 'split-not-found')
  expectProblem(await ada.asksOf(begun, 'DELETE', `/splits/${parcel.id}`), 404, 'split-not-found')
  expectProblem(await ada.asksOf(parcel, 'DELETE', `/splits/${parcel.id}`), 404, 'split-not-found')
  expectProblem(await eve.asksOf(parcel, 'DELETE', `/splits/${begun.id}`), 404, 'conversation-not-found')
})
