import { type SqlBool, sql } from 'kysely'
import type { Database } from '#platform/database/database.ts'
import type { MailboxRef } from './watching.ts'

const LEASE_MILLISECONDS = 20_000
const RENEWED_BEFORE_MILLISECONDS = 12_000

export type Leased = MailboxRef & {
  /** Changes when whoever reads the mailbox has to begin anew. */
  fingerprint: string
}

/**
 * Takes every readable mailbox that nobody watches, keeps those that this process watches already, and tells which they
 * are. Whoever dies loses theirs within twenty seconds.
 */
export async function leaseMailboxes(db: Database, watcher: string): Promise<Leased[]> {
  const now = Date.now()
  await db
    .updateTable('mailboxes')
    .set({ watchedBy: watcher, watchedUntil: new Date(now + LEASE_MILLISECONDS) })
    .where(isReadable)
    .where(({ or, and, eb }) =>
      or([
        eb('watchedUntil', 'is', null),
        eb('watchedUntil', '<', new Date(now)),
        and([eb('watchedBy', '=', watcher), eb('watchedUntil', '<', new Date(now + RENEWED_BEFORE_MILLISECONDS))]),
      ]),
    )
    .execute()
  return db
    .selectFrom('mailboxes')
    .where('watchedBy', '=', watcher)
    .where(isReadable)
    .select(['workspaceId', 'channelId', fingerprint.as('fingerprint')])
    .execute()
}

const isReadable = sql<SqlBool>`paused_at is null and secrets is not null and settings -> 'imap' <> 'null'`

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
