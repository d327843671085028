import type { Selectable } from 'kysely'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Database } from '#platform/database/database.ts'
import type { Visits } from '#platform/database/schema.generated.ts'
import { CampaignBody, CartBody, type VisitBody, VisitError, VisitedPage } from '#protocol/customers.ts'

export type VisitRow = Selectable<Visits>

export const findLatestVisit = (db: Database, workspaceId: string, customerId: string): Promise<VisitRow | undefined> =>
  db
    .selectFrom('visits')
    .where('workspaceId', '=', workspaceId)
    .where('customerId', '=', customerId)
    .orderBy('lastSeenAt', 'desc')
    .selectAll()
    .executeTakeFirst()

const Pages = Type.Array(VisitedPage)
const Errors = Type.Array(VisitError)

export const toVisitBody = (row: VisitRow, isOnline: boolean): VisitBody => ({
  id: row.id,
  startedAt: row.startedAt.toISOString(),
  lastSeenAt: row.lastSeenAt.toISOString(),
  isOnline,
  browser: row.browser,
  os: row.os,
  device: row.device,
  language: row.language,
  country: row.country,
  referrer: row.referrer,
  campaign: Value.Check(CampaignBody, row.campaign) ? row.campaign : null,
  pages: Value.Check(Pages, row.pages) ? row.pages : [],
  cart: Value.Check(CartBody, row.cart) ? row.cart : null,
  errors: Value.Check(Errors, row.errors) ? row.errors : [],
})
