import { setTimeout as sleep } from 'node:timers/promises'
import { isDatabaseAway } from '#platform/database/away.ts'
import { mention } from '#platform/events.ts'
import { foldersOf, getMailbox, type Mailbox, markFailing, markWorking } from '../email-channel.ts'
import {
  explainReading,
  isAboutSignIn,
  type Reading,
  type ReadingTools,
  ServerFailed,
  startReading,
} from './connecting.ts'
import { FolderClosed } from './folder.ts'
import { listenForNews } from './news.ts'
import { explainGaps, isBehind, readFolder } from './reading.ts'
import { rememberWithheld, type Withheld } from './withheld.ts'

export type MailboxRef = Pick<Mailbox, 'workspaceId' | 'channelId'>

/** IDLE is begun anew in between (RFC 2177 allows 29 minutes; routers on the way forget sooner). */
const LOOK_MILLISECONDS = 4 * 60 * 1_000
/** Where other folders are read too, or the server does not tell of new mail by itself. */
const LOOK_OFTEN_MILLISECONDS = 30_000

/** Reads a mailbox as its mail comes, through all failures, until `signal` ends it. */
export async function watchMailbox(tools: ReadingTools, ref: MailboxRef, signal: AbortSignal): Promise<void> {
  const withheld = rememberWithheld()
  for (let failures = 1; !signal.aborted; failures++) {
    const since = Date.now()
    try {
      await readUntilBroken({ tools, ref, withheld, signal })
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof Broken)) await noteFailure(tools, ref, error)
      if (Date.now() - since > LONG_MILLISECONDS) failures = 1
      await sleep(pauseAfter(failures, error), undefined, { signal }).catch(() => {})
    }
  }
}

/** A connection that worked, and ended: servers do that, and connecting again mostly helps. */
class Broken extends Error {}

/** Whoever worked for so long has not failed again and again. */
const LONG_MILLISECONDS = 3 * 60 * 1_000
const FIRST_PAUSE_MILLISECONDS = 1_000
const LONGEST_PAUSE_MILLISECONDS = 5 * 60 * 1_000
const WITHOUT_DATABASE_MILLISECONDS = 5_000
/** Who tries a wrong password often is locked out. */
const SIGN_IN_PAUSE_MILLISECONDS = 60_000

function pauseAfter(failures: number, error: unknown): number {
  const growing = Math.min(FIRST_PAUSE_MILLISECONDS * 2 ** (failures - 1), LONGEST_PAUSE_MILLISECONDS)
  const pause = isDatabaseAway(error)
    ? Math.min(growing, WITHOUT_DATABASE_MILLISECONDS)
    : isAboutSignIn(error)
      ? Math.max(growing, SIGN_IN_PAUSE_MILLISECONDS)
      : growing
  // Mailboxes at one provider that fail together do not come back together.
  return pause * (0.75 + Math.random() / 2)
}

type Watch = { tools: ReadingTools; ref: MailboxRef; withheld: Withheld; signal: AbortSignal }

async function readUntilBroken({ tools, ref, withheld, signal }: Watch): Promise<void> {
  const mailbox = await getMailbox(tools.connection.db, ref.workspaceId, ref.channelId)
  const reading = await startReading(tools, mailbox, withheld, signal)
  const { client } = reading
  let hasWorked = false
  try {
    const news = listenForNews(client)
    const hasIdle = client.capabilities.has('IDLE')
    const pause = hasIdle && foldersOf(mailbox.settings).length === 1 ? LOOK_MILLISECONDS : LOOK_OFTEN_MILLISECONDS
    while (!signal.aborted) {
      news.forget()
      await readFolders(reading, { isFirst: !hasWorked })
      hasWorked = true
      await news.arrive(pause, hasIdle)
    }
  } catch (error) {
    if (client.usable) throw error
    throw hasWorked ? new Broken('', { cause: error }) : new ServerFailed('It ended the connection.', { cause: error })
  } finally {
    client.close()
  }
}

/** One folder that cannot be opened does not keep us from the others. */
async function readFolders(reading: Reading, { isFirst }: { isFirst: boolean }): Promise<void> {
  const [inbox = 'INBOX', ...others] = inboxFirst(foldersOf(reading.mailbox.settings))
  const failures: string[] = []
  const read = async (path: string) => {
    try {
      if (path === inbox || isFirst || (await isBehind(reading, path))) await readFolder(reading, path)
    } catch (error) {
      if (!(error instanceof FolderClosed)) throw error
      failures.push(error.message)
    }
  }
  for (const path of others) await read(path)
  // Last, as it stays open: what comes there is told at once.
  await read(inbox)
  await noteRead(reading, [...failures, ...(await explainGaps(reading))], isFirst)
}

const inboxFirst = (paths: string[]): string[] => [
  ...paths.filter((path) => path.toUpperCase() === 'INBOX'),
  ...paths.filter((path) => path.toUpperCase() !== 'INBOX'),
]

async function noteRead({ connection, mailbox }: Reading, failures: string[], isFirst: boolean): Promise<void> {
  const { workspaceId, channelId } = mailbox
  await connection.transact(async (trx) => {
    await trx
      .updateTable('mailboxes')
      .set({ checkedAt: new Date() })
      .where('workspaceId', '=', workspaceId)
      .where('channelId', '=', channelId)
      .execute()
    if (failures.length > 0) await markFailing(trx, mailbox, failures.join(' '))
    else await markWorking(trx, mailbox)
    if (isFirst) mention(trx, { type: 'channel.checked', workspaceId, actor: asSystem, data: { channelId } })
  })
}

async function noteFailure({ connection, log }: ReadingTools, ref: MailboxRef, error: unknown): Promise<void> {
  if (isDatabaseAway(error)) return log.debug({ err: error }, 'A mailbox waits for the database')
  log.info({ ...ref, code: codeOf(error) }, 'A mailbox cannot be read')
  try {
    const mailbox = await getMailbox(connection.db, ref.workspaceId, ref.channelId)
    await connection.transact((trx) => markFailing(trx, ref, explainReading(error, mailbox)))
  } catch (cause) {
    log.debug({ ...ref, err: cause }, 'It could not be noted that a mailbox cannot be read')
  }
}

function codeOf(error: unknown): unknown {
  const failed = error instanceof ServerFailed ? error.cause : error
  return failed instanceof Error ? ('code' in failed ? failed.code : failed.name) : undefined
}

const asSystem = { kind: 'system', id: null, name: 'Infolett' } as const
