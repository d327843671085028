import type { Transaction } from '#platform/database/database.ts'
import { record } from '#platform/events.ts'
import { formats } from '#protocol/formats.ts'
import { type Customer, VISITOR_NAME } from './customer.ts'
import { addIdentity } from './identifying.ts'
import { ensureCustomer, type Visitor } from './visitor.ts'

/** What visitors say of themselves before they ask. */
export type Introduction = { name?: string; email?: string }

/**
 * Keeps it as a claim: a name only where there is none, and nothing that is no address. Saying the same again changes
 * nothing.
 */
export async function introduce(
  trx: Transaction,
  visitor: Visitor,
  { name: said, email: written }: Introduction,
  language: string | null,
): Promise<Customer> {
  const { workspaceId } = visitor
  const known = await ensureCustomer(trx, visitor, language)
  const name = known.name ?? (said?.trim() || null)
  const email = written?.trim().toLowerCase()
  const isNamed = name !== known.name
  if (isNamed)
    await trx
      .updateTable('customers')
      .set({ name })
      .where('workspaceId', '=', workspaceId)
      .where('id', '=', known.id)
      .execute()
  const isAddress = email !== undefined && formats['mail-address'](email)
  const isReached = isAddress && (await addIdentity(trx, workspaceId, known.id, 'email', email, false))
  const customer = { ...known, name }
  if (isNamed || isReached)
    await record(trx, {
      type: 'customer.changed',
      workspaceId,
      actor: { kind: 'customer', id: customer.id, name: name ?? VISITOR_NAME },
      customerId: customer.id,
      data: { changed: [...(isNamed ? ['name'] : []), ...(isReached ? ['identity'] : [])] },
      live: { visitorId: visitor.visitorId, customer },
    })
  return customer
}
