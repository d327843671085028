import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTransport } from 'nodemailer'
import pg from 'pg'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { createMailParser } from '#channels/email/mail/parsing.ts'
import { connectionStringFor } from '#platform/database/embedded-socket.ts'
import type { EmailSettings, MailServer } from '#protocol/email.ts'
import { Nullable } from '#protocol/primitives.ts'
import { atLeast, atMost, comparedTo, type Figure, forInformation } from './figure.ts'
import { type Letter, writeLetters } from './mail-letters.ts'
import { startProvider, whyNoProvider } from './mail-provider.ts'
import { listTree, readPeakRss } from './processes.ts'
import { findFreePorts, makeFolder, type ServerProcess, startServerProcess } from './server.ts'
import { setUpWorkspace } from './workspace.ts'

const LETTERS = 2_000
const ADDRESS = 'info@shop.example'
const DOMAIN = 'in.shop.example'
/** As many as a mail server that forwards opens at most (Postfix: default_destination_concurrency_limit). */
const CONNECTIONS = 20
const PATIENCE_MILLISECONDS = 5 * 60 * 1_000

type Speed = { perSecond: number; cpuMilliseconds: number }

/** From the moment when mail is there until each is a message: handed to us by SMTP, or lying in a mailbox at a provider. */
export async function* measureMail({ count = LETTERS } = {}): AsyncGenerator<Figure> {
  const letters = await writeLetters(count, ADDRESS)
  const bytes = letters.map(({ raw }) => raw.length).sort((one, other) => one - other)
  yield forInformation('mail.bytes.p50', bytes[Math.floor(count / 2)] ?? 0, 'bytes')
  yield forInformation('mail.bytes.mean', bytes.reduce((sum, one) => sum + one, 0) / count, 'bytes')
  const bare = await parseBarely(letters)
  yield forInformation('mail.bare.parsed.per_s', bare.perSecond, '1/s')
  yield forInformation('mail.bare.cpu_ms', bare.cpuMilliseconds, 'ms/mail')
  yield* measureHanding(letters, bare)
  const why = whyNoProvider()
  if (why) console.error(`mail.imap is not measured: ${why}`)
  else yield* measureFetching(letters, bare)
}

/** The limit of this machine: the same mails understood by the same number of threads, and nothing else. */
async function parseBarely(letters: Letter[]): Promise<Speed> {
  await using folder = await makeFolder()
  const filesFolder = path.join(folder.path, 'files')
  await mkdir(filesFolder)
  const paths = letters.map((_, number) => path.join(folder.path, `${number}.eml`))
  for (const [number, { raw }] of letters.entries()) await writeFile(paths[number] ?? '', raw)
  const parser = createMailParser({ filesFolder })
  try {
    const cpuBefore = process.cpuUsage()
    const startedAt = performance.now()
    await Promise.all(paths.map((file) => parser.parse({ path: file })))
    const milliseconds = performance.now() - startedAt
    const { user, system } = process.cpuUsage(cpuBefore)
    return {
      perSecond: (1_000 * letters.length) / milliseconds,
      cpuMilliseconds: (user + system) / 1_000 / letters.length,
    }
  } finally {
    await parser.close()
  }
}

async function* measureHanding(letters: Letter[], bare: Speed): AsyncGenerator<Figure> {
  // The server takes the first one for itself.
  const [, port = 0] = await findFreePorts(2)
  await using folder = await makeFolder()
  await using shop = await openShop(folder.path, { INFOLETT_MAIL_PORT: String(port), INFOLETT_MAIL_DOMAIN: DOMAIN })
  const to = await shop.connects(null)
  yield* measureTaking('mail.smtp', { shop, letters, bare }, () => hand(letters, port, to))
}

/** Over as many connections as a mail server opens; what is refused ends the measurement. */
async function hand(letters: Letter[], port: number, to: string): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: Number.POSITIVE_INFINITY,
  })
  await Promise.all(letters.map(({ from, raw }) => transport.sendMail({ envelope: { from, to }, raw })))
  transport.close()
}

async function* measureFetching(letters: Letter[], bare: Speed): AsyncGenerator<Figure> {
  await using provider = await startProvider(ADDRESS)
  await provider.laysDown(letters.map(({ raw }) => raw))
  await using folder = await makeFolder()
  await using shop = await openShop(folder.path, {})
  yield* measureTaking('mail.imap', { shop, letters, bare }, () => shop.connects(provider.imap, provider.password))
}

type Taking = { shop: Shop; letters: Letter[]; bare: Speed }

async function* measureTaking(
  name: 'mail.smtp' | 'mail.imap',
  { shop, letters, bare }: Taking,
  begin: () => Promise<unknown>,
): AsyncGenerator<Figure> {
  const count = letters.length
  const before = await shop.readCpuSeconds()
  const startedAt = performance.now()
  await begin()
  const begunFor = performance.now() - startedAt
  await shop.hasUnderstood(count)
  const seconds = (performance.now() - startedAt) / 1_000
  const after = await shop.readCpuSeconds()

  if (name === 'mail.smtp') yield forInformation(`${name}.handed.per_s`, (1_000 * count) / begunFor, '1/s')
  const server = (1_000 * (after.server - before.server)) / count
  yield forInformation(`${name}.server_cpu_ms`, server, 'ms/mail')
  yield forInformation(`${name}.postgres_cpu_ms`, (1_000 * (after.postgres - before.postgres)) / count, 'ms/mail')
  yield forInformation(`${name}.parsing_share_of_cpu`, bare.cpuMilliseconds / server, 'ratio')
  yield forInformation(`${name}.rss_peak_mb`, (await readPeakRss(shop.pid)) / 1024 ** 2, 'MB')
  const { lost, doubled, misplaced } = await shop.compares(letters)
  yield atMost(`${name}.lost`, lost, 'mails', 0)
  yield atMost(`${name}.doubled`, doubled, 'mails', 0)
  yield atMost(`${name}.misplaced`, misplaced, 'mails', 0)
  yield comparedTo(atLeast(`${name}.per_s`, count / seconds, '1/s', 150), bare.perSecond, 0.5)
}

type Shop = Awaited<ReturnType<typeof openShop>>

/** A server with a workspace, and a look into its database. */
async function openShop(folder: string, environment: Record<string, string>) {
  const server = await startServerProcess({
    INFOLETT_DATA: folder,
    INFOLETT_MAIL_PER_MINUTE: '1000000',
    ...environment,
  })
  const { id: workspaceId, cookie } = await setUpWorkspace(server)
  const database = new pg.Client({ connectionString: connectionStringFor(path.join(folder, 'run'), 'infolett') })
  await database.connect()
  return {
    pid: server.pid,
    /** @returns where mail for the mailbox may be forwarded to */
    connects: (imap: MailServer | null, password?: string) =>
      connectMailbox(server, { workspaceId, cookie }, { imap, password }),
    readCpuSeconds: () => readCpuSeconds(server),
    async hasUnderstood(count: number): Promise<void> {
      for (const since = Date.now(); ; await sleep(50)) {
        const { rows } = await database.query("select count(*)::int as count from mails where state <> 'kept'")
        if (rows[0].count >= count) return
        if (Date.now() - since > PATIENCE_MILLISECONDS) throw new Error(`Only ${rows[0].count} mails became messages`)
      }
    },
    async compares(letters: Letter[]) {
      const { rows } = await database.query(
        `select count(*) filter (where times is null)::int as lost, count(*) filter (where times > 1)::int as doubled,
          count(*) filter (where stored.conversation_id <> begun.conversation_id)::int as misplaced
        from unnest($1::text[], $2::text[]) as letters(external_id, thread)
        left join (select external_id, min(conversation_id::text) as conversation_id, count(*) as times
          from messages where kind = 'inbound' group by external_id) stored using (external_id)
        left join (select external_id, min(conversation_id::text) as conversation_id from messages
          where kind = 'inbound' group by external_id) begun on begun.external_id = letters.thread`,
        [letters.map(({ messageId }) => messageId), letters.map(({ thread }) => thread)],
      )
      return rows[0]
    },
    async [Symbol.asyncDispose]() {
      await database.end()
      await server.stop()
    },
  }
}

const DAY_MILLISECONDS = 24 * 60 * 60 * 1_000

async function connectMailbox(
  { url }: ServerProcess,
  { workspaceId, cookie }: { workspaceId: string; cookie: string },
  { imap, password = 'unused' }: { imap: MailServer | null; password?: string },
): Promise<string> {
  const settings: EmailSettings = {
    provider: 'other',
    signIn: 'password',
    imap,
    smtp: null,
    folders: [],
    importSince: imap && new Date(Date.now() - DAY_MILLISECONDS).toISOString(),
  }
  const answer = await fetch(`${url}/api/workspaces/${workspaceId}/channels/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, cookie },
    body: JSON.stringify({ name: 'E-mail', address: ADDRESS, settings, password }),
  })
  if (!answer.ok) throw new Error(`No mailbox was connected: ${await answer.text()}`)
  const { forwardAddress } = Value.Parse(Type.Object({ forwardAddress: Nullable(Type.String()) }), await answer.json())
  return forwardAddress ?? ''
}

async function readCpuSeconds({ pid }: ServerProcess): Promise<{ server: number; postgres: number }> {
  const [server, ...others] = await listTree(pid)
  return {
    server: server?.cpuSeconds ?? 0,
    postgres: others.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
  }
}
