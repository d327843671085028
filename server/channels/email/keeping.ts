import { Type } from 'typebox'
import type { Transaction } from '#platform/database/database.ts'
import type { StoredFile } from '#platform/files.ts'
import { enqueue } from '#platform/jobs.ts'

/** A mail that somebody handed to us. */
export type HandedMail = {
  workspaceId: string
  channelId: string
  /** Where it lies at the provider; null: it came by SMTP. */
  item: { folder: string; uidValidity: number; uid: number } | null
  /** What SMTP said; without the angle brackets. */
  envelope?: { from: string | null; to: string[] }
  /** The original, already on disk. */
  original: Pick<StoredFile, 'sha256' | 'bytes'>
  /** When the provider or our receiver took it. */
  arrivedAt: Date
}

export type MailboxRef = { workspaceId: string; channelId: string }

/** What `receiveMail` is called and takes, for those who only ask for it. */
export const mailToReceive = {
  name: 'receive-mail',
  payload: Type.Object({ workspaceId: Type.String(), channelId: Type.String() }),
}

/**
 * Writes a mail into the ledger, to be understood later. Once this is committed, the provider may be told that we have
 * it. An item at the provider is kept once; what comes by SMTP is told apart when it is understood.
 */
export async function keepMail(trx: Transaction, mail: HandedMail): Promise<{ id: string } | 'known'> {
  const { workspaceId, channelId, item, envelope, original, arrivedAt } = mail
  const kept = await trx
    .insertInto('mails')
    .values({
      workspaceId,
      channelId,
      folder: item?.folder,
      uidValidity: item?.uidValidity,
      uid: item?.uid,
      envelopeFrom: envelope?.from,
      envelopeTo: envelope?.to,
      originalSha256: original.sha256,
      originalBytes: original.bytes,
      arrivedAt,
      keptAt: new Date(),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['workspaceId', 'channelId', 'folder', 'uidValidity', 'uid'])
        .where('uid', 'is not', null)
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
  if (!kept) return 'known'
  await askToReceive(trx, { workspaceId, channelId })
  return kept
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
