import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ImapFlow } from 'imapflow'
import { createTransport } from 'nodemailer'
import { until } from './infolett.ts'
import { mailServers } from './mail-servers.ts'

const mail = (subject: string) => `From: cleo@home.test\r\nTo: shop@shop.test\r\nSubject: ${subject}\r\n\r\nTere!\r\n`

test('the mail servers of the tests take mail, keep it, know passwords and tokens, and bounce', async (t) => {
  const servers = await mailServers(t)
  const { address, password } = await servers.addMailbox()

  await servers.deliver(mail('one'), { from: 'cleo@home.test', to: address })
  await until(async () => (await servers.listMailbox(address)).length === 1)
  await servers.append(address, 'INBOX', mail('two'), mail('three'))
  const lying = await servers.listMailbox(address)
  assert.deepEqual(
    lying.map(({ uid, flags, raw }) => [uid, flags, /Subject: (\w+)/.exec(String(raw))?.[1]]),
    [
      [1, [], 'one'],
      [2, [], 'two'],
      [3, [], 'three'],
    ],
  )
  await assert.rejects(servers.deliver(mail('lost'), { from: 'cleo@home.test', to: 'nobody@shop.test' }), /550/)

  servers.grant('a token', address)
  const { host, port } = servers.imap
  const tls = { ca: servers.ca }
  for (const auth of [
    { user: address, pass: password },
    { user: address, accessToken: 'a token' },
  ]) {
    const client = new ImapFlow({ host, port, secure: false, doSTARTTLS: true, tls, auth, logger: false })
    await client.connect()
    assert.equal((await client.status('INBOX', { messages: true })).messages, 3)
    await client.logout()
  }
  const wrong = new ImapFlow({
    host,
    port: servers.imap.tlsPort,
    secure: true,
    tls,
    logger: false,
    auth: { user: address, pass: 'x' },
  })
  await assert.rejects(wrong.connect())
  wrong.close()

  const out = createTransport({
    ...servers.smtp,
    secure: false,
    requireTLS: true,
    tls,
    auth: { user: address, pass: password },
  })
  await out.sendMail({ from: address, to: 'somebody@elsewhere.test', subject: 'Out', text: 'Away' })
  await until(async () => (await servers.listMailbox(address)).some(({ raw }) => raw.includes('There is no way out')))

  await servers.deleteMail(address, 'INBOX', 1)
  await servers.recreateFolder(address)
  assert.equal((await servers.listMailbox(address)).length, 3)
})
