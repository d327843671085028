import type { Transaction } from '#platform/database/database.ts'
import { record } from '#platform/events.ts'
import type { CustomerBody } from '#protocol/customers.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { getCustomer } from './customer.ts'
import type { CustomerLive } from './events.ts'

export type CustomerEdit = {
  name?: string | null
  language?: string | null
  country?: string | null
  city?: string | null
}

/** @throws customerNotFound */
export async function editCustomer(
  trx: Transaction,
  agent: Agent,
  id: string,
  edit: CustomerEdit,
): Promise<CustomerBody> {
  const changed = Object.keys(edit)
  if (changed.length > 0) {
    await trx
      .updateTable('customers')
      .set(edit)
      .where('workspaceId', '=', agent.workspaceId)
      .where('id', '=', id)
      .execute()
  }
  const customer = await getCustomer(trx, agent, id)
  if (changed.length > 0) {
    await record(trx, {
      type: 'customer.changed',
      workspaceId: agent.workspaceId,
      actor: asActor(agent),
      customerId: id,
      data: { changed },
      live: { customer: { id, name: customer.name, language: customer.language } } satisfies CustomerLive,
    })
  }
  return customer
}
