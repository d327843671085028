import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { TestContext } from 'node:test'
import { type MailParser, type ReceiveTools, receiveMail } from '#channels/email/intake.ts'
import { type HandedMail, keepMail } from '#channels/email/keeping.ts'
import { readMail } from '#channels/email/mail/reading.ts'
import { reportReader } from '#channels/email/reports.ts'
import { equip } from '#platform/jobs.ts'
import { createLog } from '#platform/log.ts'
import type { EmailSettings } from '#protocol/email.ts'
import { openDesk } from './desk.ts'
import { makeMailbox } from './mailbox.ts'

type Person = string
type Attached = { name: string; type: string; content: Buffer | string }
type Written = {
  from?: Person
  to?: Person
  subject?: string
  text?: string
  html?: string
  messageId?: string | null
  /** Message-IDs that it answers, oldest first. */
  answers?: string[]
  headers?: Record<string, string>
  files?: Attached[]
}

/** A mail as its bytes; what is left out is as Cleo would write it. */
export function eml({
  from = 'Cleo Kask <cleo@home.example>',
  to = 'info@pood.example',
  subject = 'My order',
  text = 'Where is it?',
  html,
  messageId = `${randomUUID()}@home.example`,
  answers = [],
  headers = {},
  files = [],
}: Written = {}): string {
  const head = {
    From: from,
    To: to,
    Subject: subject,
    Date: 'Mon, 14 Sep 2026 12:00:00 +0300',
    'MIME-Version': '1.0',
    ...(messageId && { 'Message-ID': `<${messageId}>` }),
    ...(answers.length > 0 && {
      'In-Reply-To': `<${answers.at(-1)}>`,
      References: answers.map((id) => `<${id}>`).join(' '),
    }),
    ...headers,
  }
  const words = [leaf('text/plain; charset=utf-8', text), ...(html ? [leaf('text/html; charset=utf-8', html)] : [])]
  const attached = files.map(({ name, type, content }) => leaf(type, content, name))
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}`)
  return `${lines.join('\r\n')}\r\n${several('mixed', [several('alternative', words), ...attached])}`
}

const leaf = (type: string, content: string | Buffer, name?: string): string =>
  [
    `Content-Type: ${type}`,
    'Content-Transfer-Encoding: base64',
    ...(name ? [`Content-Disposition: attachment; filename="${name}"`] : []),
    '',
    Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\r\n'),
  ].join('\r\n')

function several(kind: string, parts: string[]): string {
  const [only, ...others] = parts
  if (only !== undefined && others.length === 0) return only
  const boundary = `between-${kind}`
  return [
    `Content-Type: multipart/${kind}; boundary="${boundary}"`,
    '',
    ...parts.map((part) => `--${boundary}\r\n${part}`),
    `--${boundary}--`,
    '',
  ].join('\r\n')
}

type Arrival = Partial<Omit<HandedMail, 'original'>>

/** The desk with a mailbox in which mail arrives and is received when the test says so. */
export async function openMailroom(t: TestContext, settings: Partial<EmailSettings> = {}) {
  const desk = await openDesk(t, { runsJobs: false })
  const { db, transact, files, secrets, workspace } = desk
  const opensMailbox = (address: string, given: Partial<EmailSettings> = {}) =>
    transact((trx) => makeMailbox(trx, workspace.id, address, given))
  const mailbox = await opensMailbox('info@pood.example', settings)
  const parser: MailParser = { parse: ({ sha256 }) => readMail(files.pathOf(sha256), files) }
  const log = createLog(process.env.INFOLETT_TEST_LOG ?? 'silent')
  let uid = 0

  async function arrives(mail: string | Buffer, arrival: Arrival = {}) {
    uid += 1
    const { sha256, bytes } = await files.store(Readable.from([Buffer.from(mail)]), { maxBytes: 50_000_000 })
    const handed: HandedMail = {
      ...mailbox,
      item: { folder: 'INBOX', uidValidity: 1, uid },
      original: { sha256, bytes },
      arrivedAt: new Date(),
      ...arrival,
    }
    return transact((trx) => keepMail(trx, handed))
  }

  /** Runs the job, with other tools where a test wants them. */
  async function receives({
    of = mailbox,
    signal = new AbortController().signal,
    ...tools
  }: Partial<ReceiveTools> & { of?: { workspaceId: string; channelId: string }; signal?: AbortSignal } = {}) {
    const job = equip(receiveMail, {
      connection: desk,
      secrets,
      files,
      parser,
      log,
      applyReport: reportReader({ secrets }),
      ...tools,
    })
    await job.run({ workspaceId: of.workspaceId, channelId: of.channelId }, { signal, isLast: false })
  }

  return {
    ...desk,
    mailbox,
    opensMailbox,
    parser,
    arrives,
    receives,
    async comes(mail: string | Buffer, arrival: Arrival = {}) {
      await arrives(mail, arrival)
      await receives({ of: { ...mailbox, ...arrival } })
    },
    /** Each mail of the ledger with what became of it, in the order in which they were kept. */
    ledger: () => db.selectFrom('mails').selectAll().orderBy('id').execute(),
    /** Of those that receive mail. */
    async countJobs(): Promise<number> {
      const { rowCount } = await desk.pool.query(
        "select from graphile_worker.jobs where task_identifier = 'receive-mail' and attempts = 0",
      )
      return rowCount ?? 0
    },
    /** Each conversation with its letters, oldest first. */
    async conversations() {
      const conversations = await db.selectFrom('conversations').selectAll().orderBy('id').execute()
      const messages = await db.selectFrom('messages').selectAll().orderBy('id').execute()
      return conversations.map((conversation) => ({
        ...conversation,
        messages: messages.filter(({ conversationId }) => conversationId === conversation.id),
      }))
    },
  }
}
