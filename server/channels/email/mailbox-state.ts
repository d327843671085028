import { sql } from 'kysely'
import type { Database } from '#platform/database/database.ts'
import type { Secrets } from '#platform/secrets.ts'
import type { ChannelMailboxBody } from '#protocol/channels.ts'
import type { FailedMailBody, MailboxBody } from '#protocol/email.ts'
import { foldersOf, type Mailbox, readSecrets, troubleOf } from './email-channel.ts'
import { nothingLostSince } from './reconciling.ts'

type Tools = { db: Database; secrets: Pick<Secrets, 'decrypt'>; mailDomain: string | undefined }

/** How a mailbox is doing, for its page; what signs it in stays here. */
export async function readMailboxState({ db, secrets, mailDomain }: Tools, mailbox: Mailbox): Promise<MailboxBody> {
  const [counts, folders] = await Promise.all([countMails(db, mailbox), readFolders(db, mailbox)])
  const { password, consent } = readSecrets(secrets, mailbox)
  const { failure, failingSince } = troubleOf(mailbox)
  return {
    channelId: mailbox.channelId,
    name: mailbox.name,
    address: mailbox.address,
    settings: mailbox.settings,
    hasPassword: password !== undefined,
    hasConsent: consent !== undefined,
    forwardAddress: mailDomain ? `${mailbox.forwardKey}@${mailDomain}` : null,
    connectedAt: mailbox.connectedAt.toISOString(),
    pausedAt: toInstant(mailbox.pausedAt),
    checkedAt: toInstant(mailbox.checkedAt),
    lastMailAt: toInstant(mailbox.lastMailAt),
    failingSince: toInstant(failingSince),
    failure,
    consentExpiresAt: toInstant(mailbox.consentExpiresAt),
    reconciledAt: toInstant(mailbox.reconciledAt),
    nothingLostSince: toInstant(nothingLostSince(mailbox, { ...counts, folders })),
    folders: folders.map(({ reconciledAt, ...folder }) => ({ ...folder, reconciledAt: toInstant(reconciledAt) })),
    ...counts,
  }
}

/** The same in short. */
export function toChannelMailbox(mailbox: Mailbox): ChannelMailboxBody {
  const { failure, failingSince } = troubleOf(mailbox)
  return {
    address: mailbox.address,
    pausedAt: toInstant(mailbox.pausedAt),
    failingSince: toInstant(failingSince),
    failure,
    isReadingFailing: mailbox.failingSince !== null,
    checkedAt: toInstant(mailbox.checkedAt),
    lastMailAt: toInstant(mailbox.lastMailAt),
    consentExpiresAt: toInstant(mailbox.consentExpiresAt),
  }
}

/** Newest first; most of the time there is none. */
export async function listFailedMails(db: Database, mailbox: Mailbox, limit = 100): Promise<FailedMailBody[]> {
  const rows = await db
    .selectFrom('mails')
    .where('workspaceId', '=', mailbox.workspaceId)
    .where('channelId', '=', mailbox.channelId)
    .where('state', '=', 'failed')
    .select(['id', 'arrivedAt', 'originalBytes as bytes', 'attempts', 'failure'])
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ arrivedAt, failure, ...mail }) => ({
    ...mail,
    arrivedAt: arrivedAt.toISOString(),
    failure: failure ?? '',
  }))
}

type Counts = Pick<MailboxBody, 'waitingCount' | 'failedCount' | 'receivedCount'>

const countMails = (db: Database, { workspaceId, channelId }: Mailbox): Promise<Counts> =>
  db
    .selectFrom('mails')
    .where('workspaceId', '=', workspaceId)
    .where('channelId', '=', channelId)
    .select([
      sql<number>`count(*) filter (where state = 'kept')`.as('waitingCount'),
      sql<number>`count(*) filter (where state = 'failed')`.as('failedCount'),
      sql<number>`count(*) filter (where state = 'received')`.as('receivedCount'),
    ])
    .executeTakeFirstOrThrow()

type Folder = { path: string; uidValidity: number; lastUid: number; reconciledAt: Date | null }

/** Those that are read now, in the order in which they are. */
async function readFolders(db: Database, { workspaceId, channelId, settings }: Mailbox): Promise<Folder[]> {
  const rows = await db
    .selectFrom('mailFolders')
    .where('workspaceId', '=', workspaceId)
    .where('channelId', '=', channelId)
    .select(['path', 'uidValidity', 'lastUid', 'reconciledAt'])
    .execute()
  return foldersOf(settings).flatMap((path) => rows.find((row) => row.path === path) ?? [])
}

const toInstant = (date: Date | null): string | null => date?.toISOString() ?? null
