import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { createTransport } from 'nodemailer'
import { openFiles } from '#platform/files.ts'
import { createLog } from '#platform/log.ts'
import { deriveSecrets } from '#platform/secrets.ts'
import type { MailSettings } from '#platform/settings.ts'
import { openTestDatabase } from '#test/database.ts'
import { until } from '#test/infolett.ts'
import { mailServers } from '#test/mail-servers.ts'
import { makeMailbox } from '#test/mailbox.ts'
import { letter } from '#test/watched-mailbox.ts'
import { makeWorkspace } from '#workspaces/workspace.ts'
import { openMailReceiver } from './smtp-receiver.ts'

const DOMAIN = 'in.infolett.test'

test('mail for a mailbox is in the ledger, byte for byte, when the sender hears 250', async (t) => {
  const { mailbox, sends, ledger, originalOf } = await openReceiver(t)
  const mail = letter('Hello', '.a line with a dot\r\n..and two')

  const { response } = await sends(mail, { from: 'cleo@home.test', to: mailbox.address })

  assert.match(response, /^250 /)
  const [kept] = await ledger()
  assert.deepEqual(
    [kept?.channelId, kept?.envelopeFrom, kept?.envelopeTo, kept?.folder, kept?.state],
    [mailbox.channelId, 'cleo@home.test', [mailbox.address], null, 'kept'],
  )
  assert.equal(await originalOf(kept), mail)
})

test('the address to forward to works with capitals and a plus, from nobody, and for a letter of any alphabet', async (t) => {
  const { mailbox, forwardKey, sends, ledger } = await openReceiver(t)

  await sends(letter('one'), { from: '', to: `${forwardKey.toUpperCase()}@${DOMAIN.toUpperCase()}` })
  await sends(letter('two'), { from: 'õnne@täht.test', to: `${forwardKey}+abc@${DOMAIN}` })

  const kept = await ledger()
  assert.deepEqual(
    kept.map(({ channelId, envelopeFrom }) => [channelId, envelopeFrom]),
    [
      [mailbox.channelId, null],
      [mailbox.channelId, 'õnne@täht.test'],
    ],
  )
})

test('nothing is taken for addresses that are not ours: strangers cannot send through us', async (t) => {
  const { forwardKey, sends, ledger } = await openReceiver(t)
  const from = 'cleo@home.test'

  for (const to of ['somebody@elsewhere.test', `nobody@${DOMAIN}`, `${forwardKey}@elsewhere.test`, 'info@other.test'])
    await assert.rejects(sends(letter('no'), { from, to }), /550 5\.1\.1 There is no such mailbox here/, to)

  assert.deepEqual(await ledger(), [])
})

test('one mail for several mailboxes is kept once for each, and once for one that is named twice', async (t) => {
  const { workspaceId, transact, mailbox, forwardKey, sends, ledger } = await openReceiver(t)
  const other = await transact((trx) => makeMailbox(trx, workspaceId, 'abi@pood.test'))

  await sends(letter('all'), {
    from: 'cleo@home.test',
    to: [other.address, mailbox.address, `${forwardKey}@${DOMAIN}`],
  })

  const kept = (await ledger()).map(({ channelId, envelopeTo }) => [channelId, envelopeTo])
  assert.deepEqual(
    new Map(kept.map(([channelId, to]) => [channelId, to])),
    new Map([
      [mailbox.channelId, [mailbox.address, `${forwardKey}@${DOMAIN}`]],
      [other.channelId, [other.address]],
    ]),
  )
  assert.equal(kept.length, 2)
})

test('an address claimed by two workspaces reaches those that have shown that the mailbox is theirs', async (t) => {
  const { db, transact, mailbox, sends, ledger } = await openReceiver(t)
  const claimed = await transact(async (trx) => {
    const elsewhere = await makeWorkspace(trx, { name: 'Kase pood', language: 'et', timeZone: 'UTC' })
    return makeMailbox(trx, elsewhere.id, mailbox.address)
  })
  const to = mailbox.address
  await assert.rejects(sends(letter('whose?'), { from: 'cleo@home.test', to }), /550/)

  const checkedAt = new Date()
  await db.updateTable('mailboxes').set({ checkedAt }).where('channelId', '=', mailbox.channelId).execute()
  await sends(letter('ours'), { from: 'cleo@home.test', to })

  const kept = await ledger()
  assert.deepEqual(
    kept.map(({ channelId }) => channelId),
    [mailbox.channelId],
  )
  assert.notEqual(claimed.channelId, mailbox.channelId)
})

test('a mail that is too large is refused, announced or not, and leaves nothing behind', async (t) => {
  const { mailbox, sends, speaks, ledger, listFiles } = await openReceiver(t, { maxBytes: 20_000 })
  const large = letter('Large', 'x'.repeat(60).concat('\r\n').repeat(1_000))

  await assert.rejects(sends(large, { from: 'cleo@home.test', to: mailbox.address }), /552/)
  const said = await speaks([
    'EHLO home.test',
    'MAIL FROM:<cleo@home.test>',
    `RCPT TO:<${mailbox.address}>`,
    'DATA',
    `${large}.`,
    'QUIT',
  ])

  assert.match(said, /250[ -]SIZE 20000/)
  assert.match(said, /\n552 5\.3\.4 The mail is too large/)
  assert.deepEqual(await ledger(), [])
  assert.deepEqual(await listFiles(), [])
})

test('a mail that is cut off is not taken for whole', async (t) => {
  const { mailbox, speaks, ledger, listFiles } = await openReceiver(t)

  await speaks(
    ['EHLO home.test', 'MAIL FROM:<cleo@home.test>', `RCPT TO:<${mailbox.address}>`, 'DATA', 'Subject: half'],
    { hangsUp: true },
  )

  await until(async () => (await listFiles()).length === 0)
  assert.deepEqual(await ledger(), [])
})

test('while the database is away the sender is asked to try again, and nothing is promised', async (t) => {
  const { mailbox, sends, ledger, breaks } = await openReceiver(t)
  const mends = breaks()

  await assert.rejects(
    sends(letter('later'), { from: 'cleo@home.test', to: mailbox.address }),
    /451 4\.3\.0 Not possible right now/,
  )
  assert.deepEqual(await ledger(), [])

  mends()
  await sends(letter('later'), { from: 'cleo@home.test', to: mailbox.address })
  assert.equal((await ledger()).length, 1)
})

test('a paused mailbox lets its mail wait at the sender', async (t) => {
  const { db, mailbox, sends, ledger } = await openReceiver(t)
  await db.updateTable('mailboxes').set({ pausedAt: new Date() }).execute()

  await assert.rejects(sends(letter('wait'), { from: 'cleo@home.test', to: mailbox.address }), /450 4\.2\.1/)
  assert.deepEqual(await ledger(), [])
})

test('who hands over too much, or looks for addresses, is held back', async (t) => {
  const { mailbox, sends, speaks, ledger } = await openReceiver(t, { mailsPerMinute: 2 })
  const envelope = { from: 'cleo@home.test', to: mailbox.address }
  await sends(letter('one'), envelope)
  await sends(letter('two'), envelope)

  await assert.rejects(sends(letter('three'), envelope), /451 4\.7\.0/)
  assert.equal((await ledger()).length, 2)

  const { speaks: looks } = await openReceiver(t)
  const guesses = Array.from({ length: 12 }, (_, number) => `RCPT TO:<guess${number}@${DOMAIN}>`)
  const said = await looks(['EHLO home.test', 'MAIL FROM:<cleo@home.test>', ...guesses])
  assert.equal(said.match(/^550/gm)?.length, 10)
  assert.match(said, /421 4\.7\.0 Too many unknown recipients/)
  assert.match(await speaks(['EHLO home.test', 'AUTH PLAIN AGEAYg==', 'WIZ x', 'QUIT']), /500.*\r\n500/)
})

test('a shop’s own mail server forwards to us, encrypted, and keeps what we could not take', async (t) => {
  const servers = await mailServers(t)
  const { port, forwardKey, ledger, originalOf, breaks } = await openReceiver(t)
  servers.relay(DOMAIN, port)
  const mends = breaks()

  await servers.deliver(letter('forwarded'), { from: 'cleo@home.test', to: `${forwardKey}@${DOMAIN}` })
  await until(async () => /status=deferred \(host .* said: 451/.test(await servers.smtp.log()))
  mends()
  await until(async () => (await ledger()).length === 1)

  assert.match(await originalOf((await ledger())[0]), /by mx\.shop\.test/)
})

test('STARTTLS is offered with a certificate of our own', async (t) => {
  const { port, mailbox, ledger } = await openReceiver(t)
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    requireTLS: true,
    tls: { rejectUnauthorized: false, servername: DOMAIN },
  })

  await transport.sendMail({
    envelope: { from: 'cleo@home.test', to: mailbox.address },
    raw: letter('secret'),
  })

  assert.equal((await ledger()).length, 1)
})

async function openReceiver(t: TestContext, settings: Partial<MailSettings> = {}) {
  const connection = await openTestDatabase(t)
  const { db, transact } = connection
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'infolett-receiver-'))
  const files = openFiles(path.join(dataFolder, 'files'))
  const { workspaceId, mailbox } = await transact(async (trx) => {
    const { id } = await makeWorkspace(trx, { name: 'Pihlaka pood', language: 'et', timeZone: 'UTC' })
    return { workspaceId: id, mailbox: await makeMailbox(trx, id, 'info@pood.test') }
  })
  let isBroken = false
  const receiver = await openMailReceiver({
    settings: {
      host: '127.0.0.1',
      port: 0,
      domain: DOMAIN,
      maxBytes: 50_000_000,
      mailsPerMinute: 10_000,
      certificate: undefined,
      ...settings,
    },
    dataFolder,
    connection: {
      db,
      transact: (work) =>
        isBroken
          ? Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }))
          : transact(work),
    },
    files,
    secrets: deriveSecrets('a secret that is only used in tests'),
    log: createLog('silent'),
  })
  t.after(async () => {
    await receiver.close()
    await rm(dataFolder, { recursive: true, force: true })
  })
  const { forwardKey } = await db
    .selectFrom('mailboxes')
    .where('channelId', '=', mailbox.channelId)
    .select('forwardKey')
    .executeTakeFirstOrThrow()
  const { port } = receiver
  const ledger = () => db.selectFrom('mails').selectAll().orderBy('id').execute()

  return {
    db,
    transact,
    workspaceId,
    mailbox,
    forwardKey,
    port,
    ledger,
    originalOf: async (kept: { originalSha256: Buffer } | undefined) =>
      kept ? readFile(files.pathOf(kept.originalSha256), 'utf8') : '',
    listFiles: async () => {
      const entries = await readdir(path.join(dataFolder, 'files'), { recursive: true, withFileTypes: true }).catch(
        () => [],
      )
      return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
    },
    async sends(raw: string, envelope: { from: string; to: string | string[] }) {
      const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
      const { response } = await transport.sendMail({ envelope, raw })
      return { response: response ?? '' }
    },
    speaks: (lines: string[], { hangsUp = false } = {}) => converse(port, lines, hangsUp),
    /** From now on nothing can be written to the database; call the answer to mend it. */
    breaks() {
      isBroken = true
      return () => {
        isBroken = false
      }
    },
  }
}

/** Says one line after the other, each when the one before was answered, and tells all that was answered. */
function converse(port: number, lines: string[], hangsUp: boolean): Promise<string> {
  const waiting = [...lines]
  let said = ''
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port })
    socket.setEncoding('utf8')
    socket.on('data', (chunk) => {
      said += chunk
      if (!/^\d{3} [^\r\n]*\r\n$/m.test(said.slice(said.lastIndexOf('\n', said.length - 2) + 1))) return
      const line = waiting.shift()
      if (line !== undefined) socket.write(`${line}\r\n`)
      if (hangsUp && waiting.length === 0) socket.destroy()
    })
    socket.on('close', () => resolve(said))
    socket.on('error', reject)
  })
}
