import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { changeMailbox, createMailbox, type MailboxChanges, pauseMailbox } from '#channels/email/connecting.ts'
import { getMailbox } from '#channels/email/email-channel.ts'
import type { ReadingTools } from '#channels/email/imap/connecting.ts'
import { openMailboxes } from '#channels/email/imap/mailboxes.ts'
import { createConsents } from '#channels/email/oauth.ts'
import { connectDatabase, type DatabaseConnection } from '#platform/database/database.ts'
import { openFiles } from '#platform/files.ts'
import { createLog } from '#platform/log.ts'
import { deriveSecrets } from '#platform/secrets.ts'
import type { EmailSettings } from '#protocol/email.ts'
import { makeUser } from '#workspaces/account.ts'
import { makeMember } from '#workspaces/member.ts'
import { makeWorkspace } from '#workspaces/workspace.ts'
import { createTestDatabase } from './database.ts'
import { type MailAccount, mailServers } from './mail-servers.ts'

/** A mail with that subject, from Cleo. */
export const letter = (subject: string, text = 'Tere!'): string =>
  `From: Cleo <cleo@home.test>\r\nTo: shop@shop.test\r\nSubject: ${subject}\r\nMessage-ID: <${encodeURIComponent(subject)}@home.test>\r\n\r\n${text}\r\n`

type Options = { settings?: Partial<EmailSettings>; account?: MailAccount; password?: string }

/**
 * A mailbox at real mail servers, connected as a channel and watched when the test says so; what is read lies in the
 * ledger, and nobody understands it.
 */
export async function watchedMailbox(t: TestContext, { settings = {}, account, password }: Options = {}) {
  const servers = await mailServers(t)
  const owned = account ?? (await servers.addMailbox())
  const { address } = owned
  const url = await createTestDatabase()
  const log = createLog(process.env.INFOLETT_TEST_LOG ?? 'silent')
  const folder = await mkdtemp(path.join(tmpdir(), 'infolett-files-'))
  const files = openFiles(folder)
  const secrets = deriveSecrets('a secret that is only used in tests')
  const consents = createConsents({ registrations: {}, secrets, redirectUrl: () => 'http://localhost/' })
  const stopped: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })]
  t.after(async () => {
    for (const stop of stopped.reverse()) await stop()
  })

  const connects = () => {
    const connection = connectDatabase({ url, connections: 5, log })
    stopped.push(connection.close)
    return connection
  }
  const connection = connects()
  const { db, transact } = connection
  const toolsFor = (one: DatabaseConnection): ReadingTools & { connection: DatabaseConnection } => ({
    connection: one,
    files,
    secrets,
    consents,
    findOptions: { allowsPrivate: true },
    log,
  })

  const imap = {
    host: servers.imap.host,
    port: servers.imap.port,
    security: 'starttls' as const,
    user: address,
    certificateAuthority: servers.ca,
  }
  const given: EmailSettings = { provider: 'other', signIn: 'password', imap, smtp: null, folders: [], ...settings }
  const ada = await transact(async (trx) => {
    const workspace = await makeWorkspace(trx, { name: 'Pihlaka pood', language: 'et', timeZone: 'Europe/Tallinn' })
    const user = await makeUser(trx, { name: 'Ada', email: `ada@${workspace.id}.example` })
    return makeMember(trx, { workspaceId: workspace.id, userId: user.id, name: 'Ada', role: 'owner' })
  })
  const { channelId } = await transact((trx) =>
    createMailbox(trx, ada, secrets, {
      name: 'E-mail',
      address,
      settings: given,
      password: password ?? owned.password,
    }),
  )
  const { workspaceId } = ada

  /** Subjects in the ledger, in the order in which they were kept. */
  async function subjects(): Promise<string[]> {
    const rows = await db
      .selectFrom('mails')
      .where('channelId', '=', channelId)
      .select('originalSha256')
      .orderBy('id')
      .execute()
    return Promise.all(
      rows.map(async ({ originalSha256 }) => {
        const raw = await readFile(files.pathOf(originalSha256), 'utf8')
        return /^Subject: (.*?)\r?$/m.exec(raw)?.[1] ?? ''
      }),
    )
  }

  return {
    servers,
    db,
    connection,
    files,
    secrets,
    ada,
    ref: { workspaceId, channelId },
    account: owned,
    address,
    imap,
    tools: toolsFor(connection),
    state: () => getMailbox(db, workspaceId, channelId),
    subjects,
    ledger: () => db.selectFrom('mails').where('channelId', '=', channelId).selectAll().orderBy('id').execute(),
    folders: () => db.selectFrom('mailFolders').where('channelId', '=', channelId).selectAll().execute(),
    changes: (changes: MailboxChanges) => transact((trx) => changeMailbox(trx, ada, secrets, channelId, changes)),
    pauses: () => transact((trx) => pauseMailbox(trx, ada, channelId)),
    /** Mails in the provider's folder, as if they had come. */
    comes: (...titles: string[]) => servers.append(address, 'INBOX', ...titles.map((title) => letter(title))),

    /** A server process that reads all mailboxes; by default one on the connection by which the test changes things. */
    async watches(on: DatabaseConnection = connection) {
      const watching = openMailboxes(toolsFor(on))
      let isOpen = true
      const close = async () => {
        if (isOpen) await watching.close()
        isOpen = false
      }
      stopped.push(close)
      return { close }
    },
    /** Another process has a connection of its own. */
    anotherProcess: connects,
    /** Waits until it is so, looking whenever something was committed by us or might have been by others. */
    until: (isSo: () => Promise<boolean>, what?: string) => untilCommitted(connection, isSo, what),
  }
}

const PATIENCE_MILLISECONDS = 20_000
const OTHERS_COMMIT_MILLISECONDS = 100

async function untilCommitted(connection: DatabaseConnection, isSo: () => Promise<boolean>, what = String(isSo)) {
  let look = () => {}
  connection.onCommit(() => look())
  for (const since = Date.now(); ; ) {
    const committed = new Promise<void>((resolve) => {
      look = resolve
      setTimeout(resolve, OTHERS_COMMIT_MILLISECONDS)
    })
    if (await isSo()) return
    if (Date.now() - since > PATIENCE_MILLISECONDS) throw new Error(`It never was so: ${what}`)
    await committed
  }
}
