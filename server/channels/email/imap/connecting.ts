import type { ImapFlow } from 'imapflow'
import type { DatabaseConnection } from '#platform/database/database.ts'
import type { Files } from '#platform/files.ts'
import type { Log } from '#platform/log.ts'
import type { Secrets } from '#platform/secrets.ts'
import { type Mailbox, SignInNeeded, signInFor } from '../email-channel.ts'
import { explainFailure } from '../explaining.ts'
import type { Consents } from '../oauth.ts'
import { type FindOptions, reachServer } from '../server-address.ts'
import { FolderClosed } from './folder.ts'
import type { Withheld } from './withheld.ts'

export type ReadingTools = {
  connection: Pick<DatabaseConnection, 'db' | 'transact'>
  files: Pick<Files, 'store'>
  secrets: Pick<Secrets, 'encrypt' | 'decrypt'>
  consents: Consents
  findOptions: FindOptions
  log: Log
}

/** A mailbox that is signed in to. */
export type Reading = ReadingTools & { mailbox: Mailbox; client: ImapFlow; withheld: Withheld }

const PATIENCE_MILLISECONDS = 30_000
/** Longer than the pauses between two looks, so that only a dead connection is ended. */
const SILENCE_MILLISECONDS = 6 * 60 * 1_000
/** More than any mail that is fetched in one piece, and any list of numbers. */
const MOST_BYTES_AT_ONCE = 64 * 1024 * 1024

/**
 * Signs in to the mailbox. Whoever gets it closes `client`; `signal` closes it at any time.
 * @throws what `explainReading` puts into words
 */
export async function startReading(
  tools: ReadingTools,
  mailbox: Mailbox,
  withheld: Withheld,
  signal?: AbortSignal,
): Promise<Reading> {
  return { ...tools, mailbox, client: await connectImap(tools, mailbox, signal), withheld }
}

export type ImapTools = Pick<ReadingTools, 'connection' | 'secrets' | 'consents' | 'findOptions'>

/** Whoever gets it closes it. @throws what `explainReading` puts into words */
export async function connectImap(tools: ImapTools, mailbox: Mailbox, signal?: AbortSignal): Promise<ImapFlow> {
  const { imap } = mailbox.settings
  if (!imap) throw new SignInNeeded('This mailbox has no reading server.')
  const { transact } = tools.connection
  const auth = await signInFor({ transact, secrets: tools.secrets, consents: tools.consents }, mailbox, 'imap')
  // It takes memory, which a server without mailboxes need not have.
  const { ImapFlow } = await import('imapflow')
  const client = new ImapFlow({
    ...(await reachServer(imap, tools.findOptions)),
    ...(imap.security === 'starttls' ? { doSTARTTLS: true } : {}),
    auth,
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: PATIENCE_MILLISECONDS,
    greetingTimeout: PATIENCE_MILLISECONDS,
    socketTimeout: SILENCE_MILLISECONDS,
    maxLiteralSize: MOST_BYTES_AT_ONCE,
    maxLineLength: MOST_BYTES_AT_ONCE,
    maxResponseSize: 2 * MOST_BYTES_AT_ONCE,
    clientInfo: { name: 'Infolett' },
  })
  // What a promise rejects with is said there as well.
  client.on('error', () => {})
  const close = () => client.close()
  signal?.addEventListener('abort', close)
  client.on('close', () => signal?.removeEventListener('abort', close))
  try {
    await client.connect()
    return client
  } catch (cause) {
    client.close()
    throw new ServerFailed('The mail server cannot be reached or refuses us.', { cause })
  }
}

/** It is the mail server's doing: a connection refused by it looks like one refused by the database. */
export class ServerFailed extends Error {
  override name = 'ServerFailed'
}

/** Whether a sign-in was refused, which trying again does not mend. */
export const isAboutSignIn = (error: unknown): boolean =>
  error instanceof SignInNeeded || (error instanceof ServerFailed && isRefusedSignIn(error.cause))

const isRefusedSignIn = (cause: unknown): boolean =>
  cause instanceof Error && 'authenticationFailed' in cause && cause.authenticationFailed === true

/** What keeps us from reading a mailbox, and what its owner can do, in a sentence or two. */
export function explainReading(error: unknown, { settings }: Pick<Mailbox, 'settings'>): string {
  const { imap, provider, signIn } = settings
  if (error instanceof SignInNeeded || error instanceof FolderClosed || !imap) return messageOf(error)
  const { problem, advice } = explainFailure(error instanceof ServerFailed ? error.cause : error, {
    door: 'imap',
    server: imap,
    provider,
    signIn: signIn === 'password' ? { pass: '' } : {},
  })
  return advice ? `${problem} ${advice}` : problem
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
