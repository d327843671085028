import { Type } from 'typebox'
import { isDatabaseAway } from '#platform/database/away.ts'
import type { Transaction } from '#platform/database/database.ts'
import { mention, record } from '#platform/events.ts'
import { defineJob, enqueue } from '#platform/jobs.ts'
import {
  foldersOf,
  getMailbox,
  isReadable,
  listMailboxes,
  type Mailbox,
  markFailing,
  markWorking,
} from './email-channel.ts'
import { explainReading, type Reading, type ReadingTools, startReading } from './imap/connecting.ts'
import { openFolder } from './imap/folder.ts'
import { type Comparison, explainGaps, readMissing } from './imap/reading.ts'
import { rememberWithheld, type Withheld } from './imap/withheld.ts'
import type { MailboxRef } from './keeping.ts'

/** What the comparison of a mailbox with its ledger is called and takes, for those who only ask for it. */
export const mailboxToReconcile = {
  name: 'reconcile-mailbox',
  payload: Type.Object({ workspaceId: Type.String(), channelId: Type.String() }),
}

/** Compares soon what lies at the provider with what lies here; asked twice, it is done once. */
export async function askToReconcile(
  trx: Transaction,
  { workspaceId, channelId }: MailboxRef,
  { queue }: { queue?: string } = {},
): Promise<void> {
  const key = `${mailboxToReconcile.name} ${workspaceId} ${channelId}`
  await enqueue(trx, mailboxToReconcile, { workspaceId, channelId }, { key, queue: queue ?? key, maxAttempts: 5 })
}

/** May run twice: what the first one found, the second one has. */
export const reconcileMailboxJob = defineJob(
  mailboxToReconcile.name,
  mailboxToReconcile.payload,
  async (ref, tools: ReadingTools) => void (await reconcileMailbox(tools, ref)),
)

/**
 * Once a day each mailbox is compared, one after the other so that they never keep other jobs waiting. May run twice: a
 * mailbox that waits for it waits once.
 */
export const reconcileAll = defineJob(
  'reconcile-mailboxes',
  Type.Object({}),
  async (_none, { connection }: Pick<ReadingTools, 'connection'>) => {
    const readable = (await listMailboxes(connection.db)).filter(isReadable)
    for (const mailbox of readable)
      await connection.transact((trx) => askToReconcile(trx, mailbox, { queue: 'reconcile-daily' }))
  },
)

/** What was compared, and a sentence when it could not be, or not all of it. */
export type Reconciliation = Comparison & { failure: string | null }

/** A connection may break off at a mail, which is asked for alone next time, and in the end left out. */
const TRIES = 6

/**
 * Compares every folder at the provider with the ledger, from when the mailbox was connected (or what is to be
 * imported), and reads what is missing. `reconciledAt` of the mailbox is the last time that all of it was seen to be
 * here; a folder that could not be opened, or a mail that the provider did not give, leaves it as it was.
 */
export async function reconcileMailbox(tools: ReadingTools, ref: MailboxRef): Promise<Reconciliation> {
  const mailbox = await getMailbox(tools.connection.db, ref.workspaceId, ref.channelId)
  const withheld = rememberWithheld()
  const result: Reconciliation = { lyingCount: 0, foundCount: 0, failure: null }
  if (!isReadable(mailbox)) return result
  for (let tries = 1; tries <= TRIES; tries++) {
    result.lyingCount = 0
    result.failure = await compareFolders(tools, mailbox, withheld, result)
    if (!result.failure || !withheld.hasSuspects()) break
  }
  result.failure ??= (await explainGaps({ connection: tools.connection, mailbox })).join(' ') || null
  await noteReconciled(tools, mailbox, result)
  return result
}

/** @returns why it could not be done to the end */
async function compareFolders(
  tools: ReadingTools,
  mailbox: Mailbox,
  withheld: Withheld,
  compared: Comparison,
): Promise<string | null> {
  let reading: Reading | undefined
  try {
    reading = await startReading(tools, mailbox, withheld)
    for (const path of foldersOf(mailbox.settings))
      await readMissing(reading, await openFolder(reading.client, path), compared)
    return null
  } catch (error) {
    if (reading?.client.usable && isDatabaseAway(error)) throw error
    tools.log.info({ channelId: mailbox.channelId, err: error }, 'A mailbox could not be compared')
    return explainReading(error, mailbox)
  } finally {
    reading?.client.close()
  }
}

/** What was found had been missed: that is worth an entry in the books, and a look by whoever runs the server. */
async function noteReconciled({ connection, log }: ReadingTools, mailbox: Mailbox, result: Reconciliation) {
  const { workspaceId, channelId } = mailbox
  await connection.transact(async (trx) => {
    if (result.failure) await markFailing(trx, mailbox, result.failure)
    else await markReconciled(trx, mailbox)
    const event = { type: 'channel.reconciled', workspaceId, actor: asSystem, data: { channelId, ...result } }
    if (result.foundCount > 0) await record(trx, event)
    else mention(trx, event)
  })
  if (result.foundCount > 0)
    log.warn({ workspaceId, channelId, found: result.foundCount }, 'Mails were found that had been missed')
}

async function markReconciled(trx: Transaction, mailbox: Mailbox): Promise<void> {
  const { workspaceId, channelId } = mailbox
  await trx
    .updateTable('mailboxes')
    .set({ reconciledAt: new Date() })
    .where('workspaceId', '=', workspaceId)
    .where('channelId', '=', channelId)
    .execute()
  await markWorking(trx, mailbox)
}

const asSystem = { kind: 'system', id: null, name: 'Infolett' } as const

type Books = Pick<Mailbox, 'settings' | 'connectedAt'>
type Standing = { failedCount: number; folders: { path: string; reconciledAt: Date | null }[] }

/**
 * From when on all mail is known to lie here and to be understood. That is when the mailbox was connected, once every
 * folder that is read was compared with the ledger to its end (which its first reading does too) and no mail waits for
 * somebody to look after it. Null: something is outstanding, or was never compared. A mailbox that is not read but has
 * mail sent to us needs no comparison: who sent it was told that we have it only when that was so.
 */
export function nothingLostSince({ settings, connectedAt }: Books, { failedCount, folders }: Standing): Date | null {
  if (failedCount > 0) return null
  const compared = new Set(folders.flatMap(({ path, reconciledAt }) => (reconciledAt ? [path] : [])))
  const isCompared = settings.imap === null || foldersOf(settings).every((path) => compared.has(path))
  return isCompared ? connectedAt : null
}
