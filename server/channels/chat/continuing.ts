import { sql } from 'kysely'
import { continueAs } from '#customers/continuing.ts'
import { newVisitor, readVisitorToken, visitorToken } from '#customers/visitor.ts'
import type { Database, DatabaseConnection } from '#platform/database/database.ts'
import type { Secrets } from '#platform/secrets.ts'
import type { ContinuationBody } from '#protocol/widget.ts'
import type { ChatChannel } from './chat-channel.ts'
import { readLink } from './conversation-link.ts'
import { linkNotValid } from './problems.ts'

type ContinuingTools = { connection: DatabaseConnection; secrets: Secrets }

/**
 * Makes the browser in which a mailed link was opened one of its customer's.
 * @throws linkNotValid when it is not ours, is too old, or the thread has become somebody else's
 */
export async function continueByLink(
  { connection, secrets }: ContinuingTools,
  { workspaceId, id: channelId }: ChatChannel,
  { link, token }: { link: string; token?: string },
): Promise<ContinuationBody> {
  const found = await findLinked(connection.db, secrets, link)
  if (found?.workspaceId !== workspaceId || found.channelId !== channelId) throw linkNotValid()
  const known = token === undefined ? undefined : readVisitorToken(secrets, workspaceId, token)
  const visitor = await connection.transact((trx) => continueAs(trx, known ?? newVisitor(workspaceId), found.customer))
  return { token: visitorToken(secrets, visitor), threadId: found.threadId }
}

/** Where a link leads, and in which language it was asked for. Undefined: nowhere, or nowhere any more. */
export async function findLinked(db: Database, secrets: Secrets, link: string) {
  const read = readLink(secrets, link)
  if (!read) return undefined
  const { workspaceId, threadId, customerId } = read
  const row = await db
    .selectFrom('threads')
    .innerJoin('channels', (join) =>
      join.onRef('channels.workspaceId', '=', 'threads.workspaceId').onRef('channels.id', '=', 'threads.channelId'),
    )
    .innerJoin('workspaces', 'workspaces.id', 'threads.workspaceId')
    .innerJoin('customers', (join) =>
      join.onRef('customers.workspaceId', '=', 'threads.workspaceId').onRef('customers.id', '=', 'threads.customerId'),
    )
    .where('threads.workspaceId', '=', workspaceId)
    .where('threads.id', '=', threadId)
    // Whom their shop has named since, or who was joined with another, is more than who asked for the link.
    .where('threads.customerId', '=', customerId)
    .where('channels.kind', '=', 'chat')
    .select(['threads.channelId', 'channels.key', 'workspaces.name as shop', 'workspaces.language as shopLanguage'])
    .select(['customers.name', 'customers.language'])
    .select(
      sql<string | null>`(select language from visitor_mails where visitor_mails.workspace_id = threads.workspace_id
        and visitor_mails.thread_id = threads.id and kind = 'link' order by id desc limit 1)`.as('linkLanguage'),
    )
    .executeTakeFirst()
  if (!row?.key) return undefined
  const { name, language, ...place } = row
  return { ...place, channelKey: row.key, workspaceId, threadId, customer: { id: customerId, name, language } }
}
