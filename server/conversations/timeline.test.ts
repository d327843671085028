import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { TimelineBody } from '#protocol/conversations.ts'
import { expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import type { Member } from '#test/member.ts'
import { receiveMessages } from './receiving.ts'

test('a conversation of 500 messages is read page by page, each message and act once and in its place', async (t) => {
  const { ada, bo, cleo, transact } = await openDesk(t, { runsJobs: false })
  const conversation = await cleo.writes('Message 0')
  const { channel, customer } = await ada.sees(conversation)
  const rush = (round: number) =>
    Array.from({ length: 45 }, (_, line) => ({
      workspaceId: ada.agent.workspaceId,
      channelId: channel.id,
      threadId: conversation.threadId,
      clientId: randomUUID(),
      customer: { id: customer.id, name: 'Cleo', language: null },
      text: `${round}.${line}`,
      attachmentIds: [],
      uploader: { kind: 'visitor', id: randomUUID() } as const,
    }))
  for (let round = 0; round < 11; round++) {
    await transact((trx) => receiveMessages(trx, rush(round)))
    await ada.assigns(conversation, { member: round % 2 ? ada : bo })
    if (round < 4) await ada.replies(conversation, `Reply ${round}`)
  }

  const pages = await readAll(ada, conversation, 37)

  const messages = pages.flatMap((page) => page.messages)
  assert.equal(messages.length, 500)
  assert.deepEqual(
    messages.map(({ id }) => id),
    [...new Set(messages.map(({ id }) => id))].sort(),
  )
  const acts = pages.flatMap((page) => page.activities)
  assert.deepEqual(
    acts.map(({ type }) => type),
    Array.from({ length: 11 }, () => 'conversation.assigned'),
  )
  const whole = [...messages, ...acts].sort((a, b) => (a.id < b.id ? -1 : 1))
  for (const [index, act] of acts.entries()) {
    const before = whole.slice(0, whole.indexOf(act)).filter((entry) => 'kind' in entry && entry.kind === 'inbound')
    assert.equal(before.length, 1 + 45 * (index + 1))
  }
})

test('who missed something is told exactly what changed since', async (t) => {
  const { ada, bo, cleo } = await openDesk(t, { runsJobs: false })
  const conversation = await cleo.writes('One')
  const reply = await ada.replies(conversation, 'Answer')
  const { revision } = await bo.sees(conversation)

  const nothing = await bo.catchesUp(conversation, revision)
  assert.deepEqual([nothing.messages, nothing.activities, nothing.isComplete], [[], [], true])

  const second = await cleo.writes('Two', { in: conversation })
  const window = await cleo.chat()
  window.says({ type: 'received', threadId: conversation.threadId, messageId: reply.id })
  await window.hearsOf('message.delivery-changed')
  await ada.notes(conversation, 'Note')
  await ada.closes(conversation)
  const missed = await bo.catchesUp(conversation, revision)

  assert.deepEqual(
    missed.messages.map(({ text, delivery }) => [text, delivery.state]),
    [
      ['Answer', 'delivered'],
      ['Two', 'received'],
      ['Note', 'received'],
    ],
  )
  assert.deepEqual(
    missed.activities.map(({ type }) => type),
    ['conversation.closed'],
  )
  assert.equal(missed.conversation.revision, revision + 4)
  assert.equal(missed.conversation.status, 'closed')
  const last = await bo.catchesUp(conversation, revision + 3)
  assert.deepEqual([last.messages.length, last.activities.length], [0, 1])
  assert.ok(!last.messages.some(({ id }) => id === second.messageId))
})

test('a desk hears every change of a conversation, each once', async (t) => {
  const { ada, bo, cleo } = await openDesk(t)
  const desk = await bo.desk()
  const conversation = await cleo.writes('One')
  const window = await cleo.chat()

  await Promise.all([
    ...Array.from({ length: 10 }, (_, index) => cleo.writes(`Line ${index}`, { in: conversation })),
    ...Array.from({ length: 5 }, (_, index) => ada.notes(conversation, `Note ${index}`)),
    ...Array.from({ length: 5 }, (_, index) => bo.replies(conversation, `Reply ${index}`)),
    ada.assigns(conversation, { member: bo }),
    ada.reads(conversation, { id: conversation.messageId }),
  ])
  const { messages } = await ada.opens(conversation)
  window.says({ type: 'read', threadId: conversation.threadId, messageId: messages.at(-1)?.id ?? '' })
  await desk.hearsOf('conversation.read-by-customer')
  const { revision } = await ada.closes(conversation)
  await desk.hearsOf('conversation.closed')

  // Of two acts at once the database may answer the later one first; a desk holds that one for a moment.
  const heard = desk.events().flatMap((event) => ('revision' in event ? event.revision : []))
  heard.sort((a, b) => a - b)
  assert.deepEqual(
    heard,
    Array.from({ length: revision }, (_, index) => index + 1),
  )
  for (const event of desk.events())
    if ('revision' in event) assert.ok(event.conversation.revision >= event.revision, event.type)
  const { thread } = await cleo.opensThread(conversation)
  const heardInWindow = window.events().flatMap((event) => ('revision' in event ? event.revision : []))
  assert.deepEqual(
    heardInWindow,
    Array.from({ length: thread.revision }, (_, index) => index + 1),
  )
})

test('a page asks for what exists, or is refused', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const conversation = await cleo.writes('One')

  for (const query of [
    '?limit=0',
    '?limit=101',
    '?limit=x',
    '?before=1',
    '?more=1',
    '/changes',
    '/changes?since=-1',
    '/changes?since=x',
    '/changes?since=1e99',
  ])
    expectProblem(await ada.asksOf(conversation, 'GET', query), 400, 'invalid-input')
  expectProblem(await ada.asks('GET', '/conversations/1'), 400, 'invalid-input')
  const nothingEarlier = await ada.opens(conversation, '?before=00000000-0000-0000-0000-000000000000')
  assert.deepEqual([nothingEarlier.messages, nothingEarlier.hasEarlier], [[], false])
})

/** All pages, oldest first. */
async function readAll(member: Member, conversation: { id: string }, limit: number): Promise<TimelineBody[]> {
  const pages = [await member.opens(conversation, `?limit=${limit}`)]
  for (let [page] = pages; page?.hasEarlier; [page] = pages)
    pages.unshift(await member.opens(conversation, `?limit=${limit}&before=${page.messages[0]?.id}`))
  return pages
}
