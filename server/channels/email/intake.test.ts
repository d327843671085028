import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { Value } from 'typebox/value'
import { EnvelopeBody } from '#protocol/conversations.ts'
import { eml, openMailroom } from '#test/mailroom.ts'
import { messageIdOf, plusAddressOf } from './addresses.ts'
import type { MailParser, ReceiveTools } from './intake.ts'
import type { Report } from './mail/mail.ts'
import { retryFailedMails } from './retrying.ts'

test('a mail becomes a conversation with its customer, its words, its look, its files and its original', async (t) => {
  const room = await openMailroom(t)
  const files = [{ name: 'receipt.txt', type: 'text/plain', content: 'Paid 20 €' }]
  const mail = eml({ subject: 'My order', text: 'Where is it?', html: '<p>Where is it?</p>', files })

  await room.comes(mail)

  const [conversation] = await room.conversations()
  assert.ok(conversation)
  const { messages, conversation: seen } = await room.ada.opens(conversation)
  assert.equal(seen.subject, 'My order')
  assert.equal(seen.status, 'open')
  assert.equal(seen.unreadCount, 1)
  assert.deepEqual(seen.customer, { id: seen.customer.id, name: 'Cleo Kask', email: 'cleo@home.example' })
  assert.equal(seen.waitingSince, messages[0]?.sentAt)
  assert.deepEqual(
    messages.map(({ text, hasHtml, hasOriginal, isAutomatic, author, envelope, attachments }) => ({
      text,
      hasHtml,
      hasOriginal,
      isAutomatic,
      author: author.name,
      to: envelope?.to,
      files: attachments.map(({ name }) => name),
    })),
    [
      {
        text: 'Where is it?',
        hasHtml: true,
        hasOriginal: true,
        isAutomatic: false,
        author: 'Cleo Kask',
        to: [{ name: null, address: 'info@pood.example' }],
        files: ['receipt.txt'],
      },
    ],
  )
  const [{ state, messageId } = { state: '', messageId: null }] = await room.ledger()
  assert.deepEqual({ state, messageId }, { state: 'received', messageId: messages[0]?.id })
})

test('an answer to a mail joins its conversation, and opens it again if it was closed', async (t) => {
  const room = await openMailroom(t)
  await room.comes(eml({ messageId: 'question@home.example' }))
  const [before] = await room.conversations()
  assert.ok(before)
  await room.ada.closes(before)

  await room.comes(eml({ subject: 'Quite another subject', answers: ['question@home.example'], text: 'Still nothing' }))

  const [conversation, ...others] = await room.conversations()
  assert.deepEqual(others, [])
  assert.equal(conversation?.status, 'open')
  assert.equal(conversation?.reopenedCount, 1)
  assert.deepEqual(
    conversation?.messages.map(({ text }) => text),
    ['Where is it?', 'Still nothing'],
  )
})

test('an answer to what we wrote is known by our signature, and by our address for the thread', async (t) => {
  const room = await openMailroom(t)
  await room.comes(eml())
  const [asked] = await room.conversations()
  assert.ok(asked)
  const { id: messageId, threadId } = await room.ada.replies(asked, 'Tomorrow')
  const ours = messageIdOf(room.secrets, { ...room.mailbox, messageId, domain: 'pood.example' })
  const plus = plusAddressOf(room.secrets, 'info@pood.example', { threadId })

  await room.comes(eml({ subject: 'AW: AW:', answers: [ours.toUpperCase()] }))
  await room.comes(eml({ to: plus }))
  await room.comes(eml({ to: 'undisclosed-recipients:;' }), { envelope: { from: null, to: [plus] }, item: null })

  const [conversation, ...others] = await room.conversations()
  assert.deepEqual(others, [])
  assert.equal(conversation?.messages.length, 5)
})

test('an answer shows what was written now; what it quotes and how it is signed is folded', async (t) => {
  const room = await openMailroom(t)
  const text =
    'Thank you!\r\n\r\n-- \r\nCleo Kask\r\n\r\nOn Mon, 14 Sep 2026, Pood wrote:\r\n> Order #77 is on its way\r\n'

  await room.comes(eml({ text }))

  const [
    {
      messages: [message],
    } = { messages: [] },
  ] = await room.conversations()
  assert.equal(message?.text, 'Thank you!')
  assert.match(message?.foldedText ?? '', /Cleo Kask.*Order #77/s)
})

test('the same subject by the same person is another conversation', async (t) => {
  const room = await openMailroom(t)

  await room.comes(eml({ subject: 'Re: My order' }))
  await room.comes(eml({ subject: 'Re: My order' }))

  assert.equal((await room.conversations()).length, 2)
  assert.equal((await room.db.selectFrom('customers').select('id').execute()).length, 1)
})

test('an answer to what was closed long ago begins a conversation that follows it', async (t) => {
  const room = await openMailroom(t, { reopenDays: 14 })
  await room.comes(eml({ messageId: 'question@home.example' }))
  const [closed] = await room.conversations()
  assert.ok(closed)
  await room.ada.closes(closed)
  const later = new Date(Date.now() + 15 * 24 * 60 * 60 * 1000)

  await room.comes(eml({ answers: ['question@home.example'], messageId: 'later@home.example' }), { arrivedAt: later })
  await room.comes(eml({ answers: ['question@home.example', 'later@home.example'] }), { arrivedAt: later })
  await room.comes(eml({ answers: ['question@home.example'] }), { arrivedAt: later })

  const [old, next, ...others] = await room.conversations()
  assert.deepEqual(others, [])
  assert.equal(old?.status, 'closed')
  assert.equal(next?.followsId, old?.id)
  assert.equal(next?.messages.length, 3)
})

test('somebody in copy answers into the thread under their own name, and it stays the customer’s', async (t) => {
  const room = await openMailroom(t)
  await room.comes(eml({ messageId: 'question@home.example', headers: { Cc: 'Dan <dan@home.example>' } }))

  await room.comes(eml({ from: 'Dan <dan@home.example>', answers: ['question@home.example'], text: 'It is for me' }))
  await room.comes(eml({ from: 'Dan <dan@home.example>', text: 'Something of my own' }))

  const [cleos, dans, ...others] = await room.conversations()
  assert.deepEqual(others, [])
  assert.deepEqual(
    cleos?.messages.map(({ authorName }) => authorName),
    ['Cleo Kask', 'Dan'],
  )
  assert.notEqual(cleos?.messages[0]?.authorId, cleos?.messages[1]?.authorId)
  assert.equal(cleos?.customerId, cleos?.messages[0]?.authorId)
  assert.equal(dans?.customerId, cleos?.messages[1]?.authorId)
})

test('a stranger who got hold of a Message-ID begins a conversation of their own', async (t) => {
  const room = await openMailroom(t)
  await room.comes(eml({ messageId: 'question@home.example' }))

  await room.comes(eml({ from: 'eve@elsewhere.example', answers: ['question@home.example'], text: 'Send it to me' }))

  const [cleos, eves, ...others] = await room.conversations()
  assert.deepEqual(others, [])
  assert.equal(cleos?.messages.length, 1)
  assert.deepEqual(
    eves?.messages.map(({ text }) => text),
    ['Send it to me'],
  )
})

test('the same mail in two mailboxes, and by SMTP too, is one message', async (t) => {
  const room = await openMailroom(t)
  const sales = await room.opensMailbox('sales@pood.example')
  const mail = eml({ to: 'info@pood.example, sales@pood.example' })

  await room.arrives(mail)
  await room.arrives(`Received: by another way\r\n${mail}`)
  await room.receives()
  await room.comes(`Delivered-To: sales@pood.example\r\n${mail}`, sales)
  await room.comes(mail, { item: null, envelope: { from: 'cleo@home.example', to: ['info@pood.example'] } })

  const [{ messages } = { messages: [] }, ...others] = await room.conversations()
  assert.deepEqual(others, [])
  assert.equal(messages.length, 1)
  const ledger = await room.ledger()
  assert.deepEqual(
    ledger.map(({ state }) => state),
    ['received', 'repeat', 'repeat', 'repeat'],
  )
  assert.deepEqual(new Set(ledger.map(({ messageId }) => messageId)), new Set([messages[0]?.id]))
})

test('two mailboxes that are read at the same time make one message of the same mail', async (t) => {
  const room = await openMailroom(t)
  const sales = await room.opensMailbox('sales@pood.example')
  const mails = Array.from({ length: 20 }, (_, index) => eml({ from: `${index}@home.example` }))
  for (const mail of mails) await Promise.all([room.arrives(mail), room.arrives(mail, sales)])

  await Promise.all([room.receives(), room.receives({ of: sales }), room.receives(), room.receives({ of: sales })])

  const states = (await room.ledger()).map(({ state, attempts }) => `${state} ${attempts}`).sort()
  assert.deepEqual(states, [...Array(20).fill('received 0'), ...Array(20).fill('repeat 0')])
  assert.equal((await room.conversations()).length, 20)
})

test('mailing lists bring news that nobody waits for; whoever answers us by one is waited for', async (t) => {
  const room = await openMailroom(t)
  const headers = { 'List-Id': '<info.pood.example>' }
  await room.comes(eml({ headers, messageId: 'news@home.example' }))
  await room.comes(eml({ headers, answers: ['news@home.example'] }))

  const [{ messages, waitingSince } = { messages: [], waitingSince: null }] = await room.conversations()

  assert.deepEqual(
    messages.map(({ isAutomatic }) => isAutomatic),
    [true, false],
  )
  assert.deepEqual(waitingSince, messages[1]?.sentAt)
})

test('two mails with one Message-ID by different people are two messages', async (t) => {
  const room = await openMailroom(t)

  await room.comes(eml({ messageId: 'constant@form.example', from: 'cleo@home.example' }))
  await room.comes(eml({ messageId: 'constant@form.example', from: 'dan@home.example' }))

  assert.equal((await room.conversations()).length, 2)
})

test('a copy of our own mail is no question', async (t) => {
  const room = await openMailroom(t)
  await room.comes(eml())
  const [asked] = await room.conversations()
  assert.ok(asked)
  const { id: messageId } = await room.ada.replies(asked, 'Tomorrow')
  const ours = messageIdOf(room.secrets, { ...room.mailbox, messageId, domain: 'pood.example' })

  await room.comes(eml({ from: 'Pood <info@pood.example>', to: 'cleo@home.example', messageId: ours }))
  await room.comes(eml({ from: 'eve@elsewhere.example', messageId: ours, text: 'I only took the number' }))

  const ledger = await room.ledger()
  assert.deepEqual(
    ledger.map(({ state }) => state),
    ['received', 'own', 'received'],
  )
  assert.equal(ledger[1]?.messageId, messageId)
  assert.equal((await room.conversations()).length, 2)
})

test('what a blocked sender writes, what a filter marked and what lay in the junk folder begins as spam', async (t) => {
  const room = await openMailroom(t, { junkFolder: 'Junk' })
  const blockedBy = room.ada.id
  const values = ['eve@elsewhere.example', 'spam.example']
  await room.db
    .insertInto('blockedSenders')
    .values(values.map((value) => ({ workspaceId: room.workspace.id, value, blockedBy, createdAt: new Date() })))
    .execute()

  await room.comes(eml({ from: 'eve@elsewhere.example' }))
  await room.comes(eml({ from: 'anybody@spam.example' }))
  await room.comes(eml({ headers: { 'X-Spam-Flag': 'YES' }, messageId: 'marked@home.example' }))
  await room.comes(eml(), { item: { folder: 'Junk', uidValidity: 1, uid: 1 } })
  await room.comes(eml({ from: 'fay@elsewhere.example' }))

  const states = (await room.conversations()).map(({ status, waitingSince }) => [status, waitingSince !== null])
  const spam = ['spam', false]
  assert.deepEqual(states, [spam, spam, spam, spam, ['open', true]])
})

test('an answer into a conversation is never spam', async (t) => {
  const room = await openMailroom(t)
  await room.comes(eml({ messageId: 'question@home.example' }))

  await room.comes(eml({ answers: ['question@home.example'], headers: { 'X-Spam-Flag': 'YES' } }))

  const [conversation, ...others] = await room.conversations()
  assert.deepEqual(others, [])
  assert.equal(conversation?.status, 'open')
})

test('what a machine answers does not open a closed conversation, and nobody waits for it', async (t) => {
  const room = await openMailroom(t)
  await room.comes(eml({ messageId: 'question@home.example' }))
  const [before] = await room.conversations()
  assert.ok(before)
  await room.ada.closes(before)
  const headers = { 'Auto-Submitted': 'auto-replied' }

  await room.comes(eml({ answers: ['question@home.example'], text: 'I am on holiday', headers }))
  await room.comes(
    eml({ from: 'noreply@psp.example', subject: 'Paid', headers: { 'Auto-Submitted': 'auto-generated' } }),
  )

  const [closed, notice, ...others] = await room.conversations()
  assert.deepEqual(others, [])
  assert.equal(closed?.status, 'closed')
  assert.equal(closed?.messages.length, 2)
  assert.equal(notice?.status, 'open', 'what a machine tells by itself is seen')
  assert.equal(notice?.waitingSince, null)
})

test('a mail whose sender may be forged never joins by a number and never becomes the one it says it is', async (t) => {
  const room = await openMailroom(t)
  await room.comes(eml({ subject: 'Order EE-1042' }))
  await placeOrder(room, 'EE-1042')
  const headers = { 'Authentication-Results': 'mx.pood.example; dmarc=fail' }

  await room.comes(eml({ subject: 'Order EE-1042', headers }))
  await room.comes(eml({ subject: 'Order EE-1042', headers }))
  await room.comes(eml({ subject: 'Order EE-1042' }))

  const [real, forged, again, ...others] = await room.conversations()
  assert.deepEqual(others, [])
  assert.equal(real?.messages.length, 2)
  assert.notEqual(forged?.customerId, real?.customerId)
  assert.equal(forged?.customerId, again?.customerId)
  const identities = await room.db.selectFrom('customerIdentities').select(['customerId', 'isVerified']).execute()
  assert.deepEqual(
    new Map(identities.map(({ customerId, isVerified }) => [customerId, isVerified])),
    new Map([
      [real?.customerId, true],
      [forged?.customerId, false],
    ]),
  )
})

test('the same order brings a mail of the same person to the conversation about it', async (t) => {
  const room = await openMailroom(t)
  await room.comes(eml({ subject: 'Hello', text: 'Hello' }))
  await placeOrder(room, '1042')
  await placeOrder(room, '1043')

  await room.comes(eml({ subject: 'Order 1042', text: 'Where is it?' }))
  await room.comes(eml({ subject: 'Once more', text: 'Where is #1042?' }))
  await room.comes(eml({ subject: 'Another', text: 'And 1043?' }))
  await room.comes(eml({ from: 'dan@home.example', subject: 'Order 1042' }))

  assert.deepEqual(
    (await room.conversations()).map(({ messages }) => messages.length),
    [1, 2, 1, 1],
  )
})

test('an order named in the chat brings the mail of the same person beside it, and the answer goes by mail', async (t) => {
  const room = await openMailroom(t)
  const chat = await room.cleo.writes('Where is order 1042?')
  const value = 'cleo@home.example'
  await room.db
    .insertInto('customerIdentities')
    .columns(['workspaceId', 'customerId', 'kind', 'value', 'isVerified', 'createdAt'])
    .expression(({ selectFrom, val }) =>
      selectFrom('customers').select([
        'workspaceId',
        'id',
        val('email').as('kind'),
        val(value).as('value'),
        val(true).as('is'),
        val(new Date()).as('at'),
      ]),
    )
    .execute()
  await placeOrder(room, '1042')

  await room.comes(eml({ text: 'I asked about 1042 in the chat', messageId: 'mail@home.example' }))
  await room.comes(eml({ answers: ['mail@home.example'], text: 'And now again' }))

  const [conversation, ...others] = await room.conversations()
  assert.deepEqual(others, [])
  const [first, ...mails] = conversation?.messages.map(({ threadId }) => threadId) ?? []
  assert.equal(first, chat.threadId)
  assert.deepEqual(mails, [conversation?.replyThreadId, conversation?.replyThreadId])
  assert.notEqual(first, conversation?.replyThreadId)
})

test('a conversation number in a mail of its customer leads there, of anybody else nowhere', async (t) => {
  const room = await openMailroom(t)
  await room.comes(eml())
  const [{ number } = { number: 0 }] = await room.conversations()

  await room.comes(eml({ subject: `About #${number}` }))
  await room.comes(eml({ from: 'dan@home.example', subject: `About #${number}` }))

  assert.deepEqual(
    (await room.conversations()).map(({ messages }) => messages.length),
    [2, 1],
  )
})

test('who writes by the shop’s contact form is who is named in Reply-To, though only by their own word', async (t) => {
  const room = await openMailroom(t)
  await room.comes(eml({ text: 'This is really me' }))
  const form = { from: 'Pood <noreply@pood.example>', headers: { 'Reply-To': 'Cleo <cleo@home.example>' } }

  await room.comes(eml({ ...form, messageId: 'form@pood.example', text: 'By the form' }))
  await room.comes(eml({ answers: ['form@pood.example'], text: 'And by mail' }))

  const [mine, byForm, ...others] = await room.conversations()
  assert.deepEqual(others, [])
  assert.notEqual(byForm?.customerId, mine?.customerId)
  assert.deepEqual(
    byForm?.messages.map(({ text }) => text),
    ['By the form', 'And by mail'],
  )
})

test('who answers what we know only by their own word has proven it, unless more is known of them', async (t) => {
  const room = await openMailroom(t)
  const form = { from: 'Pood <noreply@pood.example>', headers: { 'Reply-To': 'Cleo <cleo@home.example>' } }
  await room.comes(eml({ ...form, messageId: 'form@pood.example' }))
  await room.comes(eml({ ...form, headers: { 'Reply-To': 'dan@home.example' }, messageId: 'dans@pood.example' }))
  await room.db
    .insertInto('customerIdentities')
    .columns(['workspaceId', 'customerId', 'kind', 'value', 'isVerified', 'createdAt'])
    .expression(({ selectFrom, val }) =>
      selectFrom('customerIdentities')
        .where('value', '=', 'dan@home.example')
        .select([
          'workspaceId',
          'customerId',
          val('visitor').as('kind'),
          val('a browser').as('value'),
          val(true).as('isVerified'),
          val(new Date()).as('at'),
        ]),
    )
    .execute()

  await room.arrives(eml({ answers: ['form@pood.example'] }))
  await room.arrives(eml({ subject: 'Something else' }))
  await room.arrives(eml({ from: 'dan@home.example', answers: ['dans@pood.example'] }))
  await room.arrives(eml({ from: 'dan@home.example', subject: 'Something else' }))
  await room.receives()

  const [cleos, dans, cleosNext, dansNext] = await room.conversations()
  assert.equal(cleos?.messages.length, 2)
  assert.equal(cleosNext?.customerId, cleos?.customerId)
  assert.equal(dans?.messages.length, 2)
  assert.notEqual(dansNext?.customerId, dans?.customerId, 'whoever chatted may have typed any address')
})

test('what arrives out of order is one conversation: by batch, and one by one', async (t) => {
  const room = await openMailroom(t)
  const correspondence = (who: string) => [
    eml({ from: who, answers: [`1-${who}`, `2-${who}`], text: '3' }),
    eml({ from: who, answers: [`1-${who}`], messageId: `2-${who}`, text: '2' }),
    eml({ from: who, answers: [`1-${who}`], text: '2b' }),
    eml({ from: who, messageId: `1-${who}`, text: '1' }),
  ]

  for (const mail of correspondence('cleo@home.example')) await room.comes(mail)
  for (const mail of correspondence('dan@home.example')) await room.arrives(mail)
  await room.receives()

  assert.deepEqual(
    (await room.conversations()).map(({ messages }) => messages.map(({ text }) => text)),
    [
      ['3', '2', '2b', '1'],
      ['3', '2', '2b', '1'],
    ],
  )
})

test('a mail that nobody can read lies in the inbox with its original', async (t) => {
  const room = await openMailroom(t)
  const parser = { parse: async () => ({ unreadable: 'It took too long.' }) }

  await room.arrives(eml(), { item: null, envelope: { from: 'Cleo@home.example', to: [] } })
  await room.receives({ parser })

  const [conversation] = await room.conversations()
  const [message] = conversation?.messages ?? []
  assert.equal(message?.text, 'This mail could not be read. Open the original.')
  assert.ok(message?.originalSha256)
  assert.equal(message?.authorName, 'cleo@home.example')
})

test('a report about our mail is no message; one about nothing that we know is one that nobody waits for', async (t) => {
  const room = await openMailroom(t)
  await room.comes(eml())
  const [asked] = await room.conversations()
  assert.ok(asked)
  const { id } = await room.ada.replies(asked, 'Tomorrow')
  const report: Report = { kind: 'delivery', originalMessageId: 'ours', recipients: [] }
  const parser: MailParser = { parse: async (original) => ({ ...(await room.parser.parse(original)), report }) }

  await room.arrives(eml({ from: 'mailer-daemon@mx.example' }))
  await room.receives({ parser, applyReport: async () => id })
  await room.arrives(eml({ from: 'mailer-daemon@mx.example' }))
  await room.receives({ parser })

  assert.deepEqual(
    (await room.ledger()).map(({ state }) => state),
    ['received', 'report', 'received'],
  )
  const [, unknown, ...others] = await room.conversations()
  assert.deepEqual(others, [])
  assert.equal(unknown?.waitingSince, null)
  assert.equal(unknown?.messages[0]?.isAutomatic, true)
})

test('when a server dies between reading and writing, nothing is lost and nothing doubled', async (t) => {
  const room = await openMailroom(t)
  for (const text of ['1', '2', '3']) await room.arrives(eml({ text, from: `${text}@home.example` }))
  const connection = { ...room, transact: () => Promise.reject(cut) }

  await assert.rejects(room.receives({ connection }), cut)
  assert.deepEqual(await room.conversations(), [])
  await Promise.all([room.receives(), room.receives()])

  assert.deepEqual(
    (await room.conversations()).map(({ messages }) => messages.map(({ text }) => text)),
    [['1'], ['2'], ['3']],
  )
  assert.deepEqual(
    (await room.ledger()).map(({ state, attempts }) => [state, attempts]),
    Array(3).fill(['received', 0]),
  )
})

test('one bad mail does not spoil the others, is tried again, and is given up loudly', async (t) => {
  const room = await openMailroom(t)
  for (const text of ['1', '2', '3']) await room.arrives(eml({ text }))
  const failsFor2: ReceiveTools['afterReceiving'] = async (_trx, mails) => {
    if (mails.some(({ body }) => body.text === '2')) throw new Error('Out of ink')
  }
  const isDue = () =>
    room.db
      .updateTable('mails')
      .set({ retryAt: new Date(0) })
      .where('retryAt', 'is not', null)
      .execute()

  await room.receives({ afterReceiving: failsFor2 })
  assert.deepEqual(
    (await room.ledger()).map(({ state }) => state),
    ['received', 'kept', 'received'],
  )
  await room.receives()
  assert.equal((await room.ledger())[1]?.attempts, 1, 'before its time it is left alone')

  for (let attempt = 1; attempt < 6; attempt += 1) {
    await isDue()
    await room.receives({ afterReceiving: failsFor2 })
  }
  const [, bad] = await room.ledger()
  assert.deepEqual([bad?.state, bad?.failure, bad?.attempts], ['failed', 'Out of ink', 6])

  assert.equal(await room.transact((trx) => retryFailedMails(trx, room.ada.agent, room.mailbox.channelId)), 1)
  await room.receives()
  assert.deepEqual(
    (await room.ledger()).map(({ state }) => state),
    ['received', 'received', 'received'],
  )
  assert.equal((await room.conversations()).length, 3)
})

test('a mail whose original cannot be read now is tried again, and the others come in', async (t) => {
  const room = await openMailroom(t)
  await room.arrives(eml({ text: 'Lost' }))
  await room.arrives(eml({ text: 'Here' }))
  const [lost] = await room.ledger()
  assert.ok(lost)
  await room.files.remove(lost.originalSha256)

  await room.receives()

  assert.deepEqual(
    (await room.ledger()).map(({ state, attempts }) => [state, attempts]),
    [
      ['kept', 1],
      ['received', 0],
    ],
  )
  assert.equal(await room.countJobs(), 1, 'a job waits for its time')
})

test('who is stopped in the middle goes on later', async (t) => {
  const room = await openMailroom(t)
  for (let index = 0; index < 60; index += 1) await room.arrives(eml({ from: `${index}@home.example` }))
  const stopping = new AbortController()

  await room.receives({ signal: stopping.signal, afterReceiving: async () => stopping.abort() })
  const { length: first } = (await room.ledger()).filter(({ state }) => state === 'received')
  await room.receives()

  assert.equal(first, 50)
  assert.equal(await room.countJobs(), 1)
  assert.equal((await room.conversations()).length, 60)
})

test('a colleague’s forwarded mail says who wrote it first; a customer’s is only theirs', async (t) => {
  const room = await openMailroom(t)
  const text = [
    'Can you help?',
    '',
    '---------- Forwarded message ---------',
    'From: Fay <fay@elsewhere.example>',
    'Date: Sun, 13 Sep 2026 at 10:00',
    'Subject: My order',
    'To: Bo <bo@pood.example>',
    '',
    'Where is it?',
  ].join('\r\n')

  for (const from of ['Bo <bo@pood.example>', `Ada <${room.ada.email}>`, 'cleo@home.example'])
    await room.comes(eml({ from, subject: 'Fwd: My order', text }))

  const envelopes = (await room.conversations()).map(({ messages }) => messages[0]?.envelope)
  const fay = { name: 'Fay', address: 'fay@elsewhere.example' }
  assert.deepEqual(
    envelopes.map((envelope) => Value.Parse(EnvelopeBody, envelope).forwardedFrom),
    [fay, fay, undefined],
  )
})

test('whatever bytes come as a mail, they become a message with its original', async (t) => {
  const room = await openMailroom(t)
  const pieces = [
    'From: ',
    'Cleo <cleo@home.example>',
    '\r\n',
    '\0',
    '\ud800',
    'Subject: =?utf-8?q?=00?=',
    '\r\n\r\n',
    'References: <a>',
  ]
  const anyBytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc
      .array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 20 })
      .map((some) => Buffer.from(some.join(''))),
  )

  const deliveries = fc.array(anyBytes, { minLength: 20, maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(deliveries, async (mails) => {
      for (const bytes of mails) await room.arrives(bytes)
      await room.receives()
      for (const { state, originalSha256, messageId } of await room.ledger()) {
        assert.ok(state === 'received' || state === 'repeat')
        assert.ok(messageId && (await room.files.has(originalSha256)))
      }
    }),
    { numRuns: 3 },
  )
})

const people = ['cleo', 'dan', 'eve']
const ids = Array.from({ length: 8 }, (_, index) => String(index))
const anyMail = fc.record({
  from: fc.constantFrom(...people),
  id: fc.constantFrom(...ids),
  answers: fc.uniqueArray(fc.constantFrom(...ids, 'unknown'), { maxLength: 3 }),
  copyTo: fc.constantFrom(...people, undefined),
  order: fc.constantFrom('EE-1042', '1043', undefined),
  isForged: fc.boolean(),
  isByMachine: fc.boolean(),
})

test('however the mails are cut into batches, they come to lie the same way', async (t) => {
  const room = await openMailroom(t)
  await room.db
    .insertInto('orders')
    .values(['EE-1042', '1043'].map((number) => ({ workspaceId: room.workspace.id, number, ...order })))
    .execute()
  let count = 0
  const sorts = async (mails: Sample<typeof anyMail>[], batches: number[]) => {
    count += 1
    const at = (name: string) => `${name}@${count}.example`
    for (const [index, { from, id, answers, copyTo, order, isForged, isByMachine }] of mails.entries()) {
      const headers = {
        ...(copyTo && { Cc: at(copyTo) }),
        ...(isForged && { 'Authentication-Results': 'mx; dmarc=fail' }),
        ...(isByMachine && { 'Auto-Submitted': 'auto-replied' }),
        Date: new Date(index * 60_000).toUTCString(),
      }
      const subject = order ? `About ${order}` : 'Hello'
      await room.arrives(
        eml({ from: `${from} <${at(from)}>`, messageId: at(id), answers: answers.map(at), subject, headers }),
      )
      if (batches.includes(index)) await room.receives()
    }
    await room.receives()
    const { rows } = await sql<{ threadId: string; author: string }>`
      select thread_id, customers.name || is_verified as author from mails
      join messages on messages.id = mails.message_id
      join customers on customers.id = messages.author_id
      join customer_identities on customer_id = author_id
      order by mails.id desc limit ${mails.length}`.execute(room.db)
    const threads = rows.reverse().map(({ threadId }) => threadId)
    return threads.map((thread, index) => `${threads.indexOf(thread)} ${rows[index]?.author}`)
  }

  await fc.assert(
    fc.asyncProperty(
      fc.array(anyMail, { minLength: 1, maxLength: 12 }),
      fc.uniqueArray(fc.nat(11)),
      async (mails, batches) => {
        assert.deepEqual(await sorts(mails, batches), await sorts(mails, [...mails.keys()]))
      },
    ),
    { numRuns: 12 },
  )
})

type Sample<Kind> = Kind extends fc.Arbitrary<infer Value> ? Value : never

const order = { status: 'paid', placedAt: new Date(), total: 20, currency: 'EUR', items: '[]' }

const cut = Object.assign(new Error('Connection terminated unexpectedly'), { code: '57P01' })

/** In the shop, by Cleo, whom we know already. */
async function placeOrder({ db, workspace }: Awaited<ReturnType<typeof openMailroom>>, number: string): Promise<void> {
  const { customerId } = await db
    .selectFrom('customerIdentities')
    .where('value', '=', 'cleo@home.example')
    .where('isVerified', '=', true)
    .select('customerId')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('orders')
    .values({ workspaceId: workspace.id, number, customerId, ...order })
    .execute()
}
