import Bowser from 'bowser'
import { type RawBuilder, sql } from 'kysely'
import type { DatabaseConnection } from '#platform/database/database.ts'
import type { VisitConsent } from '#protocol/channels.ts'
import { type CampaignBody, MAX_VISIT_ERRORS, type VisitError, type VisitedPage } from '#protocol/customers.ts'
import type { VisitContext } from '#protocol/widget.ts'
import type { Audience, WidgetSession } from '#realtime/audience.ts'
import { findLatestVisit, toVisitBody, type VisitRow } from './visit.ts'
import { allowsVisit } from './visit-consent.ts'
import { forgetVisits } from './visit-forgetting.ts'
import { findCountry } from './visit-place.ts'

/** Which visit a chat window belongs to, where it was last, and what the visitor has said to being seen. */
export type Visiting = { id: string; url: string | undefined; consent: boolean | undefined }

/** What is known of a browser besides what it tells. The address is only looked up, never kept. */
export type Browser = { userAgent: string | undefined; address: string }

type VisitingTools = { connection: DatabaseConnection; audience: Audience }
type VisitingSession = WidgetSession & { visiting: Visiting | undefined; browser: Browser }

/** Away for longer than this, a visitor's return is a new visit. */
const PAUSE_MILLISECONDS = 30 * 60 * 1000
const MOST_PAGES = 50

/**
 * Notes what a visitor looks at and has in the cart, and shows it to the team once the visitor is a customer; as far as
 * the shop's setting and the visitor allow. Undefined: not seen.
 */
export async function seeVisit(
  tools: VisitingTools,
  session: VisitingSession,
  seen: VisitContext,
  setting: VisitConsent | undefined,
): Promise<Visiting | undefined> {
  if (seen.consent === false) await forget(tools, session)
  if (!allowsVisit(setting, seen.consent)) return
  const now = new Date()
  const known = session.visiting?.id ?? (await findRecentVisit(tools, session, now))
  const visit =
    (known && (await goOn(tools, session, known, seen, now))) ??
    (await goOn(tools, { ...session, visiting: undefined }, await beginVisit(tools, session, seen, now), seen, now))
  if (!visit) return
  show(tools, visit, true)
  return { id: visit.id, url: seen.url ?? session.visiting?.url, consent: seen.consent }
}

/** Notes what went wrong on the shop's page, newest last. */
export async function noteTrouble(
  tools: VisitingTools,
  { workspaceId, visiting }: VisitingSession,
  errors: VisitError[],
  setting: VisitConsent | undefined,
): Promise<void> {
  if (!visiting || !allowsVisit(setting, visiting.consent)) return
  const visit = await tools.connection.db
    .updateTable('visits')
    .set({ lastSeenAt: new Date(), errors: newestFirst('errors', errors.toReversed(), MAX_VISIT_ERRORS) })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', visiting.id)
    .returningAll()
    .executeTakeFirst()
  if (visit) show(tools, visit, true)
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
  if (visit) show(tools, visit, isHere(tools, visit))
}

async function forget(tools: VisitingTools, session: VisitingSession): Promise<void> {
  const { db } = tools.connection
  const { workspaceId, customer } = session
  await forgetVisits(db, session)
  if (!customer) return
  const left = await findLatestVisit(db, workspaceId, customer.id)
  const visit = left ? toVisitBody(left, isHere(tools, left)) : null
  tools.audience.tellAgents(workspaceId, { type: 'visit.changed', customerId: customer.id, visit })
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
  { workspaceId, channelId, visitorId, customer, browser: { userAgent, address } }: VisitingSession,
  { language, referrer, url }: VisitContext,
  now: Date,
): Promise<string> {
  const { browser, os, platform } = userAgent ? Bowser.parse(userAgent) : {}
  const campaign = url && campaignOf(url)
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
      country: await findCountry(address),
      referrer,
      campaign: campaign && JSON.stringify(campaign),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

const versioned = (part: { name?: string; version?: string } | undefined): string | null =>
  part?.name ? [part.name, part.version?.split('.')[0]].filter(Boolean).join(' ') : null

/** Undefined: the address names none. */
function campaignOf(url: string): CampaignBody | undefined {
  const parameters = URL.canParse(url) ? new URL(url).searchParams : undefined
  const read = (name: string) => parameters?.get(`utm_${name}`)?.slice(0, 100) || undefined
  const campaign = { source: read('source'), medium: read('medium'), name: read('campaign') }
  return Object.values(campaign).some(Boolean) ? campaign : undefined
}

/** Undefined: it was forgotten meanwhile. */
function goOn(
  { connection }: VisitingTools,
  { workspaceId, customer, visiting }: VisitingSession,
  id: string,
  seen: VisitContext,
  now: Date,
): Promise<VisitRow | undefined> {
  return connection.db
    .updateTable('visits')
    .set({
      lastSeenAt: now,
      customerId: customer?.id,
      cart: seen.cart && JSON.stringify(seen.cart),
      pages: pagesAfter(seen, visiting?.url, now),
    })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** Another page comes first; of the one that is looked at the shop may tell later which product it shows. */
function pagesAfter({ url, title = '', page }: VisitContext, before: string | undefined, now: Date) {
  if (!url) return
  const address = url.replace(LINK_TO_CONVERSATION, '')
  const product = page?.kind === 'product' && page.name ? productOf({ ...page, name: page.name }) : undefined
  const shown: VisitedPage = { url: address, title, at: now.toISOString(), product }
  const same = product ? sql`jsonb_set(pages, '{0,product}', ${JSON.stringify(product)}::jsonb)` : sql`pages`
  const other = url === before ? sql`pages` : newestFirst('pages', [shown], MOST_PAGES)
  return sql<string>`case when pages -> 0 ->> 'url' = ${address} then ${same} else ${other} end`
}

/** What is mailed to come back to a conversation lets anybody in. */
const LINK_TO_CONVERSATION = /#infolett=.*$/

const productOf = ({ name, sku, price, currency }: NonNullable<VisitedPage['product']>) => ({
  name,
  sku,
  price,
  currency,
})

const newestFirst = (column: 'pages' | 'errors', newest: object[], most: number): RawBuilder<string> =>
  sql<string>`jsonb_path_query_array(${JSON.stringify(newest)}::jsonb || ${sql.ref(column)}, ${`$[0 to ${most - 1}]`}::jsonpath)`

const isHere = ({ audience }: VisitingTools, { workspaceId, customerId }: VisitRow): boolean =>
  customerId !== null && audience.isCustomerHere(workspaceId, customerId)

function show({ audience }: VisitingTools, visit: VisitRow, isOnline: boolean): void {
  const { workspaceId, customerId } = visit
  if (!customerId) return
  audience.tellAgents(workspaceId, { type: 'visit.changed', customerId, visit: toVisitBody(visit, isOnline) })
}
