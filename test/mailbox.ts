import { randomUUID } from 'node:crypto'
import type { Transaction } from '#platform/database/database.ts'
import type { EmailSettings } from '#protocol/email.ts'

const settings: EmailSettings = { provider: 'other', signIn: 'password', imap: null, smtp: null, folders: [] }

/** A connected mailbox without mail servers: what arrives in it, the test hands in. */
export async function makeMailbox(
  trx: Transaction,
  workspaceId: string,
  address: string,
  given: Partial<EmailSettings> = {},
): Promise<{ workspaceId: string; channelId: string; address: string }> {
  const { id: channelId } = await trx
    .insertInto('channels')
    .values({ workspaceId, kind: 'email', name: address, settings: '{}', createdAt: new Date() })
    .returning('id')
    .executeTakeFirstOrThrow()
  await trx
    .insertInto('mailboxes')
    .values({
      workspaceId,
      channelId,
      address,
      settings: JSON.stringify({ ...settings, ...given }),
      forwardKey: randomUUID(),
      connectedAt: new Date(),
    })
    .execute()
  return { workspaceId, channelId, address }
}
