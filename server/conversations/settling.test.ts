import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConversationBody } from '#protocol/conversations.ts'
import { expectBody, expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import { opensPost } from '#test/letters.ts'
import type { Channel } from './channel.ts'

/** Nobody is there. */
const email: Channel = { deliver: async () => ({ state: 'failed', why: 'There is no such mailbox.' }) }

test('what did not arrive can be declared dealt with, until something else does not', async (t) => {
  const desk = await openDesk(t, { email })
  const { ada, bo } = desk
  const letter = await (await opensPost(desk)).comes('Cleo').writes('Where is it?')
  const window = await bo.desk()
  const failed = () => window.hearsOf('message.delivery-changed', ({ message }) => message.delivery.state === 'failed')
  const settles = async () => expectBody(await ada.asksOf(letter, 'DELETE', '/failures'), ConversationBody)
  await ada.replies(letter, 'Here')
  assert.equal((await failed()).conversation.failedCount, 1)
  assert.equal((await bo.counts()).failed, 1)

  assert.equal((await settles()).failedCount, 0)
  const event = await window.hearsOf('conversation.failures-settled')
  assert.deepEqual([event.conversation.failedCount, event.actor.name], [0, 'Ada'])
  assert.equal((await bo.counts()).failed, 0)
  const { messages, activities } = await ada.opens(letter)
  assert.equal(messages.at(-1)?.delivery.state, 'failed')
  assert.deepEqual(
    activities.map(({ type }) => type),
    ['conversation.failures-settled'],
  )
  const { revision } = await ada.sees(letter)
  assert.equal((await settles()).revision, revision)

  await ada.replies(letter, 'Or there')
  assert.equal((await failed()).conversation.failedCount, 1)
})

test('what is dealt with stays so when another reply is taken back, and counts again when it is tried again', async (t) => {
  const desk = await openDesk(t, { email })
  const { ada } = desk
  const letter = await (await opensPost(desk)).comes('Cleo').writes('Where is it?')
  const window = await ada.desk()
  const failed = () => window.hearsOf('message.delivery-changed', ({ message }) => message.delivery.state === 'failed')
  const reply = await ada.replies(letter, 'Here')
  await failed()
  await ada.asksOf(letter, 'DELETE', '/failures')

  await ada.takesBack(letter, await ada.replies(letter, 'Or there', { undoSeconds: 60 }))
  assert.equal((await ada.sees(letter)).failedCount, 0)

  await ada.retries(letter, reply)
  assert.equal((await failed()).conversation.failedCount, 1)
})

test('who only takes part does not say what is dealt with', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, col } = desk
  const letter = await (await opensPost(desk)).comes('Cleo').writes('Where is it?')
  await ada.asksIn(letter, col)
  expectProblem(await col.asksOf(letter, 'DELETE', '/failures'), 403, 'not-allowed')
})
