import type { ImapFlow } from 'imapflow'
import { sql } from 'kysely'
import type { Transaction } from '#platform/database/database.ts'
import { mention } from '#platform/events.ts'
import { foldersOf, type Mailbox } from '../email-channel.ts'
import { keepMails } from '../keeping.ts'
import type { Reading } from './connecting.ts'
import { type Batch, fetchMails, type Listed, listMails } from './fetching.ts'
import { askFolder, listUids, listUidsAfter, type OpenFolder, openFolder } from './folder.ts'

/**
 * Reads what came to a folder since it was last read, however much that is. A folder that was never read, or that the
 * provider made anew (UIDVALIDITY, RFC 9051 §2.3.1.1), is read from when the mailbox was connected: what we have by
 * another number is recognised when it is understood. @throws FolderClosed
 */
export async function readFolder(reading: Reading, path: string): Promise<void> {
  const folder = await openFolder(reading.client, path)
  const position = await findPosition(reading, path)
  if (position?.uidValidity !== folder.uidValidity) await readMissing(reading, folder)
  else await readAfter(reading, folder, position.lastUid)
}

/** Whether there may be mail in a folder that is not open. @throws FolderClosed */
export async function isBehind(reading: Reading, path: string): Promise<boolean> {
  const { uidValidity, uidNext } = await askFolder(reading.client, path)
  const position = await findPosition(reading, path)
  return uidNext === undefined || position?.uidValidity !== uidValidity || position.lastUid < uidNext - 1
}

async function readAfter(reading: Reading, folder: OpenFolder, lastUid: number): Promise<void> {
  const uids = await listUidsAfter(reading.client, lastUid)
  for await (const batch of fetchMails(reading, folder, uids))
    await keepBatch(reading, folder, batch, { movesOn: true })
}

/** Counts, as they are compared, the mails that the provider has, and those that we should have had and had not. */
export type Comparison = { lyingCount: number; foundCount: number }

const neverRead = { firstUid: undefined, lastUid: 0 }

/**
 * Compares the open folder with the ledger, from when the mailbox was connected (or what is to be imported), and reads
 * what is missing there. The folder's position is moved only when all is read: whoever is interrupted compares again.
 */
export async function readMissing(
  reading: Reading,
  folder: OpenFolder,
  compared: Comparison = { lyingCount: 0, foundCount: 0 },
): Promise<void> {
  const { client, mailbox } = reading
  const position = await findPosition(reading, folder.path)
  const { firstUid, lastUid: readUpTo } = position?.uidValidity === folder.uidValidity ? position : neverRead
  const lying = await listLying(reading, firstUid)
  const missing = await listMissing(reading, folder, lying)
  const isOurs = ({ uid, arrivedAt }: Listed) => uid >= (firstUid ?? Infinity) || arrivedAt >= beginOf(mailbox)
  const wanted = (await listMails(client, missing)).filter(isOurs).map(({ uid }) => uid)
  compared.lyingCount += lying.length - (missing.length - wanted.length)
  for await (const batch of fetchMails(reading, folder, wanted))
    for (const uid of await keepBatch(reading, folder, batch, { movesOn: false }))
      if (uid <= readUpTo) compared.foundCount++

  const lastUid = folder.uidNext === undefined ? await findLastUid(client) : folder.uidNext - 1
  const isAll = !missing.some((uid) => reading.withheld.isLeftOut(folder, uid))
  await reading.connection.transact((trx) => moveTo(trx, mailbox, { folder, lastUid, isAll }))
}

/** From when on every mail is ours to have. Servers tell arrival in whole seconds. */
export function beginOf({ settings, connectedAt }: Pick<Mailbox, 'settings' | 'connectedAt'>): Date {
  const begin = settings.importSince ? new Date(settings.importSince) : connectedAt
  return new Date(Math.floor(begin.getTime() / 1_000) * 1_000)
}

const DAY_MILLISECONDS = 24 * 60 * 60 * 1_000

/** SINCE knows days only, and those of the server's clock (RFC 9051 §6.4.4): one more is asked for, and more than is ours. */
async function listLying({ client, mailbox }: Reading, firstUid: number | undefined): Promise<number[]> {
  const since = new Date(beginOf(mailbox).getTime() - DAY_MILLISECONDS)
  const byDate = await listUids(client, { since })
  // Somebody may have moved mails with old dates here; the folder had to be read once before we can tell.
  const byNumber = firstUid === undefined ? [] : await listUidsAfter(client, firstUid - 1)
  return [...new Set([...byDate, ...byNumber])].sort((one, other) => one - other)
}

const findLastUid = async (client: ImapFlow): Promise<number> => (await listUids(client, { all: true })).at(-1) ?? 0

const COMPARED_AT_ONCE = 5_000

async function listMissing({ connection, mailbox }: Reading, folder: OpenFolder, uids: number[]): Promise<number[]> {
  const missing: number[] = []
  for (let from = 0; from < uids.length; from += COMPARED_AT_ONCE) {
    const some = uids.slice(from, from + COMPARED_AT_ONCE)
    const { rows } = await sql<{ uid: number }>`
      select uid from unnest(${some}::bigint[]) as lying(uid)
      where not exists (
        select from mails
        where workspace_id = ${mailbox.workspaceId} and channel_id = ${mailbox.channelId}
          and folder = ${folder.path} and uid_validity = ${folder.uidValidity} and mails.uid = lying.uid
      )
      order by uid`.execute(connection.db)
    missing.push(...rows.map(({ uid }) => uid))
  }
  return missing
}

/** @returns the UIDs of those that we had not */
async function keepBatch(
  { connection, mailbox }: Reading,
  folder: OpenFolder,
  { mails, upTo, hasLeftOut }: Batch,
  { movesOn }: { movesOn: boolean },
): Promise<number[]> {
  const { workspaceId, channelId } = mailbox
  return connection.transact(async (trx) => {
    const handed = mails.map(({ uid, original, arrivedAt }) => {
      const item = { folder: folder.path, uidValidity: folder.uidValidity, uid }
      return { workspaceId, channelId, item, original, arrivedAt }
    })
    const added = (await keepMails(trx, handed)).flatMap(({ uid }) => uid ?? [])
    if (movesOn) await moveOn(trx, mailbox, folder, { lastUid: upTo, hasLeftOut })
    if (added.length > 0) await noteArrival(trx, mailbox)
    return added
  })
}

const findPosition = ({ connection, mailbox }: Reading, path: string) =>
  connection.db
    .selectFrom('mailFolders')
    .where('workspaceId', '=', mailbox.workspaceId)
    .where('channelId', '=', mailbox.channelId)
    .where('path', '=', path)
    .select(['uidValidity', 'firstUid', 'lastUid'])
    .executeTakeFirst()

/** Two that read the same folder for a moment never move it back. */
async function moveOn(
  trx: Transaction,
  { workspaceId, channelId }: Mailbox,
  folder: OpenFolder,
  { lastUid, hasLeftOut }: { lastUid: number; hasLeftOut: boolean },
): Promise<void> {
  await trx
    .updateTable('mailFolders')
    .set({ lastUid, ...(hasLeftOut && { reconciledAt: null }) })
    .where('workspaceId', '=', workspaceId)
    .where('channelId', '=', channelId)
    .where('path', '=', folder.path)
    .where('uidValidity', '=', folder.uidValidity)
    .where('lastUid', '<', lastUid)
    .execute()
}

/** All that is in the folder up to there is ours, or from before our time. */
async function moveTo(
  trx: Transaction,
  { workspaceId, channelId }: Mailbox,
  { folder: { path, uidValidity }, lastUid, isAll }: { folder: OpenFolder; lastUid: number; isAll: boolean },
): Promise<void> {
  const reconciledAt = isAll ? new Date() : null
  const isSame = sql`mail_folders.uid_validity = excluded.uid_validity`
  await trx
    .insertInto('mailFolders')
    .values({ workspaceId, channelId, path, uidValidity, firstUid: lastUid + 1, lastUid, reconciledAt })
    .onConflict((conflict) =>
      conflict.columns(['workspaceId', 'channelId', 'path']).doUpdateSet({
        uidValidity,
        reconciledAt,
        firstUid: sql<number>`case when ${isSame} then mail_folders.first_uid else excluded.first_uid end`,
        lastUid: sql<number>`case when ${isSame} then greatest(mail_folders.last_uid, excluded.last_uid)
          else excluded.last_uid end`,
      }),
    )
    .execute()
}

/** A sentence for each folder in which something had to be left out. */
export async function explainGaps({ connection, mailbox }: Pick<Reading, 'connection' | 'mailbox'>): Promise<string[]> {
  const gaps = await connection.db
    .selectFrom('mailFolders')
    .where('workspaceId', '=', mailbox.workspaceId)
    .where('channelId', '=', mailbox.channelId)
    .where('path', 'in', foldersOf(mailbox.settings))
    .where('uidValidity', '>', 0)
    .where('reconciledAt', 'is', null)
    .select('path')
    .execute()
  return gaps.map(
    ({ path }) =>
      `Something in “${path}” cannot be read: the mail server breaks off each time. Look at it in the provider’s web mail; we try again every day.`,
  )
}

const TOLD_EVERY_MILLISECONDS = 1_000

/** For the channel's page; a flood of mail changes it once a second. */
export async function noteArrival(
  trx: Transaction,
  { workspaceId, channelId }: Pick<Mailbox, 'workspaceId' | 'channelId'>,
): Promise<void> {
  const now = new Date()
  const noted = await trx
    .updateTable('mailboxes')
    .set({ lastMailAt: now })
    .where('workspaceId', '=', workspaceId)
    .where('channelId', '=', channelId)
    .where(({ or, eb }) =>
      or([eb('lastMailAt', 'is', null), eb('lastMailAt', '<', new Date(now.getTime() - TOLD_EVERY_MILLISECONDS))]),
    )
    .returning('channelId')
    .executeTakeFirst()
  if (noted) mention(trx, { type: 'channel.mail-arrived', workspaceId, actor: asSystem, data: { channelId } })
}

const asSystem = { kind: 'system', id: null, name: 'Infolett' } as const
