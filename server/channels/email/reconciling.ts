import { Type } from 'typebox'
import type { Transaction } from '#platform/database/database.ts'
import { enqueue } from '#platform/jobs.ts'
import type { MailboxRef } from './keeping.ts'

/** What the comparison of a mailbox with its ledger is called and takes, for those who only ask for it. */
export const mailboxToReconcile = {
  name: 'reconcile-mailbox',
  payload: Type.Object({ workspaceId: Type.String(), channelId: Type.String() }),
}

/** Compares soon what lies at the provider with what lies here; asked twice, it is done once. */
export async function askToReconcile(trx: Transaction, { workspaceId, channelId }: MailboxRef): Promise<void> {
  const mailbox = `${mailboxToReconcile.name} ${workspaceId} ${channelId}`
  await enqueue(trx, mailboxToReconcile, { workspaceId, channelId }, { key: mailbox, queue: mailbox })
}
