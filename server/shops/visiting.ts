import Bowser from 'bowser'
import { sql } from 'kysely'
import type { DatabaseConnection } from '#platform/database/database.ts'
import type { VisitBody, VisitedPage } from '#protocol/customers.ts'
import type { VisitContext } from '#protocol/widget.ts'
import type { Audience, WidgetSession } from '#realtime/audience.ts'
import { toVisitBody, type VisitRow } from './visit.ts'

/** Which visit a chat window belongs to. */
export type Visiting = { id: string; url: string | undefined }

type VisitingTools = { connection: DatabaseConnection; audience: Audience }
type VisitingSession = WidgetSession & { visiting: Visiting | undefined }

/** Away for longer than this, a visitor's return is a new visit. */
const PAUSE_MILLISECONDS = 30 * 60 * 1000
const MOST_PAGES = 50

/** Notes what a visitor looks at and has in the cart, and shows it to the team once the visitor is a customer. */
export async function seeVisit(
  tools: VisitingTools,
  session: VisitingSession,
  seen: VisitContext,
  userAgent?: string,
): Promise<Visiting> {
  const now = new Date()
  const id =
    session.visiting?.id ??
    (await findRecentVisit(tools, session, now)) ??
    (await beginVisit(tools, session, seen, userAgent, now))
  const page: VisitedPage | undefined =
    seen.url && seen.url !== session.visiting?.url
      ? { url: seen.url, title: seen.title ?? '', at: now.toISOString() }
      : undefined
  const visit = await tools.connection.db
    .updateTable('visits')
    .set({
      lastSeenAt: now,
      customerId: session.customer?.id,
      cart: seen.cart && JSON.stringify(seen.cart),
      pages:
        page &&
        sql`jsonb_path_query_array(${JSON.stringify([page])}::jsonb || pages, ${`$[0 to ${MOST_PAGES - 1}]`}::jsonpath)`,
    })
    .where('workspaceId', '=', session.workspaceId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  if (visit) show(tools, visit, true)
  return { id, url: seen.url ?? session.visiting?.url }
}

/** The window is gone; whoever has another one open is still here. */
export async function endVisit(tools: VisitingTools, { workspaceId, visiting }: VisitingSession): Promise<void> {
  if (!visiting) return
  const visit = await tools.connection.db
    .updateTable('visits')
    .set({ lastSeenAt: new Date() })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', visiting.id)
    .returningAll()
    .executeTakeFirst()
  if (visit)
    show(tools, visit, visit.customerId !== null && tools.audience.isCustomerHere(workspaceId, visit.customerId))
}

async function findRecentVisit(
  { connection }: VisitingTools,
  { workspaceId, visitorId }: VisitingSession,
  now: Date,
): Promise<string | undefined> {
  const visit = await connection.db
    .selectFrom('visits')
    .where('workspaceId', '=', workspaceId)
    .where('visitorId', '=', visitorId)
    .where('lastSeenAt', '>', new Date(now.getTime() - PAUSE_MILLISECONDS))
    .orderBy('lastSeenAt', 'desc')
    .select('id')
    .executeTakeFirst()
  return visit?.id
}

async function beginVisit(
  { connection }: VisitingTools,
  { workspaceId, channelId, visitorId, customer }: VisitingSession,
  { language, referrer }: VisitContext,
  userAgent: string | undefined,
  now: Date,
): Promise<string> {
  const { browser, os, platform } = userAgent ? Bowser.parse(userAgent) : {}
  const { id } = await connection.db
    .insertInto('visits')
    .values({
      workspaceId,
      channelId,
      visitorId,
      customerId: customer?.id,
      startedAt: now,
      lastSeenAt: now,
      browser: versioned(browser),
      os: versioned(os),
      device: platform?.type ?? null,
      language,
      referrer,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

const versioned = (part: { name?: string; version?: string } | undefined): string | null =>
  part?.name ? [part.name, part.version?.split('.')[0]].filter(Boolean).join(' ') : null

function show({ audience }: VisitingTools, visit: VisitRow, isOnline: boolean): void {
  if (!visit.customerId) return
  const body: VisitBody = toVisitBody(visit, isOnline)
  audience.tellAgents(visit.workspaceId, { type: 'visit.changed', customerId: visit.customerId, visit: body })
}
