import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { mailServers } from '#test/mail-servers.ts'
import { letter, watchedMailbox } from '#test/watched-mailbox.ts'
import { sealSecrets } from '../email-channel.ts'

test('mail that comes is kept at once, byte for byte, and nobody sees that it was read', async (t) => {
  const { servers, address, files, watches, until, subjects, ledger, state } = await watchedMailbox(t)
  await watches()
  await until(async () => (await state()).checkedAt !== null)

  await servers.deliver(letter('Where is my order?'), { from: 'cleo@home.test', to: address })
  await until(async () => (await subjects()).length === 1)

  const [kept] = await ledger()
  const [lying] = await servers.listMailbox(address)
  assert.deepEqual(lying?.flags, [])
  const { stream } = await files.read(kept?.originalSha256 ?? Buffer.alloc(0))
  const original = Buffer.concat(await stream.toArray())
  assert.equal(original.toString().replaceAll('\r\n', '\n'), lying?.raw.toString())
  assert.deepEqual([kept?.folder, kept?.uid, kept?.state], ['INBOX', 1, 'kept'])
  const { failure, lastMailAt } = await state()
  assert.equal(failure, null)
  assert.ok(lastMailAt)
})

test('what came while the server was down is read afterwards, all 500 of it and once', async (t) => {
  const { comes, watches, until, subjects, state } = await watchedMailbox(t)
  const first = await watches()
  await comes('before')
  await until(async () => (await subjects()).length === 1)
  await first.close()

  const titles = Array.from({ length: 500 }, (_, number) => `mail ${number}`)
  await comes(...titles)
  await watches()
  await until(async () => (await subjects()).length === 501)

  await until(async () => (await state()).failure === null)
  assert.deepEqual(await subjects(), ['before', ...titles])
})

test('what lay there before the mailbox was connected stays unread by us', async (t) => {
  const servers = await mailServers(t)
  const account = await servers.addMailbox()
  await servers.appendOld(account.address, 'INBOX', new Date(Date.now() - 60_000), letter('old'))
  const { comes, watches, until, subjects } = await watchedMailbox(t, { account })
  await watches()

  await comes('new')
  await until(async () => (await subjects()).length > 0)

  assert.deepEqual(await subjects(), ['new'])
})

test('a folder that the provider made anew loses nothing', async (t) => {
  const { servers, address, comes, watches, until, subjects, ledger, folders } = await watchedMailbox(t)
  await watches()
  await comes('one', 'two')
  await until(async () => (await subjects()).length === 2)
  const [before] = await folders()

  await servers.recreateFolder(address)
  await comes('three')
  const readAnew = async () => {
    const [after] = await folders()
    return (await ledger()).filter(({ uidValidity }) => uidValidity === after?.uidValidity)
  }
  await until(async () => (await readAnew()).length === 3)

  assert.notEqual((await folders())[0]?.uidValidity, before?.uidValidity)
  // The same bytes under two numbers: whoever understands them takes the second for a repeat.
  assert.equal(new Set((await ledger()).map(({ originalSha256 }) => originalSha256.toString('hex'))).size, 3)
})

test('a wrong password is told in a sentence, and all goes well once it is mended', async (t) => {
  const { account, comes, watches, until, subjects, state, changes } = await watchedMailbox(t, { password: 'wrong' })
  await comes('Are you there?')
  await watches()
  await until(async () => (await state()).failure !== null)

  const failing = await state()
  assert.match(failing.failure ?? '', /does not accept the password for shop-/)
  assert.ok(failing.failingSince)
  assert.deepEqual(await subjects(), [])

  await changes({ password: account.password })
  await until(async () => (await subjects()).length === 1)
  await until(async () => (await state()).failure === null)
  assert.equal((await state()).failingSince, null)
})

test('a certificate that nobody here knows is not trusted, and the sentence says what to do', async (t) => {
  const servers = await mailServers(t)
  const account = await servers.addMailbox()
  const { host, port } = servers.imap
  const imap = { host, port, security: 'starttls' as const, user: account.address }
  const { watches, until, state } = await watchedMailbox(t, { account, settings: { imap } })

  await watches()
  await until(async () => (await state()).failure !== null)

  assert.match((await state()).failure ?? '', /signed by an authority that nobody here knows.*paste the certificate/s)
})

test('a provider that goes away is told, and read from where it was left when it is back', async (t) => {
  const { servers, comes, watches, until, subjects, state } = await watchedMailbox(t)
  await watches()
  await comes('one')
  await until(async () => (await subjects()).length === 1)

  await servers.imap.stop()
  await until(async () => (await state()).failure !== null)
  assert.match((await state()).failure ?? '', /refuses connections on port/)

  await comes('two')
  await servers.imap.start()
  await until(async () => (await subjects()).length === 2)
  await until(async () => (await state()).failure === null)
  assert.deepEqual(await subjects(), ['one', 'two'])
})

test('of two processes one reads a mailbox, and the other takes over when it ends', async (t) => {
  const { db, ref, anotherProcess, comes, watches, until, subjects, state } = await watchedMailbox(t)
  const watcherOf = async () =>
    (await db.selectFrom('mailboxes').where('channelId', '=', ref.channelId).select('watchedBy').executeTakeFirst())
      ?.watchedBy
  const one = await watches(anotherProcess())
  await until(async () => (await state()).checkedAt !== null)
  const first = await watcherOf()
  await watches()

  await comes('to the first')
  await until(async () => (await subjects()).length === 1)
  assert.equal(await watcherOf(), first)

  await one.close()
  await until(async () => ![first, null].includes(await watcherOf()))
  await comes('to the second')
  await until(async () => (await subjects()).length === 2)
  assert.deepEqual(await subjects(), ['to the first', 'to the second'])
})

test('a paused mailbox is left alone', async (t) => {
  const { comes, watches, until, subjects, pauses, db, ref } = await watchedMailbox(t)
  await watches()
  await comes('one')
  await until(async () => (await subjects()).length === 1)

  await pauses()
  const lease = db.selectFrom('mailboxes').where('channelId', '=', ref.channelId).select('watchedBy')
  await until(async () => (await lease.executeTakeFirst())?.watchedBy === null)
  await comes('two')

  assert.deepEqual(await subjects(), ['one'])
})

test('other folders are read too, and one that is gone is told without keeping us from the others', async (t) => {
  const servers = await mailServers(t)
  const account = await servers.addMailbox()
  await servers.addFolder(account.address, 'Junk')
  await servers.addFolder(account.address, 'Täna & homme')
  const settings = { folders: ['INBOX', 'Täna & homme', 'Vanished'], junkFolder: 'Junk' }
  const { comes, watches, until, subjects, ledger, state } = await watchedMailbox(t, { account, settings })
  await servers.append(account.address, 'Junk', letter('cheap'))
  await servers.append(account.address, 'T&AOQ-na &- homme', letter('today'))
  await comes('in the inbox')

  await watches()
  await until(async () => (await subjects()).length === 3)
  await until(async () => (await state()).failure !== null)

  assert.deepEqual((await ledger()).map(({ folder }) => folder).sort(), ['INBOX', 'Junk', 'Täna & homme'])
  assert.match((await state()).failure ?? '', /^There is no folder “Vanished” any more/)
})

test('a mail of 30 MB is kept byte for byte', async (t) => {
  const { servers, address, watches, until, ledger, files } = await watchedMailbox(t)
  const large = letter('Large', `${randomBytes(15_000_000).toString('hex').replace(/.{76}/g, '$&\r\n')}`)
  await servers.append(address, 'INBOX', large)

  await watches()
  await until(async () => (await ledger()).length === 1)

  const [kept] = await ledger()
  assert.equal(kept?.originalBytes, Buffer.byteLength(large))
  assert.equal(kept?.originalSha256.toString('hex'), createHash('sha256').update(large).digest('hex'))
  assert.ok(await files.has(kept?.originalSha256 ?? Buffer.alloc(0)))
})

test('what is to be imported is read from that day on, also when that is changed later', async (t) => {
  const servers = await mailServers(t)
  const account = await servers.addMailbox()
  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1_000)
  await servers.appendOld(account.address, 'INBOX', daysAgo(10), letter('ten days ago'))
  await servers.appendOld(account.address, 'INBOX', daysAgo(2), letter('two days ago'))
  const settings = { importSince: daysAgo(5).toISOString() }
  const { changes, watches, until, state, subjects } = await watchedMailbox(t, { account, settings })

  await watches()
  await until(async () => (await state()).checkedAt !== null)
  assert.deepEqual(await subjects(), ['two days ago'])

  await changes({ settings: { importSince: daysAgo(20).toISOString() } })
  await until(async () => (await subjects()).length === 2)
  assert.deepEqual(await subjects(), ['two days ago', 'ten days ago'])
})

test('a mailbox is signed in to with a token as with a password', async (t) => {
  const { servers, address, secrets, db, ref, comes, watches, until, subjects } = await watchedMailbox(t, {
    settings: { signIn: 'oauth', provider: 'gmail' },
  })
  servers.grant('an access token', address)
  const consent = {
    accessToken: 'an access token',
    refreshToken: 'none',
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  }
  await db
    .updateTable('mailboxes')
    .set({ secrets: sealSecrets(secrets, { consent }) })
    .where('channelId', '=', ref.channelId)
    .execute()

  await watches()
  await comes('by token')
  await until(async () => (await subjects()).length === 1)
})
