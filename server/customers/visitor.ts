import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Transaction } from '#platform/database/database.ts'
import type { Secrets } from '#platform/secrets.ts'
import { type Customer, findCustomer } from './customer.ts'

/** A browser that wrote or may write; a customer from their first message on, or once the shop says who they are. */
export type Visitor = { workspaceId: string; visitorId: string }

/** The token is the visitor: whoever holds it reads their conversations. It is signed, so nothing is stored for it. */
export const visitorToken = (secrets: Secrets, { workspaceId, visitorId }: Visitor): string =>
  `${visitorId}.${secrets.sign('visitor', `${workspaceId} ${visitorId}`)}`

/** Undefined: not a token of ours, or of another workspace. */
export function readVisitorToken(secrets: Secrets, workspaceId: string, token: string): Visitor | undefined {
  const [visitorId = '', mac = ''] = token.split('.')
  return secrets.verify('visitor', `${workspaceId} ${visitorId}`, mac) ? { workspaceId, visitorId } : undefined
}

export const newVisitor = (workspaceId: string): Visitor => ({ workspaceId, visitorId: randomUUID() })

export const findVisitor = (
  db: Database | Transaction,
  { workspaceId, visitorId }: Visitor,
): Promise<Customer | undefined> => findCustomer(db, workspaceId, 'visitor', visitorId)

/** The visitor's customer, made if this is the first we hear of them. Two at once make one. */
export async function ensureCustomer(trx: Transaction, visitor: Visitor, language: string | null): Promise<Customer> {
  const { workspaceId, visitorId } = visitor
  await lockVisitor(trx, visitor)
  const known = await findVisitor(trx, visitor)
  if (known) return known

  const createdAt = new Date()
  const customer = await trx
    .insertInto('customers')
    .values({ workspaceId, language, createdAt })
    .returning(['id', 'name', 'language'])
    .executeTakeFirstOrThrow()
  await trx
    .insertInto('customerIdentities')
    .values({ workspaceId, customerId: customer.id, kind: 'visitor', value: visitorId, isVerified: true, createdAt })
    .execute()
  await trx
    .updateTable('visits')
    .set({ customerId: customer.id })
    .where('workspaceId', '=', workspaceId)
    .where('visitorId', '=', visitorId)
    .execute()
  return customer
}

/** Whoever else makes or joins this visitor's customer waits. */
export const lockVisitor = (trx: Transaction, { workspaceId, visitorId }: Visitor) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`visitor ${workspaceId} ${visitorId}`}, 0))`.execute(trx)
