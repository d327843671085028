import { randomInt } from 'node:crypto'
import { hurryLetters } from '#conversations/delivery.ts'
import type { Transaction } from '#platform/database/database.ts'
import { record } from '#platform/events.ts'
import type { Secrets } from '#platform/secrets.ts'
import type { EmailSettings, MailServer } from '#protocol/email.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import {
  foldersOf,
  getMailbox,
  lockMailbox,
  type Mailbox,
  type MailboxSecrets,
  markWorking,
  readSecrets,
  sealSecrets,
} from './email-channel.ts'
import { mailboxConnected, passwordNeeded } from './problems.ts'

export type GivenPasswords = { password?: string; outgoingPassword?: string | null }
export type NewMailbox = { name: string; address: string; settings: EmailSettings } & GivenPasswords
export type MailboxChanges = { name?: string; settings?: Partial<EmailSettings> } & GivenPasswords

type Sealing = Pick<Secrets, 'encrypt' | 'decrypt'>

/** Connects a mailbox as a channel of the workspace. @throws mailboxConnected when another channel has this address */
export async function createMailbox(
  trx: Transaction,
  agent: Agent,
  secrets: Sealing,
  { name, address, settings, password, outgoingPassword }: NewMailbox,
): Promise<Mailbox> {
  const { workspaceId } = agent
  const channel = await trx
    .insertInto('channels')
    .values({ workspaceId, kind: 'email', name, key: null, settings: '{}', createdAt: new Date() })
    .returning('id')
    .executeTakeFirstOrThrow()
  const connected = await trx
    .insertInto('mailboxes')
    .values({
      workspaceId,
      channelId: channel.id,
      address: address.toLowerCase(),
      settings: JSON.stringify(settings),
      secrets: sealSecrets(secrets, { password, outgoingPassword: outgoingPassword ?? undefined }),
      forwardKey: makeForwardKey(),
      connectedAt: new Date(),
    })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'address']).doNothing())
    .returning('channelId')
    .executeTakeFirst()
  if (!connected) throw mailboxConnected()
  await makeFolders(trx, workspaceId, channel.id, settings)
  await recordAct(trx, agent, 'channel.created', { channelId: channel.id, kind: 'email', name })
  return getMailbox(trx, workspaceId, channel.id)
}

/**
 * Settings that are left out stay as they were. A server that takes another's place never gets what was stored for the
 * one before. @throws mailboxNotFound, passwordNeeded
 */
export async function changeMailbox(
  trx: Transaction,
  agent: Agent,
  secrets: Sealing,
  channelId: string,
  changes: MailboxChanges,
): Promise<Mailbox> {
  const before = await lockMailbox(trx, agent.workspaceId, channelId)
  const settings = { ...before.settings, ...changes.settings }
  const stored = readSecrets(secrets, before)
  const known = changeSecrets(stored, before.settings, settings, changes)
  // What cannot be read may be again, once this server has its old secret back.
  const kept = Object.keys(stored).length === 0 ? before.secrets : null
  await trx
    .updateTable('mailboxes')
    .set({
      settings: JSON.stringify(settings),
      secrets: sealSecrets(secrets, known) ?? kept,
      consentExpiresAt: known.consent ? before.consentExpiresAt : null,
    })
    .where('workspaceId', '=', agent.workspaceId)
    .where('channelId', '=', channelId)
    .execute()
  if (changes.name !== undefined)
    await trx
      .updateTable('channels')
      .set({ name: changes.name })
      .where('workspaceId', '=', agent.workspaceId)
      .where('id', '=', channelId)
      .execute()
  await makeFolders(trx, agent.workspaceId, channelId, settings)
  if (settings.importSince !== before.settings.importSince) await readAnew(trx, before)
  if (changes.settings?.smtp || changes.password || changes.outgoingPassword) await sendAgain(trx, before)
  await recordAct(trx, agent, 'channel.changed', {
    channelId,
    name: changes.name,
    settings: Object.keys(changes.settings ?? {}),
  })
  return getMailbox(trx, agent.workspaceId, channelId)
}

/** From now on nothing is read from it until it is resumed; what came meanwhile is read then. @throws mailboxNotFound */
export const pauseMailbox = (trx: Transaction, agent: Agent, channelId: string): Promise<Mailbox> =>
  setPaused(trx, agent, channelId, new Date())

/** @throws mailboxNotFound */
export const resumeMailbox = (trx: Transaction, agent: Agent, channelId: string): Promise<Mailbox> =>
  setPaused(trx, agent, channelId, null)

async function setPaused(trx: Transaction, agent: Agent, channelId: string, pausedAt: Date | null): Promise<Mailbox> {
  const before = await lockMailbox(trx, agent.workspaceId, channelId)
  if (Boolean(before.pausedAt) === Boolean(pausedAt)) return before
  await trx
    .updateTable('mailboxes')
    .set({ pausedAt })
    .where('workspaceId', '=', agent.workspaceId)
    .where('channelId', '=', channelId)
    .execute()
  await recordAct(trx, agent, pausedAt ? 'channel.paused' : 'channel.resumed', { channelId })
  return { ...before, pausedAt }
}

function changeSecrets(
  known: MailboxSecrets,
  before: EmailSettings,
  after: EmailSettings,
  given: GivenPasswords,
): MailboxSecrets {
  const { password, consent } = known
  const isElsewhere = !isSameServer(before.imap, after.imap) || !isSameServer(before.smtp, after.smtp)
  const outgoingPassword =
    given.outgoingPassword === null ? undefined : (given.outgoingPassword ?? known.outgoingPassword)
  if (isElsewhere && after.signIn === 'password' && password && !given.password) throw passwordNeeded()
  if (!isSameServer(before.smtp, after.smtp) && outgoingPassword && !given.outgoingPassword) throw passwordNeeded()
  const staysConsented = after.signIn === 'oauth' && after.provider === before.provider && !isElsewhere
  return {
    password: after.signIn === 'oauth' ? undefined : (given.password ?? password),
    outgoingPassword,
    consent: staysConsented ? consent : undefined,
  }
}

/** Whether what was entrusted to one may be sent to the other. A server that is gone gets nothing. */
export const isSameServer = (before: MailServer | null, after: MailServer | null): boolean =>
  after === null || (before?.host === after.host && before.port === after.port && before.security === after.security)

/** What could not be sent until now is tried with what has changed, and says anew what is in its way. */
export async function sendAgain(trx: Transaction, mailbox: Mailbox): Promise<void> {
  await markWorking(trx, mailbox, 'smtp')
  await hurryLetters(trx, mailbox)
}

/** Folders are read again from when on mail is now to be imported; what was read before is known. */
const readAnew = (trx: Transaction, { workspaceId, channelId }: Mailbox) =>
  trx
    .updateTable('mailFolders')
    .set({ uidValidity: 0, reconciledAt: null })
    .where('workspaceId', '=', workspaceId)
    .where('channelId', '=', channelId)
    .execute()

/** Positions of folders that are no longer read stay, so that reading them again does not begin anew. */
async function makeFolders(trx: Transaction, workspaceId: string, channelId: string, settings: EmailSettings) {
  await trx
    .insertInto('mailFolders')
    .values(foldersOf(settings).map((path) => ({ workspaceId, channelId, path })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

const FORWARD_KEY_LENGTH = 20
const LETTERS_AND_DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Nobody guesses where a shop forwards its mail to. */
const makeForwardKey = (): string =>
  Array.from({ length: FORWARD_KEY_LENGTH }, () => LETTERS_AND_DIGITS[randomInt(36)]).join('')

type MailboxAct = 'channel.created' | 'channel.changed' | 'channel.paused' | 'channel.resumed'

const recordAct = (trx: Transaction, agent: Agent, type: MailboxAct, data: Record<string, unknown>) =>
  record(trx, { type, workspaceId: agent.workspaceId, actor: asActor(agent), data })
