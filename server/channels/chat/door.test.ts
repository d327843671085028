import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { CloseCode } from '#protocol/socket.ts'
import { openDesk } from '#test/desk.ts'
import { ChatWindow } from '#test/visitor.ts'

test('a chat window comes in with a token of its workspace, on a page that the channel allows', async (t) => {
  const { url, db, channel, cleo, joins, opensWorkspace, opensChannel, comes } = await openDesk(t, {
    chatSettings: { allowedOrigins: ['https://shop.example'] },
  })
  const { token } = await cleo.opensSession()
  const eve = await joins('Eve', 'owner', await opensWorkspace('Kase pood'))
  const foreign = comes({ key: (await opensChannel(eve.agent, {})).key ?? '' })
  await foreign.opensSession()
  const knock = async (hello: object, origin?: string) => {
    const window = new ChatWindow(`${url}/api/widget/socket`, db, origin === undefined ? {} : { origin })
    await window.opens()
    window.saysRaw(JSON.stringify({ type: 'hello', channelKey: channel.key, token, ...hello }))
    return window
  }
  const codeOf = async (hello: object, origin = 'https://shop.example') =>
    (await (await knock(hello, origin)).closed).code

  assert.equal(await codeOf({}, 'https://evil.example'), CloseCode.forbidden)
  assert.equal(await codeOf({}, 'null'), CloseCode.forbidden)
  assert.equal(await codeOf({ channelKey: 'nosuchchannel' }), CloseCode.forbidden)
  assert.equal(await codeOf({ token: '' }), CloseCode.signedOut)
  assert.equal(await codeOf({ token: `${token}x` }), CloseCode.signedOut)
  assert.equal(await codeOf({ token: `${randomUUID()}.${token.split('.')[1]}` }), CloseCode.signedOut)
  assert.equal(await codeOf({ token: foreign.token }), CloseCode.signedOut)
  assert.equal(await codeOf({ token: undefined }), CloseCode.badHello)
  for (const origin of ['https://shop.example', url, undefined]) await (await knock({}, origin)).hears('welcome')
})

test('what a visitor writes in one tab is in their other tabs too, and in nobody else’s', async (t) => {
  const { ada, cleo, comes } = await openDesk(t)
  const [one, two] = [await cleo.chat(), await cleo.opensWindow()]
  const eve = await comes().chat()
  await eve.writes('Hello')

  const conversation = await one.writes('Where is my order?')
  await ada.replies(conversation, 'It left yesterday.')

  for (const window of [one, two]) {
    const received = await window.hearsOf('message.received')
    assert.equal(received.message.clientId, conversation.clientId)
    assert.equal(received.revision, 1)
    const replied = await window.hearsOf('message.replied')
    assert.equal(replied.message.text, 'It left yesterday.')
    assert.equal(replied.revision, 2)
  }
  eve.says({ type: 'ping' })
  await eve.hears('pong')
  const threads = eve.events().flatMap((event) => ('threadId' in event ? event.threadId : []))
  assert.deepEqual(new Set(threads), new Set([eve.threadId]))
})

test('read marks in one tab are told to the others, and count for this visitor only', async (t) => {
  const { ada, cleo, comes } = await openDesk(t)
  const conversation = await cleo.writes('Where is my order?')
  const [one, two] = [await cleo.chat(), await cleo.opensWindow()]
  const eve = await comes().chat()
  await eve.writes('Hello')
  const reply = await ada.replies(conversation, 'It left yesterday.')
  const mark = { threadId: conversation.threadId, messageId: reply.id }
  await one.hearsOf('message.replied')
  assert.equal(await cleo.unread(), 1)

  for (const type of ['received', 'read'] as const) eve.says({ type, ...mark })
  eve.says({ type: 'ping' })
  await eve.hears('pong')
  assert.equal(await cleo.unread(), 1)
  assert.equal((await ada.sees(conversation)).customerReadMessageId, null)

  one.says({ type: 'read', ...mark })
  assert.equal((await two.hearsOf('thread.read-by-customer')).messageId, reply.id)
  assert.equal(await cleo.unread(), 0)
  assert.equal((await cleo.opensSession()).threads[0]?.unreadCount, 0)
})

test('the customer sees once that the team has read their message', async (t) => {
  const { ada, bo, cleo } = await openDesk(t)
  const conversation = await cleo.writes('Where is my order?')
  const window = await cleo.chat()
  const message = { id: conversation.messageId }

  await ada.reads(conversation, message)
  assert.equal((await window.hearsOf('thread.read-by-team')).messageId, message.id)
  await bo.reads(conversation, message)
  await ada.reads(conversation, message)
  assert.equal((await cleo.opensThread(conversation)).thread.teamReadMessageId, message.id)

  const second = await cleo.writes('Hello?', { in: conversation })
  await bo.reads(conversation, { id: second.messageId })
  const { messageId, revision } = await window.hearsOf('thread.read-by-team')
  assert.deepEqual([messageId, revision], [second.messageId, 4])
})

test('a tab that was open before the visitor became a customer hears answers too', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const early = await cleo.opensWindow()
  const conversation = await cleo.writes('Where is my order?')

  await ada.replies(conversation, 'It left yesterday.')

  assert.equal((await early.hearsOf('message.replied')).threadId, conversation.threadId)
})

test('a thread is read page by page, without the notes between', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const conversation = await cleo.writes('Message 0')
  for (let index = 1; index < 30; index++)
    if (index % 3 === 0) await ada.notes(conversation, `Note ${index}`)
    else await cleo.writes(`Message ${index}`, { in: conversation })

  const newest = await cleo.opensThread(conversation, '?limit=8')
  const texts: string[] = []
  for (let page = newest; ; ) {
    texts.unshift(...page.messages.map(({ text }) => text))
    if (!page.hasEarlier) break
    page = await cleo.opensThread(conversation, `?limit=8&before=${page.messages[0]?.id}`)
  }

  assert.deepEqual(
    texts,
    Array.from({ length: 30 }, (_, index) => index)
      .filter((index) => index === 0 || index % 3 !== 0)
      .map((index) => `Message ${index}`),
  )
  assert.equal(newest.thread.revision, 21)
  assert.equal(newest.thread.lastMessage?.text, 'Message 29')
})
