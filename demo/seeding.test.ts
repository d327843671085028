import assert from 'node:assert/strict'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { readMessageId } from '#channels/email/addresses.ts'
import { countInbox, listInbox } from '#conversations/inbox.ts'
import { THUMBNAIL } from '#conversations/pictures.ts'
import { readTimeline } from '#conversations/timeline.ts'
import { findCustomer, getCustomer } from '#customers/customer.ts'
import { openFiles } from '#platform/files.ts'
import { deriveSecrets } from '#platform/secrets.ts'
import { refreshAnswerTimes } from '#promises/answer-times.ts'
import { deriveAnswers } from '#promises/answers-given.ts'
import { expectedAnswer } from '#promises/expected-answer.ts'
import type { InboxView } from '#protocol/conversations.ts'
import { listOrders } from '#shops/order.ts'
import { openTestDatabase } from '#test/database.ts'
import type { Agent } from '#workspaces/agent.ts'
import { seedDemo } from './seeding.ts'

const NOW = new Date('2027-03-02T13:00:00Z')

test('the demo workspace is filled with all that the shop knows', async (t) => {
  const { count } = await openDemo(t)

  assert.equal(await count('customers'), 154, 'the 150 of the shop, three spammers and a colleague')
  assert.equal(await count('orders'), 250)
  assert.equal(await count('conversations'), 71)
  assert.equal(await count('conversations', "status = 'snoozed'"), 3)
  assert.equal(await count('members'), 5)
  assert.equal(await count('teams'), 3)
  assert.equal(await count('channels'), 4)
  assert.equal(await count('visits'), 4)
  assert.equal(await count('channels', 'identity_secret is not null'), 1)
})

test('what is in the demo fits together as if it had been lived through', async (t) => {
  const { breaches } = await openDemo(t)

  for (const [rule, query] of Object.entries(rules)) assert.deepEqual(await breaches(query), [], rule)
})

/** Each finds the conversations that break it. */
const rules = {
  'every change has one event, and they are counted through': `select c.number from conversations c join events e on e.conversation_id = c.id
    group by c.id, c.workspace_id, c.number, c.revision
    having array_agg(e.revision order by e.id) <> array(select generate_series(1, c.revision))`,
  'every change a customer can see is counted in the thread': `select c.number from conversations c join threads t on t.conversation_id = c.id
    where t.revision <> (select count(*) from events e where e.conversation_id = c.id
      and (e.type in ('message.received', 'message.replied', 'message.delivery-changed', 'conversation.closed') or e.type like '%.read-by-%'))`,
  'events and messages sort by their time': `select conversation_id from (
    select conversation_id, at, lag(at) over (partition by conversation_id order by id) before from (
      select conversation_id, id, at from events union all select conversation_id, id, sent_at from messages) acts) steps
    where conversation_id is not null and at < before`,
  'conversations are numbered without gaps, in the order in which they began': `select number from (
    select number, created_at, row_number() over (order by created_at, id) nth from conversations) numbered where number <> nth`,
  'the list shows the last message': `select c.number from conversations c
    join lateral (select * from messages m where m.conversation_id = c.id order by id desc limit 1) m on true
    where c.last_message_at <> m.sent_at or c.preview_kind <> m.kind or c.preview_author_name <> m.author_name
      or left(c.preview_text, 100) <> left(regexp_replace(m.text, '\\s+', ' ', 'g'), 100)`,
  'a customer waits from their first unanswered message on, until the conversation is closed': `select c.number from conversations c
    where c.waiting_since is distinct from case when c.status not in ('closed', 'spam') then (
      select min(m.sent_at) from messages m where m.conversation_id = c.id and m.kind = 'inbound' and m.id > coalesce(
        (select id from messages r where r.conversation_id = c.id and r.kind = 'outbound' and r.author_kind = 'member' order by id desc limit 1),
        c.id)) end`,
  'replies are counted, and the first is remembered': `select c.number from conversations c
    join (select conversation_id, count(*) count, min(sent_at) first from messages
      where author_kind = 'member' and kind = 'outbound' group by conversation_id) replies on replies.conversation_id = c.id
    where c.reply_count <> replies.count or c.first_reply_at is distinct from replies.first`,
  'nothing happens before its conversation began, after it was closed, or after now': `select c.number from conversations c
    join events e on e.conversation_id = c.id
    where e.at < c.created_at or e.at > coalesce(c.closed_at, '${NOW.toISOString()}') or c.created_at < '2026-12-01'`,
  'what the customer read was sent before, and nothing older is unread': `select c.number from conversations c
    join messages m on m.conversation_id = c.id and m.kind = 'outbound'
    where (m.delivery_state = 'read') <> (m.id <= coalesce(c.customer_read_message_id, '00000000-0000-0000-0000-000000000000'))
      or m.delivery_state not in ('read', 'delivered', 'sent', 'failed')`,
  'the team has read what it answered': `select c.number from conversations c
    where c.first_reply_at is not null and c.team_read_message_id is null
      and exists (select from messages m where m.conversation_id = c.id and m.kind = 'inbound' and m.sent_at < c.first_reply_at)
      and c.assignee_id is not null`,
  'messages remember the revision at which they changed last': `select m.conversation_id from messages m join conversations c on c.id = m.conversation_id
    where m.revision <> (select max(e.revision) from events e where e.conversation_id = m.conversation_id and e.type <> 'conversation.read-by-team'
      and (e.data->>'messageId' = m.id::text or (e.type = 'conversation.read-by-customer' and m.kind = 'outbound'
        and e.data->>'messageId' >= m.id::text and e.data->>'messageId' = (select min(f.data->>'messageId') from events f
          where f.conversation_id = m.conversation_id and f.type = e.type and f.data->>'messageId' >= m.id::text))))`,
  'nothing lies in the future but what is asleep': `select number from conversations where snoozed_until < '${NOW.toISOString()}'
    union all select 0 from orders where greatest(placed_at, (delivery->>'shippedAt')::timestamptz, (delivery->>'deliveredAt')::timestamptz) > '${NOW.toISOString()}'`,
}

test('the desk of the owner looks like an afternoon at work', async (t) => {
  const { db, owner } = await openDemo(t)
  const list = async (view: InboxView, sort?: 'newest' | 'waiting') =>
    (await listInbox(db, owner, { view, sort })).conversations

  const counts = await countInbox(db, owner)
  const mine = await list('mine')
  const open = await list('open')
  const [longest] = await list('open', 'waiting')

  assert.deepEqual(counts, {
    ...counts,
    ...{ mine: 7, unassigned: 7, open: 17, pending: 4, snoozed: 3, failed: 1, spam: 3 },
  })
  assert.equal(Object.keys(counts.teams).length, 3)
  assert.ok(mine.some(({ unreadCount }) => unreadCount > 0))
  assert.ok(mine.some(({ unreadCount }) => unreadCount === 0))
  assert.deepEqual(minutesSince(open.map(({ lastMessageAt }) => lastMessageAt)).slice(0, 3), [2, 3, 5])
  assert.deepEqual(minutesSince([longest?.waitingSince ?? '']), [174])
  assert.equal((await list('closed')).length, 44)
})

test('a conversation that sleeps wakes by a job of its own', async (t) => {
  const { breaches } = await openDemo(t)
  const asleep = await breaches(`select id from conversations where status = 'snoozed' and not exists (
    select from graphile_worker._private_jobs job where job.payload->>'conversationId' = conversations.id::text and job.run_at = snoozed_until)`)

  assert.deepEqual(asleep, [])
})

test('the warehouse sees only what it is asked into', async (t) => {
  const { db, memberNamed } = await openDemo(t)

  const { conversations } = await listInbox(db, await memberNamed('Tarmo'), { view: 'open' })

  assert.deepEqual(conversations.map(({ customer }) => customer.name).sort(), ['Galina Frolova', 'Kaire Nurmik'])
})

test('a customer is known to the shop, with orders as they stand now', async (t) => {
  const { db, owner } = await openDemo(t)
  const triin = await findCustomer(db, owner.workspaceId, 'shop_account', 'K1031')
  const kadri = await findCustomer(db, owner.workspaceId, 'shop_account', 'K1001')
  assert.ok(triin && kadri)

  const { attributes, identities, ...customer } = await getCustomer(db, owner, triin.id)
  const [parcel] = await listOrders(db, owner.workspaceId, kadri.id)

  assert.equal(customer.name, 'Triin Lepasaar')
  assert.deepEqual(Object.keys(attributes).sort(), ['loyalty', 'newsletter', 'points', 'since'])
  assert.deepEqual(
    identities.map(({ kind, isVerified }) => [kind, isVerified]),
    [
      ['email', true],
      ['phone', false],
      ['shop_account', true],
    ],
  )
  assert.equal(parcel?.status, 'shipped', 'she asks where it is')
  assert.equal(parcel?.delivery?.deliveredAt, null)
})

test('customers sent pictures, and they have thumbnails', async (t) => {
  const { db, files } = await openDemo(t)

  const pictures = await db.selectFrom('attachments').where('mediaType', '<>', 'application/pdf').selectAll().execute()

  assert.equal(pictures.length, 4)
  for (const { sha256, mediaType, messageId, width } of pictures) {
    assert.deepEqual([mediaType, messageId !== null, width], ['image/jpeg', true, 800])
    assert.ok((await stat(files.pathOf(sha256, THUMBNAIL))).size > 1000)
  }
})

test('a message that was only a picture says so in the list and the conversation', async (t) => {
  const { db, owner, conversationOf } = await openDemo(t)

  const { messages } = await readTimeline(db, owner, await conversationOf('Kaire Nurmik'), {})

  assert.deepEqual(
    messages.map(({ text, attachments }) => [text === '', attachments.length]),
    [
      [false, 0],
      [false, 0],
      [true, 1],
      [false, 0],
      [false, 0],
    ],
  )
})

test('letters have subjects and addresses, and say which letter they answer', async (t) => {
  const { db, owner, secrets, conversationOf } = await openDemo(t)
  const messagesWith = async (name: string) =>
    (await readTimeline(db, owner, await conversationOf(name), {})).messages.filter(({ kind }) => kind !== 'note')

  const [question, answer, insisting] = await messagesWith('Piret Allikmaa')
  assert.ok(question && answer && insisting)
  assert.deepEqual(
    [question.subject, answer.subject, insisting.subject],
    ['Kus on minu raha?', ...Array(2).fill('Re: Kus on minu raha?')],
  )
  assert.equal(question.envelope?.from?.address, 'piret.allikmaa@post.example')
  assert.deepEqual(answer.envelope?.to, [{ name: 'Piret Allikmaa', address: 'piret.allikmaa@post.example' }])

  const letters = await db.selectFrom('messages').where('subject', 'is not', null).selectAll().execute()
  for (const { id, kind, externalId } of letters)
    if (kind === 'outbound') assert.equal(readMessageId(secrets, externalId ?? '')?.messageId, id)
  assert.ok((await db.selectFrom('mailReferences').selectAll().execute()).length > 10)
})

test('one letter shows a picture of its own, one brought a paper, one came back, one was forwarded by a colleague', async (t) => {
  const { db, breaches } = await openDemo(t)

  const [shown] = await db.selectFrom('attachments').where('isInline', '=', true).selectAll().execute()
  const [letter] = await breaches(`select html from messages where id = '${shown?.messageId}'`)
  assert.match(letter?.html, RegExp(`src="cid:${shown?.contentId}"`))
  const papers = await breaches(`select bytes from attachments where media_type = 'application/pdf'`)
  assert.equal(papers.length, 1)
  assert.deepEqual(await breaches(`select delivery_failure from messages where delivery_state = 'failed'`), [
    { delivery_failure: 'andres.soosaar@example.com: This mailbox is full.' },
  ])
  assert.deepEqual(await breaches(`select author_name from messages where envelope ? 'forwardedFrom'`), [
    { author_name: 'Marko' },
  ])
})

test('how long an answer takes is known from what was answered', async (t) => {
  const { db } = await openDemo(t)
  // As by day, whenever this runs.
  const noon = new Date(`${NOW.toISOString().slice(0, 10)}T10:00:00Z`)

  for (const channel of await deriveAnswers(db, NOW, new AbortController().signal))
    await refreshAnswerTimes(db, channel, NOW)

  const channels = await db.selectFrom('channels').where('kind', 'in', ['chat', 'email']).selectAll().execute()
  for (const { workspaceId, id, kind } of channels)
    assert.ok((await expectedAnswer(db, workspaceId, id, noon))?.medianSeconds, kind)
})

test('the demo is made once, however often the server starts', async (t) => {
  const { db, seedAgain, count } = await openDemo(t)
  const before = [await count('events'), await count('users'), await count('workspaces')]

  await Promise.all([seedAgain(), seedAgain()])

  assert.deepEqual([await count('events'), await count('users'), await count('workspaces')], before)
  assert.equal((await db.selectFrom('workspaces').select('isDemo').execute()).length, 1)
})

async function openDemo(t: TestContext) {
  const connection = await openTestDatabase(t)
  const folder = await mkdtemp(path.join(tmpdir(), 'infolett-seed-'))
  t.after(() => rm(folder, { recursive: true }))
  const { db, pool } = connection
  const files = openFiles(folder)
  const secrets = deriveSecrets('a secret that is only used in tests')
  const seedAgain = () => seedDemo({ connection, files, secrets, url: 'http://localhost:4000', say() {} }, NOW)
  await seedAgain()
  const memberNamed = (name: string): Promise<Agent> =>
    db
      .selectFrom('members')
      .where('name', '=', name)
      .select(['workspaceId', 'id', 'userId', 'name', 'role'])
      .executeTakeFirstOrThrow()
  return {
    db,
    files,
    secrets,
    seedAgain,
    memberNamed,
    owner: await memberNamed('Liis'),
    breaches: async (query: string) => (await pool.query(query)).rows,
    async count(table: string, where = 'true'): Promise<number> {
      return (await pool.query(`select count(*) from ${table} where ${where}`)).rows[0].count
    },
    async conversationOf(customerName: string): Promise<string> {
      const { id } = await db
        .selectFrom('conversations')
        .innerJoin('customers', 'customers.id', 'conversations.customerId')
        .where('customers.name', '=', customerName)
        .select('conversations.id')
        .executeTakeFirstOrThrow()
      return id
    },
  }
}

const minutesSince = (instants: string[]) => instants.map((at) => Math.round((NOW.getTime() - Date.parse(at)) / 60_000))
