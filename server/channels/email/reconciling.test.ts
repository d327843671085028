import assert from 'node:assert/strict'
import { test } from 'node:test'
import { standBefore } from '#test/mail/stumbling.ts'
import { mailServers } from '#test/mail-servers.ts'
import { letter, watchedMailbox } from '#test/watched-mailbox.ts'
import { nothingLostSince, reconcileMailbox } from './reconciling.ts'

test('a mail that is missing in the ledger is found, read, counted and written into the books', async (t) => {
  const { comes, watches, until, subjects, ledger, state, db, tools, ref } = await watchedMailbox(t)
  const watching = await watches()
  await comes('one', 'two', 'three')
  await until(async () => (await subjects()).length === 3)
  await watching.close()
  const [, lost] = await ledger()
  await db
    .deleteFrom('mails')
    .where('id', '=', lost?.id ?? '')
    .execute()

  const first = await reconcileMailbox(tools, ref)
  const second = await reconcileMailbox(tools, ref)

  assert.deepEqual(first, { lyingCount: 3, foundCount: 1, failure: null })
  assert.deepEqual(second, { lyingCount: 3, foundCount: 0, failure: null })
  assert.deepEqual(await subjects(), ['one', 'three', 'two'])
  assert.ok((await state()).reconciledAt)
  const events = await db.selectFrom('events').where('type', '=', 'channel.reconciled').select('data').execute()
  assert.equal(events.length, 1)
  const jobs = await db.selectFrom('mails').where('state', '=', 'kept').select('id').execute()
  assert.equal(jobs.length, 3)
})

test('what is deleted at the provider stays here, and what comes just then was not missed', async (t) => {
  const { servers, address, comes, watches, until, subjects, tools, ref } = await watchedMailbox(t)
  const watching = await watches()
  await comes('one', 'two')
  await until(async () => (await subjects()).length === 2)
  await watching.close()
  await servers.deleteMail(address, 'INBOX', 1)
  await comes('three')

  assert.deepEqual(await reconcileMailbox(tools, ref), { lyingCount: 2, foundCount: 0, failure: null })
  assert.deepEqual(await subjects(), ['one', 'two', 'three'])
})

test('an old mail that was moved here and then lost is found too, one from before our time is not ours', async (t) => {
  const servers = await mailServers(t)
  const account = await servers.addMailbox()
  const lastYear = new Date(Date.now() - 365 * 24 * 60 * 60 * 1_000)
  const anHourAgo = new Date(Date.now() - 60 * 60 * 1_000)
  await servers.appendOld(account.address, 'INBOX', anHourAgo, letter('before'))
  const { comes, watches, until, subjects, db, tools, ref } = await watchedMailbox(t, { account })
  const watching = await watches()
  await comes('one')
  await until(async () => (await subjects()).length === 1)
  await servers.appendOld(account.address, 'INBOX', lastYear, letter('moved here'))
  await until(async () => (await subjects()).length === 2)
  await watching.close()
  await db.deleteFrom('mails').execute()

  assert.deepEqual(await reconcileMailbox(tools, ref), { lyingCount: 2, foundCount: 2, failure: null })
  assert.deepEqual(await subjects(), ['one', 'moved here'])
})

test('a comparison that cannot be made says why and leaves the books as they were', async (t) => {
  const { servers, watches, until, state, tools, ref } = await watchedMailbox(t)
  const watching = await watches()
  await until(async () => (await state()).checkedAt !== null)
  await watching.close()
  await servers.imap.stop()

  const { failure } = await reconcileMailbox(tools, ref)

  assert.match(failure ?? '', /refuses connections/)
  assert.equal((await state()).failure, failure)
  assert.equal((await state()).reconciledAt, null)
})

test('a mail that the server stumbles over does not keep us from the others, and is read when it can be', async (t) => {
  const servers = await mailServers(t)
  const account = await servers.addMailbox()
  let isDamaged = true
  const before = await standBefore(servers.imap.port, servers.certificate, (uid) => isDamaged && uid === 2)
  t.after(before.close)
  const imap = {
    host: servers.imap.host,
    port: before.port,
    security: 'tls' as const,
    user: account.address,
    certificateAuthority: servers.ca,
  }
  const { comes, watches, until, subjects, folders, state, tools, ref } = await watchedMailbox(t, {
    account,
    settings: { imap },
  })
  await comes('one', 'damaged', 'three')

  const { failure } = await reconcileMailbox(tools, ref)

  assert.match(failure ?? '', /^Something in “INBOX” cannot be read/)
  assert.deepEqual(await subjects(), ['one', 'three'])
  assert.equal((await state()).failure, failure)
  assert.deepEqual(
    (await folders()).map(({ lastUid, reconciledAt }) => [lastUid, reconciledAt]),
    [[3, null]],
  )
  await watches()
  await comes('four')
  await until(async () => (await subjects()).includes('four'))
  await until(async () => (await state()).checkedAt !== null)
  assert.equal((await state()).failure, failure, 'it stays an alarm for as long as it is so')

  isDamaged = false
  assert.deepEqual(await reconcileMailbox(tools, ref), { lyingCount: 4, foundCount: 1, failure: null })
  assert.deepEqual(await subjects(), ['one', 'three', 'four', 'damaged'])
  assert.equal((await state()).failure, null)
})

test('nothing is lost since the mailbox was connected, once all was compared and nothing waits for a person', () => {
  const connectedAt = new Date('2026-09-01T08:00:00Z')
  const imap = { host: 'imap.shop.example', port: 993, security: 'tls' as const, user: 'info' }
  const settings = {
    provider: 'other' as const,
    signIn: 'password' as const,
    imap,
    smtp: null,
    folders: ['INBOX', 'Web'],
  }
  const inbox = { path: 'INBOX', reconciledAt: new Date() }
  const since = (failedCount: number, folders: { path: string; reconciledAt: Date | null }[]) =>
    nothingLostSince({ settings, connectedAt }, { failedCount, folders })

  assert.equal(since(0, [inbox, { path: 'Web', reconciledAt: new Date() }]), connectedAt)
  assert.equal(since(0, [inbox]), null)
  assert.equal(since(0, [inbox, { path: 'Web', reconciledAt: null }]), null)
  assert.equal(since(1, [inbox, { path: 'Web', reconciledAt: new Date() }]), null)
  const sentToUs = { ...settings, imap: null }
  assert.equal(nothingLostSince({ settings: sentToUs, connectedAt }, { failedCount: 0, folders: [] }), connectedAt)
})
