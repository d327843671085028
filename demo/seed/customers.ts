import type { Insertable } from 'kysely'
import type { Transaction } from '#platform/database/database.ts'
import type { DB } from '#platform/database/schema.generated.ts'
import { type DemoCustomer, demoCustomers } from '../data.ts'
import { correspondence } from './correspondence.ts'
import type { Scene } from './scene.ts'
import type { StagedConversation } from './staging.ts'

export type Customer = { id: string; name: string; createdAt: Date }

/** By their id in the shop; a stranger by the conversation in which they wrote. */
export type Customers = Map<string, Customer>

export const customerOf = (customers: Customers, { id, customerId }: StagedConversation): Customer => {
  const customer = customers.get(customerId ?? id)
  if (!customer) throw new Error(`Nobody is known to ask in ${id}`)
  return customer
}

/** All whom the shop knows, and those who wrote without being known. */
export async function makeCustomers(
  trx: Transaction,
  scene: Scene,
  conversations: StagedConversation[],
): Promise<Customers> {
  const customers: Customers = new Map()
  const rows: Insertable<DB['customers']>[] = []
  const identities: Insertable<DB['customerIdentities']>[] = []
  const meet = (
    key: string,
    name: string,
    createdAt: Date,
    facts: Omit<Insertable<DB['customers']>, 'workspaceId' | 'createdAt'>,
  ) => {
    const customer = { id: scene.idAt(createdAt), name, createdAt }
    customers.set(key, customer)
    rows.push({ ...facts, ...customer, workspaceId: scene.workspaceId })
    return customer
  }

  for (const person of demoCustomers) {
    const { language, country, city } = person
    const attributes = JSON.stringify(attributesOf(person))
    const customer = meet(person.id, person.name, new Date(person.since), { language, country, city, attributes })
    identities.push(...identitiesOf(scene, person, customer))
  }
  for (const { id, customerId, language, turns } of conversations) {
    const [first] = turns
    if (customerId !== null || !first) continue
    const stranger = meet(id, first.author, first.at, { language })
    const email = correspondence[id]?.from
    if (email) identities.push(emailOf(scene, email, stranger))
  }
  await trx.insertInto('customers').values(rows).execute()
  await trx.insertInto('customerIdentities').values(identities).execute()
  return customers
}

function attributesOf({ loyalty, points, newsletter, since }: DemoCustomer) {
  return { loyalty, ...(points !== null && { points }), newsletter, since }
}

/** What the shop vouches for; a phone number is only what the customer typed. */
function identitiesOf(scene: Scene, { id, email, phone }: DemoCustomer, customer: Customer) {
  const { workspaceId, idAt } = scene
  const { createdAt } = customer
  const known = { workspaceId, customerId: customer.id, createdAt }
  return [
    emailOf(scene, email, customer),
    { ...known, id: idAt(createdAt), kind: 'phone', value: phone, isVerified: false },
    { ...known, id: idAt(createdAt), kind: 'shop_account', value: id, isVerified: true },
  ] as const
}

const emailOf = ({ workspaceId, idAt }: Scene, value: string, { id: customerId, createdAt }: Customer) => ({
  workspaceId,
  customerId,
  createdAt,
  id: idAt(createdAt),
  kind: 'email' as const,
  value,
  isVerified: true,
})
