import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { deriveSecrets } from '#platform/secrets.ts'
import { ChannelBody } from '#protocol/channels.ts'
import { FailedMailBody, MailboxBody, MailboxTestBody } from '#protocol/email.ts'
import { AuditEntryBody } from '#protocol/members.ts'
import { expectBody, expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import { mailServers } from '#test/mail-servers.ts'
import type { Member } from '#test/member.ts'
import { changeMailbox, type MailboxChanges } from './connecting.ts'
import { getMailbox, markFailing, markWorking, readSecrets, signInFor } from './email-channel.ts'
import { readMailboxState } from './mailbox-state.ts'

const server = (host: string) => ({ host, port: 993, security: 'tls', user: 'info@pood.ee' })
const newMailbox = {
  name: 'Info',
  address: 'Info@Pood.ee',
  settings: {
    provider: 'other',
    signIn: 'password',
    imap: server('imap.pood.ee'),
    smtp: { ...server('smtp.pood.ee'), port: 465 },
    folders: ['INBOX', 'Orders'],
    junkFolder: 'Junk',
  },
  password: 'rowan berries',
}

const connects = async (member: Member, given: object = {}) =>
  expectBody(await member.asks('POST', '/channels/email', { ...newMailbox, ...given }), MailboxBody)

test('a mailbox is connected as a channel; its password is kept encrypted and shown to nobody', async (t) => {
  const { ada, bo, db, secrets } = await openDesk(t, { runsJobs: false })

  const mailbox = await connects(ada)

  assert.equal(mailbox.address, 'info@pood.ee')
  assert.equal(mailbox.hasPassword, true)
  assert.deepEqual(
    mailbox.folders.map(({ path, lastUid }) => [path, lastUid]),
    [
      ['INBOX', 0],
      ['Orders', 0],
      ['Junk', 0],
    ],
  )
  const kept = await getMailbox(db, ada.agent.workspaceId, mailbox.channelId)
  assert.equal(readSecrets(secrets, kept).password, 'rowan berries')
  assert.equal(kept.secrets?.includes('rowan'), false)
  const shown = await bo.asks('GET', `/channels/${mailbox.channelId}/mailbox`)
  expectBody(shown, MailboxBody)
  const audit = await ada.asks('GET', '/audit')
  expectBody(audit, Type.Object({ entries: Type.Array(AuditEntryBody) }))
  for (const { body } of [shown, audit]) assert.equal(JSON.stringify(body).includes('rowan'), false)
  assert.equal(JSON.stringify(audit.body).includes('info@pood.ee'), false, 'addresses stay out of events')
  const { channels } = expectBody(await bo.asks('GET', '/channels'), Type.Object({ channels: Type.Array(ChannelBody) }))
  assert.equal(channels.find(({ id }) => id === mailbox.channelId)?.mailbox?.address, 'info@pood.ee')
})

test('one mailbox is one channel, however its address is written', async (t) => {
  const { ada } = await openDesk(t, { runsJobs: false })
  await connects(ada)
  const again = await ada.asks('POST', '/channels/email', { ...newMailbox, address: 'INFO@pood.EE' })
  expectProblem(again, 409, 'mailbox-connected')
  const { channels } = expectBody(
    await ada.asks('GET', '/channels'),
    Type.Object({ channels: Type.Array(ChannelBody) }),
  )
  assert.equal(channels.filter(({ kind }) => kind === 'email').length, 1)
})

test('what a change leaves out stays, the password too, until another server is named', async (t) => {
  const { ada, db, secrets } = await openDesk(t, { runsJobs: false })
  const { channelId } = await connects(ada)
  const changes = (body: object) => ada.asks('PATCH', `/channels/${channelId}/mailbox`, body)
  const known = async () => readSecrets(secrets, await getMailbox(db, ada.agent.workspaceId, channelId))

  const changed = expectBody(await changes({ name: 'Pood', settings: { signature: 'Pood OÜ' } }), MailboxBody)
  assert.equal(changed.name, 'Pood')
  assert.equal(changed.settings.signature, 'Pood OÜ')
  assert.equal(changed.settings.imap?.host, 'imap.pood.ee')
  assert.equal((await known()).password, 'rowan berries')

  expectProblem(await changes({ settings: { imap: server('evil.example') } }), 409, 'password-needed')
  expectProblem(await changes({ settings: { smtp: server('evil.example') } }), 409, 'password-needed')
  expectProblem(await changes({ settings: { imap: { ...server('imap.pood.ee'), port: 143 } } }), 409, 'password-needed')
  expectBody(await changes({ settings: { imap: server('post.pood.ee') }, password: 'new one' }), MailboxBody)
  assert.equal((await known()).password, 'new one')
})

test('the sending server may have a password of its own, and lose it again', async (t) => {
  const { ada, db, secrets } = await openDesk(t, { runsJobs: false })
  const { channelId } = await connects(ada, { outgoingPassword: 'relay' })
  const changes = (body: object) => ada.asks('PATCH', `/channels/${channelId}/mailbox`, body)
  const known = async () => readSecrets(secrets, await getMailbox(db, ada.agent.workspaceId, channelId))

  assert.deepEqual(await known(), { password: 'rowan berries', outgoingPassword: 'relay' })
  expectProblem(await changes({ settings: { smtp: server('evil.example') }, password: 'x' }), 409, 'password-needed')
  expectBody(await changes({ outgoingPassword: null }), MailboxBody)
  assert.deepEqual(await known(), { password: 'rowan berries' })
})

test('when this server has another secret, the mailbox says so, and a new password is enough', async (t) => {
  const { ada, db, transact, secrets } = await openDesk(t, { runsJobs: false })
  const { channelId } = await connects(ada)
  const forgetting = deriveSecrets('another secret, after the first was lost')
  const mailbox = () => getMailbox(db, ada.agent.workspaceId, channelId)
  const changes = (given: MailboxChanges) =>
    transact((trx) => changeMailbox(trx, ada.agent, forgetting, channelId, given))
  const nobody = () => assert.fail('nobody signs in with a consent here')
  const consents = { findRegistration: () => undefined, urlFor: nobody, grant: nobody, renew: nobody }
  const signsIn = async () => signInFor({ transact, secrets: forgetting, consents }, await mailbox(), 'imap')

  await assert.rejects(signsIn(), /stored under another secret of this server.*Enter the password again/)
  const state = await readMailboxState({ db, secrets: forgetting, mailDomain: undefined }, await mailbox())
  assert.equal(state.hasPassword, false)
  await changes({ settings: { signature: 'Pood OÜ' } })
  assert.equal(readSecrets(secrets, await mailbox()).password, 'rowan berries', 'the old secret may come back')
  await changes({ password: 'new one' })
  assert.deepEqual(await signsIn(), { user: 'info@pood.ee', pass: 'new one' })
})

test('folders that are read no more keep their place for when they are read again', async (t) => {
  const { ada, db } = await openDesk(t, { runsJobs: false })
  const { channelId } = await connects(ada)
  await db.updateTable('mailFolders').set({ lastUid: 7 }).where('path', '=', 'Orders').execute()
  const reads = async (folders: string[]) =>
    expectBody(await ada.asks('PATCH', `/channels/${channelId}/mailbox`, { settings: { folders } }), MailboxBody)
      .folders

  assert.deepEqual(
    (await reads(['INBOX'])).map(({ path }) => path),
    ['INBOX', 'Junk'],
  )
  assert.equal((await reads(['INBOX', 'Orders'])).find(({ path }) => path === 'Orders')?.lastUid, 7)
})

test('a mailbox is paused and resumed by whoever manages the shop, not by those who answer', async (t) => {
  const { ada, bo } = await openDesk(t, { runsJobs: false })
  const { channelId } = await connects(ada)
  const pause = `/channels/${channelId}/mailbox/pause`

  expectProblem(await bo.asks('PUT', pause), 403, 'not-allowed')
  const paused = expectBody(await ada.asks('PUT', pause), MailboxBody)
  assert.ok(paused.pausedAt)
  assert.equal(expectBody(await ada.asks('PUT', pause), MailboxBody).pausedAt, paused.pausedAt)
  assert.equal(expectBody(await ada.asks('DELETE', pause), MailboxBody).pausedAt, null)
})

test('what failed is listed with its reason, and tried again', async (t) => {
  const { ada, bo, db } = await openDesk(t, { runsJobs: false })
  const { channelId } = await connects(ada)
  const now = new Date()
  const mail = {
    workspaceId: ada.agent.workspaceId,
    channelId,
    originalSha256: Buffer.alloc(32),
    originalBytes: 10,
    arrivedAt: now,
    keptAt: now,
  }
  await db
    .insertInto('mails')
    .values([{ ...mail, state: 'failed', failure: 'It has no end.', attempts: 3 }, mail])
    .execute()
  const failed = `/channels/${channelId}/mailbox/failed-mails`

  const Mails = Type.Object({ mails: Type.Array(FailedMailBody) })
  const { mails } = expectBody(await bo.asks('GET', failed), Mails)
  assert.deepEqual(
    mails.map(({ failure, attempts, bytes }) => [failure, attempts, bytes]),
    [['It has no end.', 3, 10]],
  )
  const before = expectBody(await bo.asks('GET', `/channels/${channelId}/mailbox`), MailboxBody)
  assert.deepEqual([before.waitingCount, before.failedCount], [1, 1])
  expectProblem(await bo.asks('POST', `${failed}/retry`), 403, 'not-allowed')
  assert.deepEqual((await ada.asks('POST', `${failed}/retry`)).body, { count: 1 })
  assert.deepEqual(expectBody(await bo.asks('GET', failed), Mails).mails, [])
  const after = expectBody(await bo.asks('GET', `/channels/${channelId}/mailbox`), MailboxBody)
  assert.deepEqual([after.waitingCount, after.failedCount], [2, 0])
})

test('a chat window is no mailbox', async (t) => {
  const { ada } = await openDesk(t, { runsJobs: false })
  const { channels } = expectBody(
    await ada.asks('GET', '/channels'),
    Type.Object({ channels: Type.Array(ChannelBody) }),
  )
  const answer = await ada.asks('GET', `/channels/${channels[0]?.id}/mailbox`)
  expectProblem(answer, 404, 'mailbox-not-found')
  assert.equal(channels[0]?.mailbox, null)
})

test('a failure is told once, fails since it began, and is over when it works again', async (t) => {
  const { ada, db, transact } = await openDesk(t, { runsJobs: false })
  const { channelId } = await connects(ada)
  const ref = { workspaceId: ada.agent.workspaceId, channelId }
  const fails = (failure: string) => transact((trx) => markFailing(trx, ref, failure))
  const told = async () =>
    (
      await db
        .selectFrom('events')
        .where('type', 'in', ['channel.failing', 'channel.recovered'])
        .select('type')
        .orderBy('id')
        .execute()
    ).map(({ type }) => type)
  await fails('The server does not answer.')
  const { failingSince } = await getMailbox(db, ref.workspaceId, channelId)
  await fails('The server does not answer.')
  await fails('The password is wrong.')

  const failing = await getMailbox(db, ref.workspaceId, channelId)
  assert.deepEqual([failing.failure, failing.failingSince], ['The password is wrong.', failingSince])
  await transact((trx) => markWorking(trx, ref))
  await transact((trx) => markWorking(trx, ref))
  assert.equal((await getMailbox(db, ref.workspaceId, channelId)).failure, null)
  assert.deepEqual(await told(), ['channel.failing', 'channel.failing', 'channel.recovered'])
})

test('a mailbox is tried before and after it is connected; a stored password goes to no other server', async (t) => {
  const servers = await mailServers(t)
  const account = await servers.addMailbox()
  const { ada } = await openDesk(t, { runsJobs: false })
  const common = { host: 'localhost', security: 'tls', user: account.address, certificateAuthority: servers.ca }
  const settings = {
    provider: 'other',
    signIn: 'password',
    imap: { ...common, port: servers.imap.tlsPort },
    smtp: { ...common, port: servers.smtp.tlsPort },
  }
  const tries = async (body: object) => expectBody(await ada.asks('POST', '/mailbox-tests', body), MailboxTestBody)

  assert.match((await tries({ settings })).incoming?.problem ?? '', /Enter the password/)
  const first = await tries({ settings, password: account.password })
  assert.deepEqual([first.incoming?.ok, first.outgoing?.ok], [true, true])
  const wrong = await tries({ settings, password: 'wrong' })
  assert.match(wrong.incoming?.problem ?? '', /does not accept the password/)

  const { channelId } = await connects(ada, { settings: { ...settings, folders: [] }, password: account.password })
  assert.equal((await tries({ settings, channelId })).incoming?.ok, true)
  const elsewhere = { ...settings, imap: { ...settings.imap, host: '127.0.0.1' } }
  const refused = await tries({ settings: elsewhere, channelId })
  assert.match(refused.incoming?.problem ?? '', /Enter the password again/)
  assert.equal(refused.outgoing?.ok, true)
})
