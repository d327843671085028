import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { openDesk } from '#test/desk.ts'
import { opensPost } from '#test/letters.ts'
import { receiveMessages } from './receiving.ts'

test('a letter begins a conversation with its subject, and says who wrote it to whom', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada } = desk
  const window = await ada.desk()
  const cleo = (await opensPost(desk)).comes('Cleo')

  const letter = await cleo.writes('Where is it?', {
    subject: 'Lost parcel',
    html: '<p>Where is it?</p>',
    foldedText: '> Your parcel left',
    envelope: { cc: [{ name: null, address: 'kai@mail.example' }] },
    beginning: { subject: 'Lost parcel', isSpam: false, followsId: null },
  })

  const { conversation, messages } = await ada.opens(letter)
  const [message] = messages
  assert.equal(conversation.subject, 'Lost parcel')
  assert.equal(conversation.channel.kind, 'email')
  assert.equal(conversation.customer.email, 'cleo@mail.example')
  assert.equal(conversation.preview?.text, 'Where is it?')
  assert.ok(conversation.waitingSince)
  assert.equal(message?.foldedText, '> Your parcel left')
  assert.equal(message?.hasHtml, true)
  assert.equal(message?.hasOriginal, false)
  assert.deepEqual(message?.envelope?.cc, [{ name: null, address: 'kai@mail.example' }])
  assert.deepEqual(message, letter.message)
  assert.deepEqual((await window.hearsOf('message.received')).message, message)
})

test('of a very long letter its beginning travels; all of it is there for who asks', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada } = desk
  const window = await ada.desk()
  const cleo = (await opensPost(desk)).comes('Cleo')
  const [text, quotes] = ['Õ 12€ 😀. '.repeat(200_000), '> Your parcel left\n'.repeat(100_000)]

  const letter = await cleo.writes(text, { foldedText: quotes })

  const [message] = (await ada.opens(letter)).messages
  assert.equal(message?.isExcerpt, true)
  assert.ok(text.startsWith(message.text) && quotes.startsWith(message.foldedText ?? '?'))
  assert.ok(JSON.stringify((await window.hearsOf('message.received')).message).length < 100_000)
  const whole = await ada.asksOf(letter, 'GET', `/messages/${letter.messageId}/text`)
  assert.equal(whole.headers.get('content-type'), 'text/plain; charset=utf-8')
  assert.ok(String(whole.body) === `${text}\n\n${quotes}`)
  const short = await cleo.writes('Short', { in: letter })
  assert.equal(short.message.isExcerpt, undefined)
})

test('a letter without a word is a letter; a list shows its subject', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const cleo = (await opensPost(desk)).comes('Cleo')

  const letter = await cleo.writes('', { subject: 'Call me' })

  assert.equal((await desk.ada.sees(letter)).preview?.text, 'Call me')
})

test('what no database can hold is left out of a letter, and the rest is kept', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const cleo = (await opensPost(desk)).comes('Cleo')

  const letter = await cleo.writes('Te\0re \ud800!', {
    subject: 'a\0b',
    html: '<p>\0x</p>',
    externalId: 'id\0@mail.example',
    envelope: { from: { name: 'C\0leo \udfff', address: 'cleo@mail.example' } },
  })

  const [message] = (await desk.ada.opens(letter)).messages
  assert.deepEqual(message, letter.message)
  assert.equal(message?.text, 'Tere \ufffd!')
  assert.equal(message?.subject, 'ab')
  assert.equal(message?.envelope?.from?.name, 'Cleo \ufffd')
})

test('the same letter again is the same message; another with the same Message-ID is another', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const cleo = (await opensPost(desk)).comes('Cleo')
  const again = { clientId: randomUUID(), externalId: 'twice@mail.example' }

  const first = await cleo.writes('Hello', again)
  const repeat = await cleo.writes('Hello', { ...again, in: first })
  const other = await cleo.writes('Hello?', { ...again, clientId: randomUUID(), in: first })

  assert.equal(repeat.messageId, first.messageId)
  assert.notEqual(other.messageId, first.messageId)
  assert.equal((await desk.ada.opens(first)).messages.length, 2)
})

test('a colleague who answers in the same thread speaks in their own name', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada } = desk
  const post = await opensPost(desk)
  const [cleo, kai] = [post.comes('Cleo'), post.comes('Kai')]
  const letter = await cleo.writes('Where is it?')
  const { customer } = await kai.prepares('')

  await cleo.writes('I have it', { in: letter, author: { id: customer.id, name: 'Kai' } })

  const { conversation, messages } = await ada.opens(letter)
  assert.deepEqual(messages.at(-1)?.author, { kind: 'customer', id: customer.id, name: 'Kai' })
  assert.equal(conversation.preview?.authorName, 'Kai')
  assert.equal(conversation.customer.name, 'Cleo')
})

test('nobody’s letter comes into a thread of somebody else', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const post = await opensPost(desk)
  const letter = await post.comes('Cleo').writes('Where is it?')

  const receipt = await post.comes('Mallory').sends('I am Cleo', { in: letter })

  assert.ok('problem' in receipt && receipt.problem.definition.type === '/problems/thread-not-found')
  assert.equal((await desk.ada.opens(letter)).messages.length, 1)
})

test('what a machine wrote is shown, but opens nothing and waits for nothing', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada } = desk
  const cleo = (await opensPost(desk)).comes('Cleo')
  const letter = await cleo.writes('Where is it?')
  await ada.replies(letter, 'It left yesterday.')
  const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000)
  const ways = [
    () => ada.sees(letter),
    () => ada.closes(letter),
    () => ada.putsAside(letter),
    () => ada.snoozes(letter, tomorrow),
  ]

  for (const leave of ways) {
    const { status, snoozedUntil, closedAt } = await leave()
    const { message } = await cleo.writes(`I am away (${status})`, { in: letter, isAutomatic: true })
    const { conversation, messages } = await ada.opens(letter)
    assert.equal(messages.at(-1)?.id, message.id)
    assert.equal(message.isAutomatic, true)
    assert.deepEqual(
      [conversation.status, conversation.snoozedUntil, conversation.closedAt, conversation.waitingSince],
      [status, snoozedUntil, closedAt, null],
    )
    assert.equal(conversation.preview?.text, `I am away (${status})`)
  }
})

test('among what a machine wrote, a person’s letter of the same moment waits for its answer', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, transact } = desk
  const cleo = (await opensPost(desk)).comes('Cleo')
  const letter = await cleo.writes('Where is it?')
  await ada.closes(letter)
  const batch = [
    await cleo.prepares('I am away', { in: letter, isAutomatic: true }),
    await cleo.prepares('I am back', { in: letter }),
    await cleo.prepares('I am away again', { in: letter, isAutomatic: true }),
  ]

  const receipts = await transact((trx) => receiveMessages(trx, batch))

  const [, back] = receipts.map((receipt) => ('problem' in receipt ? undefined : receipt.message))
  const conversation = await ada.sees(letter)
  assert.equal(conversation.status, 'open')
  assert.equal(conversation.waitingSince, back?.sentAt)
  assert.equal(conversation.preview?.text, 'I am away again')
})

test('spam stays spam whatever comes after it, and waits for nothing', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada } = desk
  const spammer = (await opensPost(desk)).comes('Spammer')

  const letter = await spammer.writes('Buy!', { beginning: { subject: 'Buy!', isSpam: true, followsId: null } })
  await spammer.writes('Buy now!', { in: letter })

  const { status, waitingSince, revision } = await ada.sees(letter)
  assert.deepEqual([status, waitingSince, revision], ['spam', null, 2])
})

test('a letter that takes up what was closed long ago begins a conversation that links back', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada } = desk
  const cleo = (await opensPost(desk)).comes('Cleo')
  const old = await cleo.writes('Where is it?')
  const { number } = await ada.closes(old)

  const letter = await cleo.writes('Still nothing', {
    beginning: { subject: 'Lost parcel', isSpam: false, followsId: old.id },
  })

  assert.deepEqual((await ada.sees(letter)).follows, { id: old.id, number })
  assert.equal((await ada.sees(old)).status, 'closed')
})

test('a new thread joins the conversation it belongs to, together with letters of its other thread', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, transact } = desk
  const cleo = (await opensPost(desk)).comes('Cleo')
  const letter = await cleo.writes('Where is it?')
  const beginning = { subject: null, isSpam: false, followsId: null, conversationId: letter.id }

  await transact(async (trx) =>
    receiveMessages(trx, [
      await cleo.prepares('Second, in a new thread', { beginning }),
      await cleo.prepares('Third, in the old one', { in: letter, beginning }),
    ]),
  )

  const { conversation, messages } = await ada.opens(letter)
  assert.deepEqual(
    messages.map(({ text, revision }) => [text, revision]),
    [
      ['Where is it?', 1],
      ['Second, in a new thread', 2],
      ['Third, in the old one', 3],
    ],
  )
  assert.equal(new Set(messages.map(({ threadId }) => threadId)).size, 2)
  assert.equal(conversation.revision, 3)
})

test('nobody joins a conversation of another customer or another workspace', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { transact, db, opensWorkspace } = desk
  const post = await opensPost(desk)
  const letter = await post.comes('Cleo').writes('Where is it?')
  const elsewhere = await opensPost({ transact, workspace: await opensWorkspace('Kase pood') })
  const beginning = { subject: null, isSpam: false, followsId: null, conversationId: letter.id }

  for (const [writer, type] of [
    [post.comes('Mallory'), '/problems/thread-not-found'],
    [elsewhere.comes('Cleo'), '/problems/conversation-not-found'],
  ] as const) {
    const receipt = await writer.sends('Me too', { beginning })
    assert.equal('problem' in receipt && receipt.problem.definition.type, type)
  }
  assert.equal((await desk.ada.opens(letter)).messages.length, 1)
  assert.equal((await db.selectFrom('threads').select('id').execute()).length, 1)
})
