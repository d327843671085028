import type { Transaction } from '#platform/database/database.ts'
import { record } from '#platform/events.ts'
import { type Customer, VISITOR_NAME } from './customer.ts'
import { addIdentity } from './identifying.ts'
import { findVisitor, lockVisitor, newVisitor, type Visitor } from './visitor.ts'

/**
 * One more browser of a customer: the visitor they are there from now on. One that is theirs already stays; one that is
 * somebody else's is left to them.
 */
export async function continueAs(trx: Transaction, visitor: Visitor, customer: Customer): Promise<Visitor> {
  const { workspaceId } = visitor
  await lockVisitor(trx, visitor)
  const owner = await findVisitor(trx, visitor)
  if (owner?.id === customer.id) return visitor
  const own = owner ? newVisitor(workspaceId) : visitor
  await addIdentity(trx, workspaceId, customer.id, 'visitor', own.visitorId, true)
  await record(trx, {
    type: 'customer.changed',
    workspaceId,
    actor: { kind: 'customer', id: customer.id, name: customer.name ?? VISITOR_NAME },
    customerId: customer.id,
    data: { changed: ['identity'] },
    live: { visitorId: own.visitorId, customer },
  })
  return own
}
