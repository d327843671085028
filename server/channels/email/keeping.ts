import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Transaction } from '#platform/database/database.ts'
import type { StoredFile } from '#platform/files.ts'
import { enqueue } from '#platform/jobs.ts'

/** A mail that somebody handed to us. */
export type HandedMail = {
  workspaceId: string
  channelId: string
  /** Where it lies at the provider; null: it came by SMTP. */
  item: MailItem | null
  /** What SMTP said; without the angle brackets. */
  envelope?: { from: string | null; to: string[] }
  /** The original, already on disk. */
  original: Pick<StoredFile, 'sha256' | 'bytes'>
  /** When the provider or our receiver took it. */
  arrivedAt: Date
}

export type MailItem = { folder: string; uidValidity: number; uid: number }
export type MailboxRef = { workspaceId: string; channelId: string }
/** A mail that is in the ledger now and was not before. */
export type KeptItem = { id: string; uid: number | null }

/** What `receiveMail` is called and takes, for those who only ask for it. */
export const mailToReceive = {
  name: 'receive-mail',
  payload: Type.Object({ workspaceId: Type.String(), channelId: Type.String() }),
}

/**
 * Writes mails into the ledger, to be understood later in this order. Once this is committed, whoever handed them over
 * may be told that we have them. An item at the provider is kept once; what comes by SMTP is told apart when it is
 * understood. @returns those that were not known
 */
export async function keepMails(trx: Transaction, mails: HandedMail[]): Promise<KeptItem[]> {
  if (mails.length === 0) return []
  const { rows } = await sql<KeptItem>`
    insert into mails (workspace_id, channel_id, folder, uid_validity, uid, envelope_from, envelope_to,
      original_sha256, original_bytes, arrived_at, kept_at)
    select "workspaceId", "channelId", folder, "uidValidity", uid, "envelopeFrom", "envelopeTo",
      decode("originalSha256", 'hex'), "originalBytes", "arrivedAt", ${new Date()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(mails.map(toRow))}::jsonb) as handed("workspaceId" uuid, "channelId" uuid,
      folder text, "uidValidity" bigint, uid bigint, "envelopeFrom" text, "envelopeTo" text[], "originalSha256" text,
      "originalBytes" bigint, "arrivedAt" timestamptz)
    on conflict (workspace_id, channel_id, folder, uid_validity, uid) where uid is not null do nothing
    returning id, uid`.execute(trx)
  if (rows.length > 0) for (const mailbox of mailboxesOf(mails)) await askToReceive(trx, mailbox)
  return rows
}

/** As `keepMails`. */
export async function keepMail(trx: Transaction, mail: HandedMail): Promise<KeptItem | 'known'> {
  const [kept] = await keepMails(trx, [mail])
  return kept ?? 'known'
}

const toRow = ({ workspaceId, channelId, item, envelope, original, arrivedAt }: HandedMail) => ({
  workspaceId,
  channelId,
  ...item,
  envelopeFrom: envelope?.from,
  envelopeTo: envelope?.to,
  originalSha256: original.sha256.toString('hex'),
  originalBytes: original.bytes,
  arrivedAt,
})

/** Each once, in the same order whoever comes first, so that two transactions never wait for each other. */
export function mailboxesOf<Mailbox extends MailboxRef>(mails: Mailbox[]): Mailbox[] {
  const byChannel = new Map(mails.map((mail) => [mail.channelId, mail]))
  return [...byChannel.values()].sort((one, other) => (one.channelId < other.channelId ? -1 : 1))
}

/** However many mails wait, one job waits for them; a mailbox's are understood in the order in which they were kept. */
export async function askToReceive(
  trx: Transaction,
  { workspaceId, channelId }: MailboxRef,
  { runAt }: { runAt?: Date } = {},
): Promise<void> {
  const mailbox = `${mailToReceive.name} ${workspaceId} ${channelId}`
  await enqueue(trx, mailToReceive, { workspaceId, channelId }, { key: mailbox, queue: mailbox, runAt })
}
