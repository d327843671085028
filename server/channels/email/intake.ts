import { examineLetterFiles } from '#conversations/letter-files.ts'
import { isDatabaseAway } from '#platform/database/away.ts'
import type { DatabaseConnection } from '#platform/database/database.ts'
import { type Attempt, defineJob } from '#platform/jobs.ts'
import type { Log } from '#platform/log.ts'
import { askToReceive, type MailboxRef, mailToReceive } from './keeping.ts'
import { type KeptMail, listKeptMails, nextRetryAt } from './kept-mail.ts'
import type { Mail, Unreadable } from './mail/mail.ts'
import type { ReadMail } from './placing.ts'
import { type IntakeTools, takeIn } from './taking-in.ts'
import { unreadableMail } from './unreadable.ts'

export type MailParser = {
  parse(original: { sha256: Buffer }, signal?: AbortSignal): Promise<Mail | Unreadable>
}

export type ReceiveTools = IntakeTools & {
  connection: Pick<DatabaseConnection, 'db' | 'transact'>
  parser: MailParser
  log: Log
}

const BATCH = 50
/** Tried again after 15 seconds, then after pauses that grow fourfold, in all about an hour and a half. */
const MOST_ATTEMPTS = 6
const FIRST_PAUSE_MILLISECONDS = 15_000

/**
 * Makes messages of the mails that were kept for a mailbox, in their order, until none is left. May run twice: a mail
 * that was understood is not waiting any more.
 */
export const receiveMail = defineJob(
  mailToReceive.name,
  mailToReceive.payload,
  async (mailbox, tools: ReceiveTools & Attempt) => {
    const { connection, signal } = tools
    let reading = readBatch(tools, mailbox, undefined)
    for (let batch = await reading; batch.length > 0; batch = await reading) {
      // While this batch is written, the next is read already.
      reading = readBatch(tools, mailbox, batch.at(-1)?.kept.id)
      reading.catch(() => {})
      await receiveBatch(tools, mailbox, batch)
      if (signal.aborted) break
    }
    const runAt = signal.aborted ? new Date() : await nextRetryAt(connection.db, mailbox)
    if (runAt) await connection.transact((trx) => askToReceive(trx, mailbox, { runAt }))
  },
)

/** A mail with what it says, or with why it could not be read for now. */
type Attempted = ReadMail | { kept: KeptMail; failed: unknown }

async function readBatch(
  tools: ReceiveTools & Attempt,
  mailbox: MailboxRef,
  after: string | undefined,
): Promise<Attempted[]> {
  const kept = await listKeptMails(tools.connection.db, mailbox, { after, limit: BATCH })
  return Promise.all(kept.map((one) => read(tools, one)))
}

async function read({ parser, files, signal }: ReceiveTools & Attempt, kept: KeptMail): Promise<Attempted> {
  try {
    const parsed = await parser.parse({ sha256: kept.originalSha256 }, signal)
    const mail = 'unreadable' in parsed ? unreadableMail(kept) : parsed
    return { kept, mail, files: await examineLetterFiles(files, mail.attachments) }
  } catch (failed) {
    return { kept, failed }
  }
}

/** One bad mail must not spoil the others: when they cannot be taken in together, each is taken in alone. */
async function receiveBatch(tools: ReceiveTools & Attempt, mailbox: MailboxRef, batch: Attempted[]): Promise<void> {
  const reads = batch.filter((one): one is ReadMail => 'mail' in one)
  const failures = batch.filter((one) => 'failed' in one)
  const together = await tryToTakeIn(tools, mailbox, reads)
  if (together)
    for (const read of reads) {
      const alone = reads.length > 1 ? await tryToTakeIn(tools, mailbox, [read]) : together
      if (alone) failures.push({ kept: read.kept, ...alone })
    }
  // Who is stopped in the middle has not failed.
  if (!tools.signal.aborted) for (const { kept, failed } of failures) await postpone(tools, mailbox, kept, failed)
}

/** @throws what says that the database is away: then the whole job is tried again later */
async function tryToTakeIn(
  { connection, ...tools }: ReceiveTools,
  mailbox: MailboxRef,
  reads: ReadMail[],
): Promise<{ failed: unknown } | undefined> {
  if (reads.length === 0) return undefined
  try {
    await connection.transact((trx) => takeIn(trx, tools, mailbox, reads))
  } catch (failed) {
    if (isDatabaseAway(failed)) throw failed
    return { failed }
  }
}

/** To be tried again after a while; after too many tries a person has to ask for it. */
async function postpone(
  { connection, log }: ReceiveTools,
  { workspaceId, channelId }: MailboxRef,
  { id, attempts: before }: KeptMail,
  error: unknown,
): Promise<void> {
  const attempts = before + 1
  const isHopeless = attempts >= MOST_ATTEMPTS
  const about = { workspaceId, channelId, mailId: id, attempts, reason: reasonOf(error) }
  log[isHopeless ? 'error' : 'warn'](about, 'A mail could not be received')
  await connection.db
    .updateTable('mails')
    .set(
      isHopeless
        ? { state: 'failed', attempts, retryAt: null, failure: reasonOf(error) }
        : { attempts, retryAt: new Date(Date.now() + FIRST_PAUSE_MILLISECONDS * 4 ** before) },
    )
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .where('state', '=', 'kept')
    .execute()
}

/** Without the details that PostgreSQL adds, in which addresses and texts may stand. */
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 300)
