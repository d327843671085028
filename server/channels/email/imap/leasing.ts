import { type SqlBool, sql } from 'kysely'
import type { Database } from '#platform/database/database.ts'
import type { MailboxRef } from './watching.ts'

const LEASE_MILLISECONDS = 60_000

export type Leased = MailboxRef & {
  /** Changes when whoever reads the mailbox has to begin anew. */
  fingerprint: string
}

/**
 * Takes every readable mailbox that nobody watches, and keeps those that this process watches already. Whoever dies
 * loses theirs after a minute.
 */
export async function leaseMailboxes(db: Database, watcher: string): Promise<Leased[]> {
  const now = new Date()
  return db
    .updateTable('mailboxes')
    .set({ watchedBy: watcher, watchedUntil: new Date(now.getTime() + LEASE_MILLISECONDS) })
    .where('pausedAt', 'is', null)
    .where('secrets', 'is not', null)
    .where(sql<SqlBool>`settings -> 'imap' <> 'null'`)
    .where(({ or, eb }) =>
      or([eb('watchedBy', '=', watcher), eb('watchedUntil', 'is', null), eb('watchedUntil', '<', now)]),
    )
    .returning(['workspaceId', 'channelId', fingerprint.as('fingerprint')])
    .execute()
}

/** Tokens are renewed every hour, which is no reason to connect anew; a new password is. */
const fingerprint = sql<string>`md5(concat(settings ->> 'imap', settings ->> 'folders', settings ->> 'junkFolder',
  settings ->> 'importSince', settings ->> 'signIn',
  case when settings ->> 'signIn' = 'password' then encode(secrets, 'hex') end))`

/** Gives back one mailbox, or all of this process, for others to watch at once. */
export async function releaseMailboxes(db: Database, watcher: string, ref?: MailboxRef): Promise<void> {
  await db
    .updateTable('mailboxes')
    .set({ watchedBy: null, watchedUntil: null })
    .where('watchedBy', '=', watcher)
    .$if(ref !== undefined, (one) =>
      one.where('workspaceId', '=', ref?.workspaceId ?? '').where('channelId', '=', ref?.channelId ?? ''),
    )
    .execute()
}
