import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'

test('a reply reaches the customer and ends their waiting', async (t) => {
  const { ada, bo, cleo } = await openDesk(t)
  const conversation = await cleo.writes('Where is my order?')

  const reply = await ada.replies(conversation, 'It left yesterday.')

  const { message, threadId } = await cleo.hearsOf('message.replied')
  assert.equal(threadId, conversation.threadId)
  assert.equal(message.text, 'It left yesterday.')
  assert.deepEqual(message.author, { kind: 'member', name: 'Ada' })
  const seen = await bo.sees(conversation)
  assert.equal(seen.waitingSince, null)
  assert.equal(seen.unreadCount, 0)
  assert.deepEqual(seen.preview, {
    text: 'It left yesterday.',
    kind: 'outbound',
    authorKind: 'member',
    authorName: 'Ada',
  })
  assert.deepEqual(
    (await cleo.opensThread(conversation)).messages.map(({ id }) => id),
    [conversation.messageId, reply.id],
  )
})

test('the same reply sent twice, one after the other or at once, is one message and is delivered once', async (t) => {
  const delivered: string[] = []
  const chat = {
    deliver: async ({ id }: { id: string }) => {
      delivered.push(id)
      return { state: 'sent' } as const
    },
  }
  const { ada, cleo } = await openDesk(t, { chat })
  const conversation = await cleo.writes('Where is my order?')
  const desk = await ada.desk()
  const clientId = randomUUID()

  const replies = await Promise.all([1, 2, 3].map(() => ada.replies(conversation, 'On its way.', { clientId })))
  await desk.hearsOf('message.delivery-changed', ({ message }) => message.delivery.state === 'sent')
  replies.push(await ada.replies(conversation, 'On its way.', { clientId }))

  const [first] = replies
  assert.deepEqual(new Set(replies.map(({ id }) => id)), new Set([first?.id]))
  assert.equal((await ada.opens(conversation)).messages.length, 2)
  assert.deepEqual(delivered, [first?.id])
})

test('a reply to a closed conversation leaves it closed', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const conversation = await cleo.writes('Thank you!')
  await ada.closes(conversation)

  await ada.replies(conversation, "You're welcome")

  assert.equal((await ada.sees(conversation)).status, 'closed')
})

test('what is empty, too long or not there to be answered is refused, and nothing is written', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const conversation = await cleo.writes('Hello')
  const post = (what: string, body: object) =>
    ada.asksOf(conversation, 'POST', what, { clientId: randomUUID(), text: '', attachmentIds: [], ...body })

  for (const what of ['/messages', '/notes']) {
    expectProblem(await post(what, { text: ' \n ' }), 400, 'message-empty')
    expectProblem(await post(what, { text: 'x'.repeat(20_001) }), 400, 'invalid-input')
    expectProblem(await post(what, { text: 'a\u0000b' }), 400, 'invalid-input')
    expectProblem(await post(what, { text: 'See', attachmentIds: [randomUUID()] }), 404, 'attachment-not-found')
  }
  expectProblem(
    await ada.asks('POST', `/conversations/${randomUUID()}/messages`, { clientId: randomUUID(), text: 'Hello?' }),
    404,
    'conversation-not-found',
  )

  assert.equal((await ada.sees(conversation)).revision, 1)
})

test('a note never reaches the customer: not live, not when they come back, not in a number or a preview', async (t) => {
  const { ada, bo, cleo } = await openDesk(t)
  const conversation = await cleo.writes('Is this still under warranty?')
  const [window, colleague] = [await cleo.chat(), await bo.desk()]
  await window.hearsOf('message.received')
  const before = await cleo.opensThread(conversation)
  const secret = await ada.uploads('margin.txt', Buffer.from('We earn nothing on these'))

  const note = await ada.notes(conversation, 'She always asks this', { files: [secret] })

  const { message, conversation: told } = await colleague.hearsOf('message.noted')
  assert.equal(message.text, 'She always asks this')
  assert.equal(told.preview?.text, 'She always asks this')
  assert.equal(told.waitingSince, (await ada.opens(conversation)).messages[0]?.sentAt)
  assert.deepEqual(await cleo.opensThread(conversation), before)
  assert.equal(await cleo.unread(), 0)
  const session = await cleo.opensSession()
  assert.equal(session.threads[0]?.lastMessage?.id, conversation.messageId)
  assert.equal(session.threads[0]?.unreadCount, 0)

  window.says({ type: 'received', threadId: conversation.threadId, messageId: note.id })
  window.says({ type: 'read', threadId: conversation.threadId, messageId: note.id })
  await ada.replies(conversation, 'Yes, until May.')
  const { revision } = await window.hearsOf('message.replied')
  assert.equal(revision, before.thread.revision + 1)
  const reached = JSON.stringify([window.heard, await cleo.opensThread(conversation), await cleo.opensSession()])
  for (const trace of ['She always asks this', note.id, secret.id, 'margin.txt', 'noted'])
    assert.ok(!reached.includes(trace), trace)
  assert.equal((await ada.opens(conversation)).messages.find(({ id }) => id === note.id)?.delivery.state, 'received')
})
