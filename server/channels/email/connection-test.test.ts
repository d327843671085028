import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { type TestContext, test } from 'node:test'
import type { MailServer } from '#protocol/email.ts'
import { type MailAccount, type MailServers, mailServers } from '#test/mail-servers.ts'
import { type TriedSignIn, testMailbox } from './connection-test.ts'

const here = { allowsPrivate: true, patienceMilliseconds: 5_000 }

/** What the test says of a mailbox at our real servers, with this changed. */
async function tries(
  servers: MailServers,
  { address, password }: MailAccount,
  changed: { imap?: Partial<MailServer>; smtp?: Partial<MailServer>; signIn?: TriedSignIn } = {},
) {
  const common = { host: 'localhost', user: address, certificateAuthority: servers.ca }
  const signIn = changed.signIn ?? { user: address, pass: password }
  return testMailbox(
    {
      provider: 'other',
      imap: { ...common, port: servers.imap.tlsPort, security: 'tls', ...changed.imap },
      smtp: { ...common, port: servers.smtp.tlsPort, security: 'tls', ...changed.smtp },
      signIns: { imap: signIn, smtp: signIn },
    },
    here,
  )
}

test('a mailbox that can be read and sent from shows its folders and what they are for', async (t) => {
  const servers = await mailServers(t)
  const mailbox = await servers.addMailbox()
  await servers.addFolder(mailbox.address, 'Orders')

  const { incoming, outgoing } = await tries(servers, mailbox)

  assert.deepEqual(outgoing, { ok: true, problem: null, advice: null })
  assert.equal(incoming?.ok, true)
  assert.equal(incoming?.hasIdle, true)
  assert.deepEqual(
    incoming?.folders.filter(({ path }) => path === 'INBOX' || path === 'Orders'),
    [
      { path: 'INBOX', use: 'inbox' },
      { path: 'Orders', use: null },
    ],
  )
})

test('STARTTLS works at both', async (t) => {
  const servers = await mailServers(t)
  const { incoming, outgoing } = await tries(servers, await servers.addMailbox(), {
    imap: { port: servers.imap.port, security: 'starttls' },
    smtp: { port: servers.smtp.port, security: 'starttls' },
  })
  assert.equal(incoming?.ok, true)
  assert.equal(outgoing?.ok, true)
})

test('a wrong password is said to be one, and the sending server is still tried by itself', async (t) => {
  const servers = await mailServers(t)
  const mailbox = await servers.addMailbox()
  const answer = await tries(servers, { ...mailbox, password: 'wrong' }, { smtp: { port: 1 } })

  assert.match(answer.incoming?.problem ?? '', /does not accept the password/)
  assert.match(answer.outgoing?.problem ?? '', /Port 1 is none for mail/)
  assert.equal(JSON.stringify(answer).includes('wrong'), false)
})

test('a private authority that was not given is not trusted, and one learns how to give it', async (t) => {
  const servers = await mailServers(t)
  const unknown = { certificateAuthority: null }
  const { incoming, outgoing } = await tries(servers, await servers.addMailbox(), { imap: unknown, smtp: unknown })

  for (const side of [incoming, outgoing]) {
    assert.match(side?.problem ?? '', /authority that nobody here knows/)
    assert.match(side?.advice ?? '', /paste the certificate/)
  }
})

test('an authority that is no certificate is said to be unreadable', async (t) => {
  const servers = await mailServers(t)
  const broken = { certificateAuthority: '-----BEGIN CERTIFICATE-----\nnope\n-----END CERTIFICATE-----' }
  const { incoming, outgoing } = await tries(servers, await servers.addMailbox(), { imap: broken, smtp: broken })

  assert.match(incoming?.problem ?? '', /cannot be read/)
  assert.match(outgoing?.problem ?? '', /cannot be read/)
})

test('TLS at a port that begins without it, and the other way round, are told apart', async (t) => {
  const servers = await mailServers(t)
  const mailbox = await servers.addMailbox()
  const tooEarly = await tries(servers, mailbox, {
    imap: { port: servers.imap.port },
    smtp: { port: servers.smtp.port },
  })
  for (const side of [tooEarly.incoming, tooEarly.outgoing]) {
    assert.match(side?.problem ?? '', /does not begin with TLS/)
    assert.match(side?.advice ?? '', /STARTTLS/)
  }
  const tooLate = await tries(servers, mailbox, {
    imap: { security: 'starttls' },
    smtp: { security: 'starttls' },
  })
  assert.match(tooLate.incoming?.advice ?? '', /choose TLS instead of STARTTLS|993 and 465 begin with TLS/)
  assert.match(tooLate.outgoing?.advice ?? '', /choose TLS instead of STARTTLS|993 and 465 begin with TLS/)
})

test('where nobody listens the connection is refused; a name that nobody has is not found', async (t) => {
  const servers = await mailServers(t)
  const mailbox = await servers.addMailbox()
  const port = await freePort()
  const refused = await tries(servers, mailbox, { imap: { port }, smtp: { port } })
  assert.match(refused.incoming?.problem ?? '', /refuses connections on port/)
  assert.match(refused.outgoing?.problem ?? '', /refuses connections on port/)

  const nobody = { host: 'mail.shop.invalid' }
  const missing = await tries(servers, mailbox, { imap: nobody, smtp: nobody })
  assert.match(missing.incoming?.problem ?? '', /There is no server called mail\.shop\.invalid/)
  assert.match(missing.outgoing?.problem ?? '', /There is no server called mail\.shop\.invalid/)
})

test('an access token opens both; a withdrawn one is told to be signed in again', async (t) => {
  const servers = await mailServers(t)
  const mailbox = await servers.addMailbox()
  servers.grant('the-token', mailbox.address)
  const opened = await tries(servers, mailbox, { signIn: { user: mailbox.address, accessToken: 'the-token' } })
  assert.equal(opened.incoming?.ok, true)
  assert.equal(opened.outgoing?.ok, true)

  const other = await servers.addMailbox()
  const withdrawn = await tries(servers, other, { signIn: { user: other.address, accessToken: 'no-such-token' } })
  assert.match(withdrawn.incoming?.advice ?? '', /Sign in again/)
  assert.match(withdrawn.outgoing?.advice ?? '', /Sign in again/)
})

const strangers: [
  name: string,
  door: 'imap' | 'smtp',
  security: MailServer['security'],
  lines: string[],
  says: RegExp,
][] = [
  [
    'reading without STARTTLS',
    'imap',
    'starttls',
    ['* OK [CAPABILITY IMAP4rev1] ready'],
    /does not offer encryption \(STARTTLS\)/,
  ],
  ['sending without STARTTLS', 'smtp', 'starttls', ['220 ready', '250 mail', '502 no'], /does not offer encryption/],
  ['a web server', 'imap', 'tls', ['HTTP/1.1 400 Bad Request'], /does not begin with TLS/],
  ['silence', 'imap', 'starttls', [], /says nothing on port/],
  ['silence', 'smtp', 'starttls', [], /says nothing on port/],
  ['silence', 'smtp', 'tls', [], /does not answer on port/],
]
for (const [name, door, security, lines, says] of strangers)
  test(`${name} at the ${door} port with ${security} is explained`, async (t) => {
    const port = await listens(t, lines)
    const server: MailServer = { host: '127.0.0.1', port, security, user: 'shop' }
    const signIn = { user: 'shop', pass: 'secret' }
    const answer = await testMailbox(
      {
        provider: 'other',
        imap: door === 'imap' ? server : null,
        smtp: door === 'smtp' ? server : null,
        signIns: { imap: signIn, smtp: signIn },
      },
      { allowsPrivate: true, patienceMilliseconds: 300 },
    )
    assert.match((door === 'imap' ? answer.incoming : answer.outgoing)?.problem ?? '', says)
  })

test('a private address is not knocked at where the operator forbids it', async (t) => {
  let knocks = 0
  const port = await listens(t, [], () => knocks++)
  const server: MailServer = { host: '127.0.0.1', port, security: 'tls', user: 'shop' }
  const signIn = { user: 'shop', pass: 'secret' }
  const answer = await testMailbox(
    { provider: 'other', imap: server, smtp: server, signIns: { imap: signIn, smtp: signIn } },
    { allowsPrivate: false },
  )
  assert.match(answer.incoming?.problem ?? '', /private network/)
  assert.match(answer.outgoing?.problem ?? '', /private network/)
  assert.equal(knocks, 0)
})

/** A server that says these lines, one for each that it hears, and then nothing. */
async function listens(t: TestContext, lines: string[], onKnock = () => {}): Promise<number> {
  const server = createServer((socket) => {
    onKnock()
    const left = lines.map((line) => `${line}\r\n`)
    socket.on('error', () => {})
    socket.write(left.shift() ?? '')
    socket.on('data', (heard) => {
      const [, tag] = /^(\S+) (CAPABILITY|ID|STARTTLS|LOGOUT)/.exec(heard.toString('latin1')) ?? []
      socket.write(left.shift() ?? (tag ? `${tag} OK done\r\n` : ''))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}
