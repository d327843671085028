import type { Selectable } from 'kysely'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Database, DatabaseConnection, Transaction } from '#platform/database/database.ts'
import type { DB } from '#platform/database/schema.generated.ts'
import { type Actor, record } from '#platform/events.ts'
import type { Secrets } from '#platform/secrets.ts'
import { EmailSettings } from '#protocol/email.ts'
import type { Consents } from './oauth.ts'
import { mailboxNotFound } from './problems.ts'

/** A connected mailbox: a channel that is reached by e-mail. */
export type Mailbox = {
  workspaceId: string
  channelId: string
  /** The channel's name. */
  name: string
  address: string
  settings: EmailSettings
  /** See `readSecrets`. */
  secrets: Buffer | null
  forwardKey: string
  connectedAt: Date
  pausedAt: Date | null
  checkedAt: Date | null
  lastMailAt: Date | null
  /** Since when it cannot be read, and why, in words for people. */
  failingSince: Date | null
  failure: string | null
  /** The same of sending. */
  sendingFailingSince: Date | null
  sendingFailure: string | null
  consentExpiresAt: Date | null
  reconciledAt: Date | null
}

/** @throws mailboxNotFound */
export async function getMailbox(db: Database, workspaceId: string, channelId: string): Promise<Mailbox> {
  const row = await mailboxes(db)
    .where('mailboxes.workspaceId', '=', workspaceId)
    .where('mailboxes.channelId', '=', channelId)
    .executeTakeFirst()
  if (!row) throw mailboxNotFound()
  return toMailbox(row)
}

/** To be changed. @throws mailboxNotFound */
export async function lockMailbox(trx: Transaction, workspaceId: string, channelId: string): Promise<Mailbox> {
  const row = await mailboxes(trx)
    .where('mailboxes.workspaceId', '=', workspaceId)
    .where('mailboxes.channelId', '=', channelId)
    .forNoKeyUpdate('mailboxes')
    .executeTakeFirst()
  if (!row) throw mailboxNotFound()
  return toMailbox(row)
}

/** Those of a workspace, or of all of them, oldest first. */
export async function listMailboxes(db: Database, { workspaceId }: { workspaceId?: string } = {}): Promise<Mailbox[]> {
  const rows = await mailboxes(db)
    .$if(workspaceId !== undefined, (some) => some.where('mailboxes.workspaceId', '=', workspaceId ?? ''))
    .orderBy('mailboxes.channelId')
    .execute()
  return rows.map(toMailbox)
}

/** The folders that are read: the inbox and what else was chosen, the junk folder last. */
export const foldersOf = ({ folders, junkFolder }: Pick<EmailSettings, 'folders' | 'junkFolder'>): string[] => [
  ...new Set([...(folders.length > 0 ? folders : ['INBOX']), ...(junkFolder ? [junkFolder] : [])]),
]

/** Whether there is something to read, and somebody gave what it takes to sign in. */
export const isReadable = ({ pausedAt, settings, secrets }: Mailbox): boolean =>
  !pausedAt && settings.imap !== null && secrets !== null

const Consent = Type.Object({
  accessToken: Type.String(),
  refreshToken: Type.String(),
  expiresAt: Type.String({ format: 'date-time' }),
})
const MailboxSecrets = Type.Object({
  password: Type.Optional(Type.String()),
  /** For a sending server that knows another one. */
  outgoingPassword: Type.Optional(Type.String()),
  consent: Type.Optional(Consent),
})
export type MailboxSecrets = Type.Static<typeof MailboxSecrets>

/** What was stored under another secret of this server is as good as lost; `signInFor` says so. */
export function readSecrets(secrets: Pick<Secrets, 'decrypt'>, mailbox: Pick<Mailbox, 'secrets'>): MailboxSecrets {
  if (!mailbox.secrets) return {}
  try {
    return Value.Parse(MailboxSecrets, JSON.parse(secrets.decrypt(PURPOSE, mailbox.secrets)))
  } catch {
    return {}
  }
}

export const sealSecrets = (secrets: Pick<Secrets, 'encrypt'>, known: MailboxSecrets): Buffer | null =>
  Object.values(known).some(Boolean) ? secrets.encrypt(PURPOSE, JSON.stringify(known)) : null

const PURPOSE = 'mailbox'

export type SignInTools = Pick<DatabaseConnection, 'transact'> & {
  secrets: Pick<Secrets, 'encrypt' | 'decrypt'>
  consents: Consents
}
/** imap: what is about reading. smtp: what is about sending. */
export type Door = 'imap' | 'smtp'
export type MailSignIn = { user: string; pass: string } | { user: string; accessToken: string }

/** The mailbox cannot be signed in to until a person does something; the message says what. */
export class SignInNeeded extends Error {
  override name = 'SignInNeeded'
}

/**
 * What to sign in with at the mailbox's reading or sending server. A token that is about to end is renewed first.
 * @throws SignInNeeded, after it was noted as the mailbox's failure
 */
export async function signInFor(tools: SignInTools, mailbox: Mailbox, door: Door): Promise<MailSignIn> {
  const server = mailbox.settings[door]
  if (!server) throw new SignInNeeded(`This mailbox has no ${door === 'imap' ? 'reading' : 'sending'} server.`)
  const { user } = server
  const { password, outgoingPassword, consent } = readSecrets(tools.secrets, mailbox)
  if (mailbox.secrets && !password && !outgoingPassword && !consent)
    throw new SignInNeeded(
      `What signs in to this mailbox was stored under another secret of this server and can no longer be read. ${mailbox.settings.signIn === 'password' ? 'Enter the password again' : 'Sign in again'}, or restore INFOLETT_SECRET.`,
    )
  if (door === 'smtp' && outgoingPassword) return { user, pass: outgoingPassword }
  if (mailbox.settings.signIn === 'password') {
    if (password) return { user, pass: password }
    throw new SignInNeeded('There is no password for this mailbox yet. Enter it in the channel’s settings.')
  }
  if (!consent)
    throw new SignInNeeded('Nobody has signed in for this mailbox yet. Sign in from the channel’s settings.')
  if (isFresh(consent)) return { user, accessToken: consent.accessToken }
  return { user, accessToken: await renew(tools, mailbox, door) }
}

const RENEWED_BEFORE_MILLISECONDS = 5 * 60 * 1_000

const isFresh = ({ expiresAt }: { expiresAt: string }): boolean =>
  Date.parse(expiresAt) - Date.now() > RENEWED_BEFORE_MILLISECONDS

/** Under the row's lock: a refresh token may be good for one use, and another process may need one at the same time. */
async function renew({ transact, secrets, consents }: SignInTools, mailbox: Mailbox, door: Door): Promise<string> {
  const renewed = await transact(async (trx) => {
    const locked = await lockMailbox(trx, mailbox.workspaceId, mailbox.channelId)
    const known = readSecrets(secrets, locked)
    if (!known.consent)
      return { refused: 'Nobody has signed in for this mailbox. Sign in from the channel’s settings.' }
    if (isFresh(known.consent)) return known.consent
    const answer = await consents.renew(locked.settings.provider, known.consent)
    if ('refused' in answer) {
      if (door === 'imap') await markFailing(trx, locked, answer.refused)
      return answer
    }
    const { consentExpiresAt, ...consent } = answer
    await trx
      .updateTable('mailboxes')
      .set({
        secrets: sealSecrets(secrets, { ...known, consent }),
        // Google says only at first how long a person's word is good for.
        consentExpiresAt: consentExpiresAt ?? locked.consentExpiresAt,
      })
      .where('workspaceId', '=', locked.workspaceId)
      .where('channelId', '=', locked.channelId)
      .execute()
    return consent
  })
  if ('refused' in renewed) throw new SignInNeeded(renewed.refused)
  return renewed.accessToken
}

const asSystem: Actor = { kind: 'system', id: null, name: 'Infolett' }

/**
 * Notes what is wrong with reading or with sending, for people: since when stays what it was; the team hears of a failure
 * that is new to them.
 */
export async function markFailing(
  trx: Transaction,
  { workspaceId, channelId }: Pick<Mailbox, 'workspaceId' | 'channelId'>,
  failure: string,
  door: Door = 'imap',
): Promise<void> {
  const before = await lockMailbox(trx, workspaceId, channelId)
  if ((door === 'imap' ? before.failure : before.sendingFailure) === failure) return
  const now = new Date()
  await trx
    .updateTable('mailboxes')
    .set(
      door === 'imap'
        ? { failure, failingSince: before.failingSince ?? now }
        : { sendingFailure: failure, sendingFailingSince: before.sendingFailingSince ?? now },
    )
    .where('workspaceId', '=', workspaceId)
    .where('channelId', '=', channelId)
    .execute()
  await record(trx, { type: 'channel.failing', workspaceId, actor: asSystem, data: { channelId, failure } })
}

/** Takes a failure of reading or of sending back, if there was one. */
export async function markWorking(
  trx: Transaction,
  { workspaceId, channelId }: Pick<Mailbox, 'workspaceId' | 'channelId'>,
  door: Door = 'imap',
): Promise<void> {
  const recovered = await trx
    .updateTable('mailboxes')
    .set(door === 'imap' ? { failure: null, failingSince: null } : { sendingFailure: null, sendingFailingSince: null })
    .where('workspaceId', '=', workspaceId)
    .where('channelId', '=', channelId)
    .where(door === 'imap' ? 'failingSince' : 'sendingFailingSince', 'is not', null)
    .returning('channelId')
    .executeTakeFirst()
  if (recovered) await record(trx, { type: 'channel.recovered', workspaceId, actor: asSystem, data: { channelId } })
}

/** Reading and sending taken together. */
export const troubleOf = ({ failure, failingSince, sendingFailure, sendingFailingSince }: Mailbox) => ({
  failingSince:
    [failingSince, sendingFailingSince].filter((since) => since !== null).sort((a, b) => +a - +b)[0] ?? null,
  failure: [failure, sendingFailure].filter((one) => one !== null).join(' ') || null,
})

const mailboxes = (db: Database) =>
  db
    .selectFrom('mailboxes')
    .innerJoin('channels', (join) =>
      join.onRef('channels.workspaceId', '=', 'mailboxes.workspaceId').onRef('channels.id', '=', 'mailboxes.channelId'),
    )
    .select('channels.name')
    .selectAll('mailboxes')

type Row = Selectable<DB['mailboxes']> & { name: string }

const toMailbox = ({ settings, watchedBy, watchedUntil, ...row }: Row): Mailbox => ({
  ...row,
  settings: Value.Parse(EmailSettings, settings),
})
