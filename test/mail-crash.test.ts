import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { createMailbox } from '#channels/email/connecting.ts'
import { connectDatabase } from '#platform/database/database.ts'
import { openFiles } from '#platform/files.ts'
import { createLog } from '#platform/log.ts'
import { deriveSecrets } from '#platform/secrets.ts'
import type { EmailSettings } from '#protocol/email.ts'
import { makeUser } from '#workspaces/account.ts'
import { makeMember } from '#workspaces/member.ts'
import { makeWorkspace } from '#workspaces/workspace.ts'
import { createTestDatabase } from './database.ts'
import { findFreePort, makeDataFolder, startInfolett, until } from './infolett.ts'
import { mailServers } from './mail-servers.ts'
import { letter } from './watched-mailbox.ts'

const DOMAIN = 'in.infolett.test'

test('a server that is killed while mail is forwarded to it has, in the end, all that it said it had', async (t) => {
  const { servers, forwardKey, startsServer, subjects, messageCount, waitingCount } = await openShop(t, { imap: null })
  const smtpPort = await findFreePort()
  servers.relay(DOMAIN, smtpPort)
  const starts = () => startsServer({ INFOLETT_MAIL_PORT: String(smtpPort), INFOLETT_MAIL_DOMAIN: DOMAIN })
  const server = await starts()
  const titles = Array.from({ length: 60 }, (_, number) => `mail ${number}`)

  const handing = titles.map((title) =>
    servers.deliver(letter(title), { from: 'cleo@home.test', to: `${forwardKey}@${DOMAIN}` }),
  )
  await until(async () => (await subjects()).length >= 10)
  await server.ends('SIGKILL')
  await Promise.all(handing)
  await starts()
  await until(async () => new Set(await subjects()).size === titles.length, 60)

  await until(async () => (await servers.smtp.queueLength()) === 0, 30)

  // What was handed over twice, because the answer was lost, is one message.
  await until(async () => (await messageCount()) === titles.length, 60)
  await until(async () => (await waitingCount()) === 0)
  assert.equal(await messageCount(), titles.length)
})

test('a server that is killed while it reads a mailbox has read each mail once in the end', async (t) => {
  const { servers, address, startsServer, subjects } = await openShop(t)
  const titles = Array.from({ length: 200 }, (_, number) => `mail ${number}`)
  const server = await startsServer()
  await servers.append(address, 'INBOX', ...titles.map((title) => letter(title)))

  await until(async () => (await subjects()).length > 0)
  await server.ends('SIGKILL')
  const before = (await subjects()).length
  await startsServer()
  await until(async () => (await subjects()).length === titles.length, 90)

  assert.deepEqual(await subjects(), titles)
  t.diagnostic(`${before} of ${titles.length} had been read when it was killed`)
})

/** A shop with a mailbox, and a server that is started and killed beside it. */
async function openShop(t: TestContext, given: Partial<EmailSettings> = {}) {
  const servers = await mailServers(t)
  const { address, password } = await servers.addMailbox()
  const url = await createTestDatabase()
  const folder = await makeDataFolder(t)
  const secret = 'a secret that is only used in tests'
  const connection = connectDatabase({ url, connections: 3, log: createLog('silent') })
  t.after(connection.close)
  const imap = {
    host: servers.imap.host,
    port: servers.imap.port,
    security: 'starttls' as const,
    user: address,
    certificateAuthority: servers.ca,
  }
  const settings: EmailSettings = {
    provider: 'other',
    signIn: 'password',
    imap,
    smtp: null,
    folders: [],
    ...given,
  }
  const mailbox = await connection.transact(async (trx) => {
    const { id } = await makeWorkspace(trx, { name: 'Pihlaka pood', language: 'et', timeZone: 'Europe/Tallinn' })
    const user = await makeUser(trx, { name: 'Ada', email: 'ada@shop.example' })
    const ada = await makeMember(trx, { workspaceId: id, userId: user.id, name: 'Ada', role: 'owner' })
    return createMailbox(trx, ada, deriveSecrets(secret), { name: 'E-mail', address, settings, password })
  })
  const files = openFiles(path.join(folder, 'files'))

  return {
    servers,
    address,
    forwardKey: mailbox.forwardKey,
    async startsServer(environment: Record<string, string> = {}) {
      const server = startInfolett(t, await findFreePort(), {
        DATABASE_URL: url,
        INFOLETT_DATA: folder,
        INFOLETT_SECRET: secret,
        INFOLETT_DEMO: 'false',
        ...environment,
      })
      await server.ready()
      return server
    },
    async messageCount(): Promise<number> {
      return (await connection.db.selectFrom('messages').where('kind', '=', 'inbound').select('id').execute()).length
    },
    /** Mails that are kept and not understood yet. */
    async waitingCount(): Promise<number> {
      return (await connection.db.selectFrom('mails').where('state', '=', 'kept').select('id').execute()).length
    },
    /** Of all mails in the ledger, in the order in which they were kept. */
    async subjects(): Promise<string[]> {
      const rows = await connection.db.selectFrom('mails').select('originalSha256').orderBy('id').execute()
      return Promise.all(
        rows.map(async ({ originalSha256 }) => {
          const raw = await readFile(files.pathOf(originalSha256), 'utf8')
          return /^Subject: (.*?)\r?$/m.exec(raw)?.[1] ?? ''
        }),
      )
    },
  }
}
