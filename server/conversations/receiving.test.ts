import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { ensureCustomer, newVisitor, readVisitorToken, type Visitor } from '#customers/visitor.ts'
import type { DatabaseConnection } from '#platform/database/database.ts'
import { openDesk } from '#test/desk.ts'
import { Refused } from '#test/visitor.ts'
import { type InboundMessage, receiveMessages } from './receiving.ts'
import { receiveTogether } from './receiving-together.ts'

test('a first message makes a customer, a conversation, a thread, a message and an event: each once', async (t) => {
  const { ada, cleo, db } = await openDesk(t)

  const conversation = await cleo.writes('Where is my order?')

  const { messages, conversation: seen } = await ada.opens(conversation)
  assert.deepEqual(
    messages.map(({ kind, text, revision, author }) => ({ kind, text, revision, author: author.name })),
    [{ kind: 'inbound', text: 'Where is my order?', revision: 1, author: 'Visitor' }],
  )
  assert.equal(seen.number, 1)
  assert.equal(seen.revision, 1)
  assert.equal(seen.status, 'open')
  assert.equal(seen.unreadCount, 1)
  assert.equal(seen.waitingSince, messages[0]?.sentAt)
  for (const table of ['customers', 'customerIdentities', 'conversations', 'threads', 'messages'] as const) {
    const rows = await db.selectFrom(table).select('id').execute()
    assert.equal(rows.length, 1, table)
  }
  const events = await db.selectFrom('events').where('conversationId', 'is not', null).select('type').execute()
  assert.deepEqual(events, [{ type: 'message.received' }])
})

test('who only looks is nobody yet', async (t) => {
  const { cleo, db } = await openDesk(t)
  const { isNew, customer, threads } = await cleo.opensSession()
  await cleo.opensWindow()

  assert.equal(isNew, true)
  assert.deepEqual(customer, { name: null, isIdentified: false, hasEmail: false })
  assert.deepEqual(threads, [])
  assert.deepEqual(await db.selectFrom('customers').select('id').execute(), [])
})

test('the same client id again is the same message with the same receipt: later, at once, from two tabs, after a reconnect', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const clientId = randomUUID()
  const thread = { threadId: randomUUID() }
  const [one, two] = [await cleo.chat(), await cleo.opensWindow()]

  const first = await one.writes('Hello?', { in: thread, clientId })
  const repeats = await Promise.all([
    one.writes('Hello?', { in: thread, clientId }),
    one.writes('Hello?', { in: thread, clientId }),
    two.writes('Hello?', { in: thread, clientId }),
  ])
  await one.leaves()
  const later = await cleo.opensWindow()
  repeats.push(await later.writes('Hello?', { in: thread, clientId }))

  for (const repeat of repeats) assert.deepEqual(repeat, first)
  const { messages, conversation } = await ada.opens(first)
  assert.equal(messages.length, 1)
  assert.equal(conversation.revision, 1)
})

test('two tabs that begin the same thread at once begin one', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const [one, two] = [await cleo.chat(), await cleo.opensWindow()]
  const thread = { threadId: randomUUID() }

  const written = await Promise.all([one.writes('One', { in: thread }), two.writes('Two', { in: thread })])

  assert.deepEqual(written.map(({ revision }) => revision).sort(), [1, 2])
  const { conversations } = await ada.inbox('open')
  assert.equal(conversations.length, 1)
  assert.deepEqual(new Set((await ada.opens(written[0])).messages.map(({ text }) => text)), new Set(['One', 'Two']))
})

test('nobody writes into a thread of somebody else', async (t) => {
  const { ada, cleo, comes } = await openDesk(t)
  const conversation = await cleo.writes('My order never came')
  const eve = comes()

  const isNotFound = (error: unknown) => error instanceof Refused && error.problem.type === '/problems/thread-not-found'
  await assert.rejects(eve.writes('Send it to me instead', { in: conversation }), isNotFound)
  await assert.rejects(eve.writes('', { in: conversation, clientId: conversation.clientId, files: [] }))
  await assert.rejects(
    eve.writes('My order never came', { in: conversation, clientId: conversation.clientId }),
    isNotFound,
  )

  const { messages, conversation: seen } = await ada.opens(conversation)
  assert.equal(messages.length, 1)
  assert.equal(seen.revision, 1)
  assert.equal((await eve.asks('GET', `/threads/${conversation.threadId}`)).status, 404)
})

test('200 messages of 20 visitors at once keep their order, and no revision is missing', async (t) => {
  const { ada, comes, db } = await openDesk(t)
  const windows = await Promise.all(Array.from({ length: 20 }, () => comes().opensWindow()))
  const texts = Array.from({ length: 10 }, (_, index) => `Message ${index}`)

  const written = await Promise.all(
    windows.map((window) => Promise.all(texts.map((text) => window.writes(text, { in: undefined })))),
  )

  const revisions = texts.map((_, index) => index + 1)
  for (const mine of written) {
    assert.deepEqual(
      mine.map(({ revision }) => revision),
      revisions,
    )
    const [first] = mine
    assert.ok(first)
    const { messages, conversation } = await ada.opens(first)
    assert.deepEqual(
      messages.map(({ text }) => text),
      texts,
    )
    assert.deepEqual(
      messages.map(({ revision }) => revision),
      revisions,
    )
    assert.equal(conversation.revision, 10)
    assert.equal(conversation.unreadCount, 10)
  }
  const numbers = await db.selectFrom('conversations').select('number').orderBy('number').execute()
  assert.deepEqual(
    numbers.map(({ number }) => number),
    Array.from({ length: 20 }, (_, index) => index + 1),
  )
  const events = await db
    .selectFrom('events')
    .where('type', '=', 'message.received')
    .select(({ fn }) => ['conversationId', fn.countAll<number>().as('count'), fn.max('revision').as('last')])
    .groupBy('conversationId')
    .execute()
  for (const { count, last } of events) assert.deepEqual([count, last], [10, 10])
})

test('every message of a rush waits for an answer, the first of them too', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const files = await Promise.all(
    Array.from({ length: 20 }, (_, index) => cleo.uploads(`${index}.txt`, Buffer.from(`File ${index}`))),
  )
  const window = await cleo.chat()
  const thread = { threadId: randomUUID() }

  const [first] = await Promise.all(files.map((file) => window.writes('Look', { in: thread, files: [file] })))

  assert.ok(first)
  const { messages, conversation } = await ada.opens(first)
  assert.equal(conversation.unreadCount, 20)
  assert.equal(conversation.waitingSince, messages[0]?.sentAt)
})

test('one message that cannot be taken spoils no other of its rush', async (t) => {
  const { transact, db } = await openDesk(t)
  const receive = receiveTogether({ transact })
  const visitors = await Promise.all(Array.from({ length: 6 }, () => introduce(transact, db)))
  const rush = visitors.map((message, index) => ({ ...message, text: `Message ${index}` }))
  const [empty, foreign, unreadable] = rush
  assert.ok(empty && foreign && unreadable)
  empty.text = ' '
  foreign.attachmentIds = [randomUUID()]
  unreadable.text = 'PostgreSQL cannot store \0'

  const outcomes = await Promise.allSettled(rush.map(receive))

  assert.deepEqual(
    outcomes.map((outcome) =>
      outcome.status === 'rejected'
        ? 'rejected'
        : 'problem' in outcome.value
          ? outcome.value.problem.definition.type
          : outcome.value.message.text,
    ),
    ['/problems/message-empty', '/problems/attachment-not-found', 'rejected', 'Message 3', 'Message 4', 'Message 5'],
  )
  const conversations = await db.selectFrom('conversations').select('number').orderBy('number').execute()
  assert.deepEqual(
    conversations.map(({ number }) => number),
    [1, 2, 3],
  )
})

test('one file goes on one message, even when two ask for it in the same breath', async (t) => {
  const { transact, db, cleo, secrets, workspace } = await openDesk(t)
  const file = await cleo.uploads('receipt.txt', Buffer.from('Total: 12.00'))
  const visitor = readVisitorToken(secrets, workspace.id, cleo.token ?? '')
  assert.ok(visitor)
  const first = { ...(await introduce(transact, db, { visitor })), attachmentIds: [file.id] }
  const second = { ...first, clientId: randomUUID() }

  const receipts = await transact((trx) => receiveMessages(trx, [first, second]))
  const later = await transact((trx) => receiveMessages(trx, [{ ...first, clientId: randomUUID() }]))

  assert.deepEqual(
    [...receipts, ...later].map((receipt) =>
      'problem' in receipt ? receipt.problem.definition.type : receipt.message.attachments.map(({ id }) => id),
    ),
    [[file.id], '/problems/attachment-not-found', '/problems/attachment-not-found'],
  )
})

test('two servers that begin the same thread at once begin one', async (t) => {
  const { transact, db } = await openDesk(t)
  const message = await introduce(transact, db)
  const servers = [receiveTogether({ transact }), receiveTogether({ transact })]

  const receipts = await Promise.all(servers.map((receive) => receive({ ...message, clientId: randomUUID() })))

  assert.deepEqual(
    receipts.map((receipt) => ('problem' in receipt ? receipt.problem : receipt.threadRevision)).sort(),
    [1, 2],
  )
  assert.equal((await db.selectFrom('conversations').select('id').execute()).length, 1)
})

test('the same thread and client ids in two workspaces are two messages', async (t) => {
  const { transact, db, opensWorkspace, opensChannel, joins } = await openDesk(t)
  const here = await introduce(transact, db)
  const other = await opensWorkspace('Kase pood')
  const owner = await joins('Eve', 'owner', other)
  const channel = await opensChannel(owner.agent, {})
  const there = await introduce(transact, db, { visitor: newVisitor(other.id), channelId: channel.id })
  const twin = { ...there, threadId: here.threadId, clientId: here.clientId }

  const receipts = await transact((trx) => receiveMessages(trx, [here, twin]))
  const again = await transact((trx) => receiveMessages(trx, [twin, here]))

  const conversationsOf = (list: typeof receipts) =>
    list.map((receipt) => ('problem' in receipt ? receipt.problem.message : receipt.message.conversationId))
  const stored = await db.selectFrom('conversations').select(['id', 'workspaceId']).execute()
  const [mine, theirs] = [here.workspaceId, other.id].map((id) => stored.find(({ workspaceId }) => workspaceId === id))
  assert.deepEqual(conversationsOf(receipts), [mine?.id, theirs?.id])
  assert.deepEqual(conversationsOf(again), [theirs?.id, mine?.id])
})

test('rushes of new conversations in several workspaces never wait for each other in a circle', async (t) => {
  const { transact, db, opensWorkspace, opensChannel, joins } = await openDesk(t)
  const other = await opensWorkspace('Kase pood')
  const channel = await opensChannel((await joins('Eve', 'owner', other)).agent, {})
  const here = await introduce(transact, db)
  const there = await introduce(transact, db, { visitor: newVisitor(other.id), channelId: channel.id })
  const anew = (message: InboundMessage) => ({ ...message, threadId: randomUUID() })

  for (let round = 0; round < 10; round++) {
    const rushes = [
      [anew(here), anew(there)],
      [anew(there), anew(here)],
    ]
    await Promise.all(rushes.map((rush) => transact((trx) => receiveMessages(trx, rush))))
  }

  assert.equal((await db.selectFrom('conversations').select('id').execute()).length, 40)
})

type Introduction = { visitor?: Visitor; channelId?: string }

/** A visitor with a first message in their hands, past the door. */
async function introduce(
  transact: DatabaseConnection['transact'],
  db: DatabaseConnection['db'],
  given: Introduction = {},
): Promise<InboundMessage> {
  const channel = await db.selectFrom('channels').select(['workspaceId', 'id']).orderBy('id').executeTakeFirstOrThrow()
  const { visitor = newVisitor(channel.workspaceId), channelId = channel.id } = given
  const customer = await transact((trx) => ensureCustomer(trx, visitor, null))
  return {
    workspaceId: visitor.workspaceId,
    channelId,
    threadId: randomUUID(),
    clientId: randomUUID(),
    customer: { ...customer, name: 'Visitor' },
    text: 'Hello',
    attachmentIds: [],
    uploader: { kind: 'visitor', id: visitor.visitorId },
  }
}
