import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { type ParsedMail, simpleParser } from 'mailparser'
import type { EmailSettings, MailServer } from '#protocol/email.ts'
import { openDesk } from '#test/desk.ts'
import { until } from '#test/infolett.ts'
import { mailServers } from '#test/mail-servers.ts'
import { readMessageId } from './addresses.ts'
import { createMailbox } from './connecting.ts'
import { sealSecrets } from './email-channel.ts'

test('a customer writes, an agent answers, the customer answers: one conversation, by real mail servers', async (t) => {
  const { ada, cleo, servers, address, secrets, conversations } = await openShop(t)
  await cleo.writes('Order 1207', 'Kus mu pakk on? Ootan juba nädal aega õega.')
  await until(async () => (await conversations()).length === 1)
  const [conversation] = await conversations()
  assert.ok(conversation)

  const reply = await ada.replies(conversation, 'Läks eile teele.\n\nHead ootamist!')
  await until(async () => (await servers.listMailbox(cleo.address)).length === 1)

  const answer = await cleo.reads()
  assert.equal(answer.subject, 'Re: Order 1207')
  assert.match(answer.text ?? '', /^Läks eile teele\.\n\nHead ootamist!\n\n-- \nPihlaka pood\n\n/)
  assert.match(answer.text ?? '', /> Kus mu pakk on\? Ootan juba nädal aega õega\./)
  assert.deepEqual(readMessageId(secrets, answer.messageId ?? ''), { messageId: reply.id })
  assert.match(answer.replyTo?.value[0]?.address ?? '', /^shop-[0-9a-f]+\+\w+@shop\.test$/)
  await until(async () => (await ada.opens(conversation)).messages.at(-1)?.delivery.state === 'sent')

  await cleo.answers(answer, 'Aitäh!\n\nOn Monday the shop wrote:\n> Läks eile teele.')
  await until(async () => (await ada.opens(conversation)).messages.length === 3)

  const { messages } = await ada.opens(conversation)
  assert.equal(messages.at(-1)?.text, 'Aitäh!')
  assert.equal((await conversations()).length, 1)

  await until(async () => (await servers.listMailbox(address, 'Sent')).length === 1)
  const [copy] = await servers.listMailbox(address, 'Sent')
  assert.deepEqual(copy?.flags, ['\\Seen'])
  assert.equal((await simpleParser(copy?.raw ?? '')).messageId, answer.messageId)
})

test('a copy of what was sent lies in the mailbox once, also when its job runs again', async (t) => {
  const { ada, cleo, servers, address, workspace, conversations, runJob } = await openShop(t)
  await cleo.writes('Hello', 'Hello?')
  await until(async () => (await conversations()).length === 1)
  const [conversation] = await conversations()
  assert.ok(conversation)
  const boss = { name: null, address: 'boss@home.test' }
  await servers.addMailbox(boss.address)

  const letter = { to: [{ name: 'Cleo', address: cleo.address }], bcc: [boss] }
  const reply = await ada.replies(conversation, 'Hello!', { letter })
  await until(async () => (await servers.listMailbox(address, 'Sent')).length === 1)
  await runJob('keep-sent-copy', { workspaceId: workspace.id, messageId: reply.id })

  const copies = await servers.listMailbox(address, 'Sent')
  assert.equal(copies.length, 1)
  assert.match(String(copies[0]?.raw), /^Bcc: boss@home\.test/im)
  await until(async () => (await servers.listMailbox(boss.address)).length === 1)
  for (const who of [cleo.address, boss.address])
    for (const { raw } of await servers.listMailbox(who)) assert.doesNotMatch(String(raw), /^Bcc:/im)
})

test('a letter that a mail server on the way gives back has failed, in the words of that server', async (t) => {
  const { ada, cleo, conversations } = await openShop(t)
  await cleo.writes('Hello', 'Please answer my sister')
  await until(async () => (await conversations()).length === 1)
  const [conversation] = await conversations()
  assert.ok(conversation)

  const reply = await ada.replies(conversation, 'Hello!', {
    letter: { to: [{ name: null, address: 'sister@elsewhere.test' }] },
  })

  const delivery = async () =>
    (await ada.opens(conversation)).messages.find(({ id }) => id === reply.id)?.delivery ?? assert.fail()
  await until(async () => (await delivery()).state === 'failed')
  assert.match((await delivery()).failure ?? '', /^sister@elsewhere\.test: .*There is no way out/)
  // The report is about the letter; it is no letter itself.
  assert.equal((await conversations()).length, 1)
  assert.equal((await ada.opens(conversation)).messages.length, 2)
})

test('a recipient whom the mail server itself knows not to exist is refused at once', async (t) => {
  const { ada, cleo, conversations } = await openShop(t)
  await cleo.writes('Hello', 'Hello?')
  await until(async () => (await conversations()).length === 1)
  const [conversation] = await conversations()
  assert.ok(conversation)

  await ada.replies(conversation, 'Hello!', { letter: { to: [{ name: null, address: 'nobody@home.test' }] } })

  const last = async () => (await ada.opens(conversation)).messages.at(-1)?.delivery
  await until(async () => (await last())?.state === 'failed')
  assert.match((await last())?.failure ?? '', /^nobody@home\.test: This address does not exist\..* 550 5\.1\.1/)
})

test('signed in with a token in place of a password, it sends as well', async (t) => {
  const { ada, cleo, servers, conversations } = await openShop(t, { signsInWith: 'token' })
  await cleo.writes('Hello', 'Hello?')
  await until(async () => (await conversations()).length === 1)
  const [conversation] = await conversations()
  assert.ok(conversation)

  await ada.replies(conversation, 'Hello!')

  await until(async () => (await servers.listMailbox(cleo.address)).length === 1)
})

/** A shop whose mailbox is at real mail servers, and Cleo, who has one there too. */
async function openShop(t: TestContext, { signsInWith = 'password' }: { signsInWith?: 'password' | 'token' } = {}) {
  const servers = await mailServers(t)
  const desk = await openDesk(t)
  const { ada, transact, secrets, app } = desk
  const { address, password } = await servers.addMailbox()
  await servers.addFolder(address, 'Sent').catch(() => {})
  const common = { host: 'localhost', user: address, certificateAuthority: servers.ca }
  const imap: MailServer = { ...common, port: servers.imap.port, security: 'starttls' }
  const smtp: MailServer = { ...common, port: servers.smtp.port, security: 'starttls' }
  const settings: EmailSettings = {
    provider: 'other',
    signIn: signsInWith === 'token' ? 'oauth' : 'password',
    imap,
    smtp,
    folders: [],
    sentFolder: 'Sent',
    hasPlusAddresses: true,
  }
  await transact(async (trx) => {
    const mailbox = await createMailbox(trx, ada.agent, secrets, { name: 'Post', address, settings, password })
    if (signsInWith === 'password') return
    servers.grant('a token', address)
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
    const consent = { accessToken: 'a token', refreshToken: 'another', expiresAt }
    await trx
      .updateTable('mailboxes')
      .set({ secrets: sealSecrets(secrets, { consent }) })
      .where('channelId', '=', mailbox.channelId)
      .execute()
  })
  const mail = await app.openMail()
  t.after(() => mail.close())

  const { address: cleoAddress } = await servers.addMailbox(`cleo-${randomBytes(4).toString('hex')}@home.test`)
  const sends = (headers: string[], text: string) =>
    servers.deliver(
      [`From: Cleo <${cleoAddress}>`, 'Content-Type: text/plain; charset=utf-8', ...headers, '', text].join('\r\n'),
      { from: cleoAddress, to: address },
    )
  return {
    ...desk,
    servers,
    address,
    conversations: async () => (await ada.inbox('open')).conversations,
    cleo: {
      address: cleoAddress,
      writes: (subject: string, text: string) => sends([`To: ${address}`, `Subject: ${subject}`], text),
      answers: (mail: ParsedMail, text: string) =>
        sends(
          [
            `To: ${mail.replyTo?.text}`,
            `Subject: Re: ${mail.subject}`,
            `In-Reply-To: ${mail.messageId}`,
            `References: ${[mail.references ?? [], mail.messageId].flat().join(' ')}`,
          ],
          text,
        ),
      async reads(): Promise<ParsedMail> {
        const [first] = await servers.listMailbox(cleoAddress)
        return simpleParser(first?.raw ?? assert.fail('nothing came'))
      },
    },
  }
}
