import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { MessageBody } from '#protocol/conversations.ts'
import { expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import { opensPost } from '#test/letters.ts'
import { type DeliveryReceipt, NotNow } from './channel.ts'
import { markDelivery } from './delivery.ts'
import { markLeftOut } from './left-out.ts'
import { reply } from './replying.ts'

test('a reply is queued, sent, delivered and read, and the agent sees each step', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const conversation = await cleo.writes('Where is my order?')
  const [desk, window] = [await ada.desk(), await cleo.chat()]
  const step = async () => (await desk.hearsOf('message.delivery-changed')).message.delivery.state

  const reply = await ada.replies(conversation, 'It left yesterday.')
  assert.equal(reply.delivery.state, 'queued')
  assert.equal(await step(), 'sent')
  window.says({ type: 'received', threadId: conversation.threadId, messageId: reply.id })
  assert.equal(await step(), 'delivered')
  window.says({ type: 'read', threadId: conversation.threadId, messageId: reply.id })
  const { conversation: seen, actor } = await desk.hearsOf('conversation.read-by-customer')

  assert.equal(seen.customerReadMessageId, reply.id)
  assert.equal(actor.kind, 'customer')
  const { messages } = await ada.opens(conversation)
  assert.equal(messages.at(-1)?.delivery.state, 'read')
  const steps = window.events().flatMap((event) => (event.type === 'message.delivery-changed' ? event.state : []))
  assert.deepEqual(steps, ['sent', 'delivered'])
})

test('a delivery never goes back: what is delivered is not sent again, what is read is not delivered again', async (t) => {
  const { ada, cleo, workspace, runJob } = await openDesk(t, { runsJobs: false })
  const conversation = await cleo.writes('Hello?')
  const [desk, window] = [await ada.desk(), await cleo.chat()]
  const reply = await ada.replies(conversation, 'Hello!')
  const mark = { threadId: conversation.threadId, messageId: reply.id }
  const stateAndRevision = async () => {
    const { messages, conversation: seen } = await ada.opens(conversation)
    return [messages.at(-1)?.delivery.state, seen.revision]
  }

  window.says({ type: 'received', ...mark })
  await desk.hearsOf('message.delivery-changed')
  await runJob('deliver-message', { workspaceId: workspace.id, messageId: reply.id })
  assert.deepEqual(await stateAndRevision(), ['delivered', 3])

  window.says({ type: 'read', ...mark })
  await desk.hearsOf('conversation.read-by-customer')
  window.says({ type: 'received', ...mark })
  window.says({ type: 'read', ...mark })
  window.says({ type: 'ping' })
  await window.hears('pong')
  assert.deepEqual(await stateAndRevision(), ['read', 4])
})

test('a failed delivery says why, can be retried, and then succeeds', async (t) => {
  const receipts: DeliveryReceipt[] = [{ state: 'failed', why: 'This number does not exist.' }, { state: 'sent' }]
  const chat = { deliver: async () => receipts.shift() ?? assert.fail('delivered too often') }
  const { ada, cleo, workspace, runJob } = await openDesk(t, { chat, runsJobs: false })
  const conversation = await cleo.writes('Call me')
  const reply = await ada.replies(conversation, 'We tried')
  const run = () => runJob('deliver-message', { workspaceId: workspace.id, messageId: reply.id })
  const delivery = async () => (await ada.opens(conversation)).messages.at(-1)?.delivery

  await run()
  assert.deepEqual(await delivery(), { state: 'failed', failure: 'This number does not exist.', undoUntil: null })
  const retried = await ada.retries(conversation, reply)
  assert.deepEqual(retried.delivery, { state: 'queued', failure: null, undoUntil: null })
  await run()
  assert.deepEqual(await delivery(), { state: 'sent', failure: null, undoUntil: null })
  await run()
  assert.deepEqual(receipts, [])
})

test('a reply that was taken back is delivered by nobody', async (t) => {
  const { ada, cleo, transact, db } = await openDesk(t, { runsJobs: false })
  const conversation = await cleo.writes('Hello')
  const draft = { clientId: randomUUID(), text: 'Hello!', attachmentIds: [] }

  await assert.rejects(
    transact(async (trx) => {
      await reply(trx, ada.agent, conversation.id, draft, {})
      throw new Error('changed my mind')
    }),
    /changed my mind/,
  )

  const { rows } = await sql`select from graphile_worker.jobs`.execute(db)
  assert.equal(rows.length, 0)
  assert.equal((await ada.sees(conversation)).revision, 1)
})

test('only what failed can be retried', async (t) => {
  const { ada, cleo } = await openDesk(t, { runsJobs: false })
  const conversation = await cleo.writes('Hello')
  const other = await cleo.writes('Something else', { in: { threadId: randomUUID() } })
  const reply = await ada.replies(conversation, 'Hello!')
  const note = await ada.notes(conversation, 'Friendly')
  const retry = (at: { id: string }, message: { id: string }) =>
    ada.asksOf(at, 'PUT', `/delivery-retries/${message.id}`)

  expectProblem(await retry(conversation, reply), 409, 'delivery-not-failed')
  expectProblem(await retry(conversation, note), 409, 'delivery-not-failed')
  expectProblem(await retry(other, reply), 404, 'message-not-found')
  expectProblem(await retry(conversation, { id: randomUUID() }), 404, 'message-not-found')
})

test('a channel that cannot be reached is tried again, and the last time the agent is told', async (t) => {
  const chat = { deliver: () => Promise.reject(new Error('ECONNREFUSED')) }
  const { ada, cleo, workspace, runJob } = await openDesk(t, { chat, runsJobs: false })
  const conversation = await cleo.writes('Hello')
  const reply = await ada.replies(conversation, 'Hello!')
  const payload = { workspaceId: workspace.id, messageId: reply.id }
  const delivery = async () => (await ada.opens(conversation)).messages.at(-1)?.delivery

  await assert.rejects(runJob('deliver-message', payload), /ECONNREFUSED/)
  assert.equal((await delivery())?.state, 'queued')
  await runJob('deliver-message', payload, { isLast: true })
  assert.equal((await delivery())?.state, 'failed')
  assert.match((await delivery())?.failure ?? '', /could not be reached/)
})

test('a channel that says what was in the way is quoted when it is given up', async (t) => {
  const chat = { deliver: () => Promise.reject(new NotNow('The server is on holiday.')) }
  const { ada, cleo, workspace, runJob } = await openDesk(t, { chat, runsJobs: false })
  const conversation = await cleo.writes('Hello')
  const reply = await ada.replies(conversation, 'Hello!')

  await runJob('deliver-message', { workspaceId: workspace.id, messageId: reply.id }, { isLast: true })

  const { messages } = await ada.opens(conversation)
  assert.equal(messages.at(-1)?.delivery.failure, 'The server is on holiday. We have tried for a long time.')
})

test('whoever looks at a letter that waits sees why, is told once, and can have it tried at once', async (t) => {
  const receipts = [new NotNow('The server is on holiday.'), new NotNow('The server is on holiday.'), accepted]
  const email = {
    async deliver() {
      const receipt = receipts.shift() ?? assert.fail('delivered too often')
      if (receipt instanceof Error) throw receipt
      return receipt
    },
  }
  const desk = await openDesk(t, { email, runsJobs: false })
  const { ada, workspace, runJob, db } = desk
  const letter = await (await opensPost(desk)).comes('Cleo').writes('Hello')
  const reply = await ada.replies(letter, 'Hello!')
  const run = () => runJob('deliver-message', { workspaceId: workspace.id, messageId: reply.id })
  const waits = { state: 'queued', failure: 'The server is on holiday.', undoUntil: null }
  const runAt = async () => {
    const { rows } = await sql<{ runAt: Date; attempts: number }>`select run_at, attempts from graphile_worker.jobs
      where key = ${`deliver-message ${reply.id}`}`.execute(db)
    return rows[0] ?? assert.fail('no job waits')
  }

  await assert.rejects(run(), /on holiday/)
  const { conversation, messages } = await ada.opens(letter)
  assert.deepEqual(messages.at(-1)?.delivery, waits)
  assert.equal(conversation.failedCount, 0)
  await assert.rejects(run(), /on holiday/)
  assert.equal((await ada.sees(letter)).revision, conversation.revision)

  await sql`select from graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs),
    run_at => now() + interval '1 hour', attempts => 9)`.execute(db)
  assert.deepEqual((await ada.retries(letter, reply)).delivery, waits)
  assert.ok((await runAt()).runAt <= new Date())
  assert.equal((await runAt()).attempts, 0)
  await run()
  const { delivery } = (await ada.opens(letter)).messages.at(-1) ?? assert.fail()
  assert.deepEqual(delivery, { state: 'sent', failure: null, undoUntil: null })
})

test('a letter that some did not get stands among what was not delivered, once, until that is dealt with', async (t) => {
  const leftOut = [{ address: 'kai@mail.example', why: 'There is no such mailbox.' }]
  const email = { deliver: async () => ({ state: 'sent', leftOut }) as const }
  const desk = await openDesk(t, { email, runsJobs: false })
  const { ada, transact, workspace, runJob } = desk
  const letter = await (await opensPost(desk)).comes('Cleo').writes('Hello')
  const others = ['kai', 'mia', 'ott'].map((name) => ({ name, address: `${name}@mail.example` }))
  const reply = await ada.replies(letter, 'Hello!', { letter: { cc: others } })
  const about = { workspaceId: workspace.id, messageId: reply.id }
  const bounces = (name: string) =>
    transact((trx) => markLeftOut(trx, { ...about, leftOut: [{ address: `${name}@mail.example`, why: 'Full.' }] }))
  const failed = async () => [(await ada.sees(letter)).failedCount, (await ada.counts()).failed]

  await runJob('deliver-message', about)
  assert.deepEqual(await failed(), [1, 1])
  await bounces('mia')
  assert.deepEqual(await failed(), [1, 1])
  await ada.asksOf(letter, 'DELETE', '/failures')
  assert.deepEqual(await failed(), [0, 0])
  await bounces('mia')
  assert.deepEqual(await failed(), [0, 0], 'that was known')
  await bounces('ott')
  assert.deepEqual(await failed(), [1, 1])
  await bounces('cleo')
  assert.deepEqual(await failed(), [1, 1])
  const { messages } = await ada.opens(letter)
  assert.equal(messages.at(-1)?.delivery.state, 'failed')
})

test('a delivery that is run twice at once tells everyone once', async (t) => {
  const { ada, cleo, workspace, runJob } = await openDesk(t, { runsJobs: false })
  const conversation = await cleo.writes('Hello')
  const reply = await ada.replies(conversation, 'Hello!')
  const run = () => runJob('deliver-message', { workspaceId: workspace.id, messageId: reply.id })

  await Promise.all([run(), run(), run()])

  assert.equal((await ada.sees(conversation)).revision, 3)
})

test('what the customer has read stays read when an older message is sent again', async (t) => {
  const chat = { deliver: async ({ text }: MessageBody) => (text === 'First' ? refused : accepted) }
  const { ada, cleo, workspace, runJob } = await openDesk(t, { chat, runsJobs: false })
  const conversation = await cleo.writes('Hello')
  const [desk, window] = [await ada.desk(), await cleo.chat()]
  const first = await ada.replies(conversation, 'First')
  const second = await ada.replies(conversation, 'Second')
  await runJob('deliver-message', { workspaceId: workspace.id, messageId: first.id })
  const read = async () => {
    window.says({ type: 'read', threadId: conversation.threadId, messageId: second.id })
    return (await desk.hearsOf('conversation.read-by-customer')).conversation.customerReadMessageId
  }
  assert.equal(await read(), second.id)

  await ada.retries(conversation, first)

  assert.equal(await read(), second.id)
  assert.equal(await cleo.unread(), 0)
})

test('what failed is counted until it is sent again, and stands in a view of its own', async (t) => {
  const receipts: DeliveryReceipt[] = [refused, refused, accepted, accepted]
  const chat = { deliver: async () => receipts.shift() ?? assert.fail('delivered too often') }
  const { ada, cleo, workspace, runJob } = await openDesk(t, { chat, runsJobs: false })
  const conversation = await cleo.writes('Hello')
  const desk = await ada.desk()
  const replies = [await ada.replies(conversation, 'First'), await ada.replies(conversation, 'Second')]
  const run = async () => {
    for (const { id } of replies) await runJob('deliver-message', { workspaceId: workspace.id, messageId: id })
  }
  const failed = async () => {
    const { conversations } = await ada.inbox('failed')
    assert.equal((await ada.counts()).failed, conversations.length)
    return conversations.map(({ failedCount }) => failedCount)
  }
  assert.deepEqual(await failed(), [])

  await run()

  assert.deepEqual(await failed(), [2])
  const event = await desk.hearsOf('message.delivery-changed', ({ conversation: { failedCount } }) => failedCount === 2)
  assert.deepEqual(event.message.delivery, { state: 'failed', failure: 'Not today.', undoUntil: null })
  assert.equal(event.message.author.id, ada.id)
  for (const reply of replies) await ada.retries(conversation, reply)
  assert.deepEqual(await failed(), [])
  await run()
  assert.deepEqual(await failed(), [])
})

test('a letter that one recipient got can still fail to reach another; what was taken back never fails', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, transact, workspace } = desk
  const letter = await (await opensPost(desk)).comes('Cleo').writes('Hello')
  const [sent, withdrawn] = [
    await ada.replies(letter, 'Hello!'),
    await ada.replies(letter, 'Oops', { undoSeconds: 30 }),
  ]
  await ada.takesBack(letter, withdrawn)
  const mark = (messageId: string, delivery: { state: 'sent' | 'delivered' } | { state: 'failed'; why: string }) =>
    transact((trx) => markDelivery(trx, { workspaceId: workspace.id, messageId, ...delivery }))

  await mark(sent.id, { state: 'delivered' })
  await mark(sent.id, { state: 'failed', why: 'Kai’s mailbox is full.' })
  await mark(sent.id, { state: 'delivered' })
  await mark(withdrawn.id, { state: 'failed', why: 'No.' })

  const { messages, conversation } = await ada.opens(letter)
  const states = messages.flatMap(({ kind, delivery }) => (kind === 'outbound' ? delivery.state : []))
  assert.deepEqual(states, ['failed', 'withdrawn'])
  assert.equal(conversation.failedCount, 1)
})

const accepted: DeliveryReceipt = { state: 'sent' }
const refused: DeliveryReceipt = { state: 'failed', why: 'Not today.' }
