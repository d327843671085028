import { domainToASCII, domainToUnicode } from 'node:url'
import type { Database } from '#platform/database/database.ts'
import type { Secrets } from '#platform/secrets.ts'
import { readPlusAddress } from './addresses.ts'
import type { MailboxRef } from './keeping.ts'

type Tools = { db: Database; secrets: Pick<Secrets, 'sign'>; domain: string }
export type Recipient = MailboxRef & { isPaused: boolean }

/**
 * Whose mail this address is: that of a mailbox which forwards to us, or of those that have it as their own address; in
 * both whatever follows a `+` may follow. Nobody: we do not take it.
 */
export async function findRecipients({ db, secrets, domain }: Tools, address: string): Promise<Recipient[]> {
  const at = address.lastIndexOf('@')
  const [local = ''] = address.slice(0, at).toLowerCase().split('+')
  const host = address.slice(at + 1).toLowerCase()
  const found = await db
    .selectFrom('mailboxes')
    .where(({ or, eb }) =>
      or([
        eb('address', 'in', [`${local}@${domainToASCII(host)}`, `${local}@${domainToUnicode(host)}`]),
        ...(domainToASCII(host) === domain ? [eb('forwardKey', '=', local)] : []),
      ]),
    )
    .select(['workspaceId', 'channelId', 'pausedAt', 'checkedAt', 'forwardKey'])
    .orderBy('channelId')
    .execute()
  const recipients = found.map(({ workspaceId, channelId, pausedAt, checkedAt, forwardKey }) => ({
    workspaceId,
    channelId,
    isPaused: pausedAt !== null,
    isProven: checkedAt !== null || forwardKey === local,
  }))
  if (recipients.length < 2) return recipients
  const answered = await findAnswered(db, recipients, readPlusAddress(secrets, address)?.threadId)
  if (answered) return [answered]
  // Several workspaces claim the address: those that have signed in to the mailbox have shown that it is theirs.
  return recipients.filter(({ isProven }) => isProven)
}

/** Where the conversation is that an address of ours leads back to. */
async function findAnswered(
  db: Database,
  recipients: Recipient[],
  threadId: string | undefined,
): Promise<Recipient | undefined> {
  if (!threadId) return undefined
  const workspaceIds = recipients.map(({ workspaceId }) => workspaceId)
  const thread = await db
    .selectFrom('threads')
    .where('workspaceId', 'in', workspaceIds)
    .where('id', '=', threadId)
    .select('channelId')
    .executeTakeFirst()
  return recipients.find(({ channelId }) => channelId === thread?.channelId)
}
