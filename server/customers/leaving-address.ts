import type { Database, Transaction } from '#platform/database/database.ts'
import { record } from '#platform/events.ts'
import { type Customer, VISITOR_NAME } from './customer.ts'
import { addIdentity } from './identifying.ts'
import { ensureCustomer, type Visitor } from './visitor.ts'

/** Where an answer can reach a visitor who has left the page. */
export type LeftAddress = { email?: string; phone?: string }

/** Keeps what a visitor says of themselves: a claim, until they answer from there. */
export async function leaveAddress(
  trx: Transaction,
  visitor: Visitor,
  { email, phone }: LeftAddress,
  language: string | null,
): Promise<Customer> {
  const { workspaceId } = visitor
  const customer = await ensureCustomer(trx, visitor, language)
  const news = [
    email !== undefined && (await addIdentity(trx, workspaceId, customer.id, 'email', email.toLowerCase(), false)),
    phone !== undefined && (await addIdentity(trx, workspaceId, customer.id, 'phone', phone, false)),
  ]
  if (news.includes(true)) {
    await record(trx, {
      type: 'customer.changed',
      workspaceId,
      actor: { kind: 'customer', id: customer.id, name: customer.name ?? VISITOR_NAME },
      customerId: customer.id,
      data: { changed: ['identity'] },
      live: { visitorId: visitor.visitorId, customer },
    })
  }
  return customer
}

/** Whether any e-mail address of theirs is known, verified or not. */
export async function hasEmail(db: Database, workspaceId: string, customerId: string): Promise<boolean> {
  const known = await db
    .selectFrom('customerIdentities')
    .where('workspaceId', '=', workspaceId)
    .where('customerId', '=', customerId)
    .where('kind', '=', 'email')
    .select('id')
    .executeTakeFirst()
  return known !== undefined
}
