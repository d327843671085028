import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'

test('each member has unread messages of their own', async (t) => {
  const { ada, bo, cleo } = await openDesk(t)
  const conversation = await cleo.writes('One')
  const second = await cleo.writes('Two', { in: conversation })
  const unread = async () => [
    (await ada.sees(conversation)).unreadCount,
    (await bo.inbox('open')).conversations[0]?.unreadCount,
  ]

  assert.deepEqual(await unread(), [2, 2])
  await ada.reads(conversation, { id: conversation.messageId })
  assert.deepEqual(await unread(), [1, 2])
  await bo.reads(conversation, { id: second.messageId })
  assert.deepEqual(await unread(), [1, 0])

  await cleo.writes('Three', { in: conversation })
  assert.deepEqual(await unread(), [2, 1])
  await ada.notes(conversation, 'Nobody has answered yet')
  assert.deepEqual(await unread(), [2, 1])
  await bo.replies(conversation, 'Here I am')
  assert.deepEqual(await unread(), [0, 0])
  await cleo.writes('Four', { in: conversation })
  assert.deepEqual(await unread(), [1, 1])
})

test('reading again, or an older message, moves no mark back', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const conversation = await cleo.writes('One')
  const second = await cleo.writes('Two', { in: conversation })

  await ada.reads(conversation, { id: second.messageId })
  await ada.reads(conversation, { id: conversation.messageId })
  await ada.reads(conversation, { id: second.messageId })

  const seen = await ada.sees(conversation)
  assert.equal(seen.unreadCount, 0)
  assert.equal(seen.teamReadMessageId, second.messageId)
  assert.equal(seen.revision, 3)
})

test('what I read in one tab is read in my others, and is nobody else’s business', async (t) => {
  const { ada, bo, cleo } = await openDesk(t)
  const conversation = await cleo.writes('One')
  const [adas, bos] = [await ada.desk(), await bo.desk()]

  await ada.reads(conversation, { id: conversation.messageId })

  const { messageId } = await adas.hearsOf('conversation.read-by-me')
  assert.equal(messageId, conversation.messageId)
  await bos.hearsOf('conversation.read-by-team')
  await bos.isHeard()
  assert.ok(!bos.events().some(({ type }) => type === 'conversation.read-by-me'))
})

test('only messages of the conversation can be read', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const conversation = await cleo.writes('One')
  const other = await cleo.writes('Another matter', { in: { threadId: randomUUID() } })
  const read = (messageId: unknown) => ada.asksOf(conversation, 'PUT', '/read', { messageId })

  expectProblem(await read(other.messageId), 404, 'message-not-found')
  expectProblem(await read(randomUUID()), 404, 'message-not-found')
  for (const wrong of ['', 'last', null, 5]) expectProblem(await read(wrong), 400, 'invalid-input')
  assert.equal((await ada.sees(conversation)).unreadCount, 1)
})
