import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { simpleParser } from 'mailparser'
import type { DeliveryReceipt, OutboundMessage } from '#conversations/channel.ts'
import { markDelivery } from '#conversations/delivery.ts'
import type { MessageBody } from '#protocol/conversations.ts'
import type { EmailSettings } from '#protocol/email.ts'
import { openDesk } from '#test/desk.ts'
import { LetterWriter } from '#test/letters.ts'
import { openSendingServer, type TakenMail } from '#test/mail/sending-server.ts'
import { readMessageId, readPlusAddress } from './addresses.ts'
import { changeMailbox, createMailbox } from './connecting.ts'
import { emailDelivery } from './delivery.ts'
import { type Door, getMailbox, markWorking } from './email-channel.ts'
import { createSubmitter } from './submitting.ts'

test('a reply leaves as an answer to the customer’s letter, and its Message-ID leads back to it', async (t) => {
  const { ada, cleo, server, delivers, secrets } = await openPost(t, { hasPlusAddresses: true })
  const question = await cleo.writes('My order never came', {
    subject: 'Order 1207',
    externalId: 'question@mail.example',
  })

  const { message, receipt } = await delivers(await ada.replies(question, 'It left yesterday.'))

  assert.equal(receipt.state, 'sent')
  const { mail, taken } = await lastOf(server)
  assert.equal(taken.user, 'info@shop.example')
  assert.deepEqual(taken.to, ['cleo@mail.example'])
  assert.deepEqual(readPlusAddress(secrets, taken.from), { threadId: question.threadId })
  assert.deepEqual(readMessageId(secrets, mail.messageId ?? ''), { messageId: message.id })
  assert.equal(mail.from?.text, '"Ada (Pihlaka pood)" <info@shop.example>')
  assert.equal(mail.replyTo?.value[0]?.address, taken.from)
  assert.equal(mail.subject, 'Re: Order 1207')
  assert.equal(mail.inReplyTo, '<question@mail.example>')
  assert.deepEqual([mail.references].flat(), ['<question@mail.example>'])
  assert.match(
    mail.text ?? '',
    /^It left yesterday\.\n\n-- \nPihlaka pood\n\nOn .*, Cleo wrote:\n> My order never came\n$/,
  )
})

test('in a long correspondence every letter names those before it', async (t) => {
  const { ada, cleo, server, delivers } = await openPost(t)
  const question = await cleo.writes('One', { externalId: 'one@mail.example' })
  await delivers(await ada.replies(question, 'Two'))
  const two = (await lastOf(server)).mail
  await cleo.writes('Three', { in: question, externalId: 'three@mail.example' })

  await delivers(await ada.replies(question, 'Four'))

  const { mail } = await lastOf(server)
  assert.equal(mail.inReplyTo, '<three@mail.example>')
  assert.deepEqual(mail.references, ['<one@mail.example>', two.messageId, '<three@mail.example>'])
})

test('sent once more, it is the same mail to the byte', async (t) => {
  const { ada, cleo, server, delivers, repeats } = await openPost(t)
  const { message } = await delivers(await ada.replies(await cleo.writes('Hello?'), 'Hello!'))

  await repeats(message)

  const [first, second] = server.taken
  assert.deepEqual(first?.raw, second?.raw)
})

test('a customer never sees notes, nor what failed, was taken back or is not sent yet', async (t) => {
  const { ada, cleo, server, delivers, transact } = await openPost(t)
  const question = await cleo.writes('Hello?')
  await ada.notes(question, 'She is difficult')
  const failed = await ada.replies(question, 'This failed')
  await transact((trx) =>
    markDelivery(trx, { workspaceId: ada.agent.workspaceId, messageId: failed.id, state: 'failed', why: 'No.' }),
  )
  await ada.replies(question, 'This still waits')
  const reply = await ada.replies(question, 'This goes out')

  await delivers(reply)

  const { text = '', html } = (await lastOf(server)).mail
  assert.match(text, /This goes out/)
  assert.match(text, /> Hello\?/)
  for (const hidden of [/difficult/, /This failed/, /still waits/]) {
    assert.doesNotMatch(text, hidden)
    assert.doesNotMatch(String(html), hidden)
  }
})

test('what one of several people wrote to the shop alone is not shown to the others', async (t) => {
  const { ada, cleo, comes, server, delivers } = await openPost(t)
  const dan = comes('Dan')
  const question = await cleo.writes('Where is it?', { envelope: { cc: [dan.from] } })
  const aside = { from: dan.from, to: [{ name: null, address: 'info@shop.example' }] }
  await cleo.writes('Between us: she never pays', {
    in: question,
    envelope: aside,
    author: { id: question.id, name: 'Dan' },
  })

  await delivers(await ada.replies(question, 'Tomorrow.', { letter: { to: [cleo.from] } }))

  const { text = '' } = (await lastOf(server)).mail
  assert.match(text, /> Where is it\?/)
  assert.doesNotMatch(text, /never pays/)
})

test('each agent signs with their own signature, above the channel’s', async (t) => {
  const { ada, bo, cleo, server, delivers } = await openPost(t, { signature: 'Pihlaka pood\nTartu mnt 1' })
  const question = await cleo.writes('Hello?')
  await ada.asks('PATCH', `/members/${ada.id}`, { signature: 'Ada Lepik' })
  await bo.asks('PATCH', `/members/${bo.id}`, { signature: 'Bo\nWarehouse' })

  await delivers(await ada.replies(question, 'Hello!'))
  await delivers(await bo.replies(question, 'Me too!'))

  const texts = await Promise.all(server.taken.map(async ({ raw }) => (await simpleParser(raw)).text ?? ''))
  assert.match(texts[0] ?? '', /^Hello!\n\n-- \nAda Lepik\nPihlaka pood\nTartu mnt 1\n/)
  assert.match(texts[1] ?? '', /^Me too!\n\n-- \nBo\nWarehouse\nPihlaka pood\nTartu mnt 1\n/)
})

test('files go along', async (t) => {
  const { ada, cleo, server, delivers } = await openPost(t)
  const question = await cleo.writes('Invoice?')
  const file = await ada.uploads('Arve õ "2".txt', Buffer.from('Kokku 12 eurot'))

  await delivers(await ada.replies(question, 'Here.', { files: [file] }))

  const { attachments } = (await lastOf(server)).mail
  assert.deepEqual(
    attachments.map(({ filename, content }) => [filename, content.toString()]),
    [[file.name, 'Kokku 12 eurot']],
  )
})

test('a file that is gone is said to be, before anything is sent', async (t) => {
  const { ada, cleo, server, delivers, files, db } = await openPost(t)
  const file = await ada.uploads('Invoice.txt', Buffer.from('Kokku 12 eurot'))
  const reply = await ada.replies(await cleo.writes('Invoice?'), 'Here.', { files: [file] })
  const { sha256 } = await db
    .selectFrom('attachments')
    .where('id', '=', file.id)
    .select('sha256')
    .executeTakeFirstOrThrow()
  await files.remove(sha256)

  const { receipt } = await delivers(reply)

  assert.match(whyOf(receipt), /“Invoice\.txt” is missing/)
  assert.equal(server.connections, 0)
})

test('a mailbox that cannot send says where to change that', async (t) => {
  const { ada, cleo, delivers } = await openPost(t, { smtp: null })

  const { receipt } = await delivers(await ada.replies(await cleo.writes('Hello?'), 'Hello!'))

  assert.match(whyOf(receipt), /no sending server.*Settings → Channels → Post/)
})

test('what is refused for good has failed, with the server’s own words', async (t) => {
  const { ada, cleo, server, delivers } = await openPost(t)
  const question = await cleo.writes('Hello?')

  server.answers.recipient = () => [550, '5.1.1 No such user here']
  const unknown = await delivers(await ada.replies(question, 'Hello!'))
  server.answers.recipient = undefined
  server.answers.mail = () => [554, '5.7.1 Looks like spam']
  const spam = await delivers(await ada.replies(question, 'Hello again!'))

  assert.equal(
    whyOf(unknown.receipt),
    'cleo@mail.example: This address does not exist. The mail server said: 550 5.1.1 No such user here',
  )
  assert.match(whyOf(spam.receipt), /takes it for spam\. The mail server said: 554 5\.7\.1 Looks like spam$/)
  assert.equal(server.taken.length, 0)
})

test('a mail that is too large is not even begun', async (t) => {
  const { ada, cleo, server, delivers } = await openPost(t)
  const file = await ada.uploads('film.bin', Buffer.alloc(1_000_000))

  const { receipt } = await delivers(await ada.replies(await cleo.writes('Hello?'), 'Look!', { files: [file] }))

  assert.match(whyOf(receipt), /larger than its mail server allows/)
  assert.equal(server.taken.length, 0)
})

test('what is refused for now is tried again, and then succeeds', async (t) => {
  const { ada, cleo, server, delivers } = await openPost(t)
  const reply = await ada.replies(await cleo.writes('Hello?'), 'Hello!')
  const later = () => [451, '4.7.1 cleo@mail.example: come back later'] as [number, string]

  for (const stage of ['sender', 'recipient', 'mail'] as const) {
    server.answers[stage] = later
    await assert.rejects(
      delivers(reply),
      (error: Error) => /for now \(451\)/.test(error.message) && !/@/.test(error.message),
    )
    server.answers[stage] = undefined
  }
  server.answers.mail = () => 'hangs up'
  await assert.rejects(delivers(reply), /for now/)
  server.answers.mail = undefined

  assert.equal((await delivers(reply)).receipt.state, 'sent')
  assert.equal(server.taken.length, 1)
})

test('a server that is down is tried again', async (t) => {
  const { ada, cleo, server, delivers, mailbox } = await openPost(t)
  const reply = await ada.replies(await cleo.writes('Hello?'), 'Hello!')
  await server.close()

  await assert.rejects(delivers(reply), /refuses connections/)
  assert.equal((await mailbox()).sendingFailingSince, null)
})

test('a password that is no longer right is noted at the mailbox, until it works again', async (t) => {
  const { ada, cleo, server, delivers, mailbox, works } = await openPost(t)
  const reply = await ada.replies(await cleo.writes('Hello?'), 'Hello!')

  server.answers.signIn = () => [535, '5.7.8 Authentication failed for info@shop.example']
  await assert.rejects(delivers(reply), (error: Error) => /corrects/.test(error.message) && !/@/.test(error.message))
  assert.match((await mailbox()).sendingFailure ?? '', /^Mail cannot be sent: localhost does not accept the password/)
  await works('imap')
  assert.ok((await mailbox()).sendingFailure, 'that it can be read says nothing of sending')
  server.answers.signIn = () => [454, '4.7.0 Temporary authentication failure']
  await assert.rejects(delivers(reply))

  server.answers.signIn = undefined
  assert.equal((await delivers(reply)).receipt.state, 'sent')
  assert.equal((await mailbox()).sendingFailure, null)
})

test('a new password is used at once, though the old connection is still open', async (t) => {
  const { ada, cleo, server, delivers, change } = await openPost(t)
  const question = await cleo.writes('Hello?')
  await delivers(await ada.replies(question, 'One'))
  await delivers(await ada.replies(question, 'Two'))
  assert.equal(server.connections, 1)

  await change({ password: 'wrong' })

  await assert.rejects(delivers(await ada.replies(question, 'Three')), /corrects/)
  assert.equal(server.connections, 2)
})

test('when some are refused, the others get it and the agent hears who did not', async (t) => {
  const { ada, cleo, server, delivers } = await openPost(t)
  const question = await cleo.writes('Hello?')
  const gone = { name: null, address: 'gone@mail.example' }
  server.answers.recipient = (address) => (address === gone.address ? [550, '5.1.1 Unknown'] : undefined)

  const copy = await delivers(await ada.replies(question, 'Hello!', { letter: { to: [cleo.from], cc: [gone] } }))
  const main = await delivers(await ada.replies(question, 'Hello!', { letter: { to: [gone], cc: [cleo.from] } }))

  assert.ok(copy.receipt.state === 'sent')
  assert.deepEqual(copy.receipt.leftOut, [
    { address: 'gone@mail.example', why: 'This address does not exist. The mail server said: 550 5.1.1 Unknown' },
  ])
  assert.match(whyOf(main.receipt), /^gone@mail\.example: This address does not exist/)
  assert.deepEqual(
    server.taken.map(({ to }) => to),
    [['cleo@mail.example'], ['cleo@mail.example']],
  )
})

test('a server that sends only from the plain address gets it', async (t) => {
  const { ada, cleo, server, delivers } = await openPost(t, { hasPlusAddresses: true })
  server.answers.sender = (address) => (address.includes('+') ? [553, '5.7.1 Sender not owned by user'] : undefined)

  await delivers(await ada.replies(await cleo.writes('Hello?'), 'Hello!'))

  const { taken, mail } = await lastOf(server)
  assert.equal(taken.from, 'info@shop.example')
  assert.match(mail.replyTo?.value[0]?.address ?? '', /^info\+/)
})

test('it asks to hear of failures and delays, with the headers alone', async (t) => {
  const { ada, cleo, server, delivers } = await openPost(t)
  const { message } = await delivers(await ada.replies(await cleo.writes('Hello?'), 'Hello!'))

  assert.deepEqual((await lastOf(server)).taken.dsn, { ret: 'HDRS', envid: message.id })
})

test('a delivery that is called off ends, and nothing is sent', async (t) => {
  const { ada, cleo, server, delivers } = await openPost(t)
  const reply = await ada.replies(await cleo.writes('Hello?'), 'Hello!')
  const stopping = new AbortController()
  server.answers.recipient = () => {
    stopping.abort(new Error('The server stops'))
    return undefined
  }

  await assert.rejects(delivers(reply, stopping.signal), /The server stops/)
  assert.equal(server.taken.length, 0)
})

async function openPost(t: TestContext, settings: Partial<EmailSettings> = {}) {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, bo, transact, secrets, db, files, workspace } = desk
  const server = await openSendingServer(t)
  const { channelId } = await transact((trx) =>
    createMailbox(trx, ada.agent, secrets, {
      name: 'Post',
      address: 'info@shop.example',
      settings: { provider: 'other', signIn: 'password', imap: null, smtp: server.settings, folders: [], ...settings },
      password: 'rowan',
    }),
  )
  const nobody = () => assert.fail('nobody signs in with a consent here')
  const consents = { findRegistration: () => undefined, urlFor: nobody, grant: nobody, renew: nobody }
  const submitter = createSubmitter({ transact, secrets, consents, allowsPrivate: true })
  t.after(submitter.close)
  const channel = emailDelivery({ db, transact, files, secrets, submitter })
  const comes = (name: string) => new LetterWriter({ transact, workspace }, channelId, name)
  const cleo = comes('Cleo')
  const { customer } = await cleo.prepares('')

  const repeats = (message: OutboundMessage, signal = new AbortController().signal) => channel.deliver(message, signal)
  return {
    ada,
    bo,
    cleo,
    comes,
    server,
    secrets,
    transact,
    db,
    files,
    mailbox: () => getMailbox(db, workspace.id, channelId),
    works: (door: Door) => transact((trx) => markWorking(trx, { workspaceId: workspace.id, channelId }, door)),
    change: (changes: { password: string }) =>
      transact((trx) => changeMailbox(trx, ada.agent, secrets, channelId, changes)),
    repeats,
    /** Sends it as the job would, and keeps what became of it. */
    async delivers(reply: MessageBody, signal?: AbortSignal) {
      const message = { ...reply, workspaceId: workspace.id, channelId, customerId: customer.id }
      const receipt = await repeats(message, signal)
      await transact((trx) => markDelivery(trx, { workspaceId: workspace.id, messageId: message.id, ...receipt }))
      return { message, receipt }
    },
  }
}

type SendingServer = Awaited<ReturnType<typeof openSendingServer>>

async function lastOf({ taken: all }: SendingServer) {
  const taken: TakenMail = all.at(-1) ?? assert.fail('nothing was sent')
  return { taken, mail: await simpleParser(taken.raw) }
}

const whyOf = (receipt: DeliveryReceipt): string =>
  receipt.state === 'failed' ? receipt.why : assert.fail('it did not fail')
