import { sql } from 'kysely'
import { v7 } from 'uuid'
import type { Transaction } from '#platform/database/database.ts'
import { record } from '#platform/events.ts'
import { type Customer, VISITOR_NAME } from './customer.ts'
import type { CustomerLive } from './events.ts'

/** Who writes from an address, which is in lower case. `isVerified` false: it may be forged. */
export type Correspondent = { address: string; name: string | null; isVerified: boolean; language?: string | null }

/** The customers of some mail addresses, while nobody else can make one of them. */
export type AddressBook = {
  find(correspondent: Pick<Correspondent, 'address' | 'isVerified'>): Customer | undefined
  /** Made if this is the first we hear of them, and named if we hear their name for the first time. */
  findOrMake(correspondent: Correspondent): Customer
  /**
   * Somebody wrote from an address that a customer had only claimed, into a thread of theirs: it is theirs, if it is
   * nobody else's and all that we know of them.
   */
  prove(customer: Customer, address: string): Promise<void>
  /** Writes down what is new. */
  close(): Promise<void>
}

/**
 * The customer of a mail address, made if this is the first we hear of them; two at once make one. Who may be somebody
 * else in disguise is a customer of their own: what they write never stands among what the owner of the address wrote.
 */
export async function findOrMakeCustomerByEmail(
  trx: Transaction,
  workspaceId: string,
  correspondent: Correspondent,
): Promise<Customer> {
  const book = await openAddressBook(trx, workspaceId, [correspondent])
  const customer = book.findOrMake(correspondent)
  await book.close()
  return customer
}

/** As `findOrMakeCustomerByEmail`, for many at once: two round trips, however many they are. */
export async function openAddressBook(
  trx: Transaction,
  workspaceId: string,
  correspondents: Pick<Correspondent, 'address' | 'isVerified'>[],
): Promise<AddressBook> {
  await lockMailAddresses(trx, workspaceId, correspondents)
  const customers = await readCustomers(trx, workspaceId, correspondents)
  const made: MadeCustomer[] = []
  const named = new Set<Customer>()
  return {
    find: (correspondent) => customers.get(keyOf(correspondent)),
    findOrMake(correspondent) {
      const { address, isVerified, name, language = null } = correspondent
      const known = customers.get(keyOf(correspondent))
      if (known && known.name === null && name !== null) named.add(Object.assign(known, { name }))
      if (known) return known
      const customer = { id: v7(), name, language }
      customers.set(keyOf(correspondent), customer)
      made.push({ customer, address, isVerified })
      return customer
    },
    async prove(customer, address) {
      if (customers.has(keyOf({ address, isVerified: true }))) return
      const maiden = made.find((one) => one.customer.id === customer.id)
      if (!maiden && !(await verifyOnly(trx, workspaceId, customer, address))) return
      if (maiden) maiden.isVerified = true
      customers.delete(keyOf({ address, isVerified: false }))
      customers.set(keyOf({ address, isVerified: true }), customer)
    },
    async close() {
      for (const { customer } of made) named.delete(customer)
      if (made.length > 0) await insertCustomers(trx, workspaceId, made)
      for (const customer of named) await nameCustomer(trx, workspaceId, customer)
    },
  }
}

type Key = Pick<Correspondent, 'address' | 'isVerified'>
type MadeCustomer = Key & { customer: Customer }

const keyOf = ({ address, isVerified }: Key): string => `${isVerified} ${address}`

/** Whoever else makes a customer of one of these addresses waits. */
async function lockMailAddresses(trx: Transaction, workspaceId: string, correspondents: Key[]): Promise<void> {
  const keys = new Set(correspondents.map(({ address }) => `mail address ${workspaceId} ${address}`))
  await sql`select pg_advisory_xact_lock(hashtextextended(key, 0))
    from unnest(${[...keys].sort()}::text[]) as keys(key)`.execute(trx)
}

/** Of who may be forged, somebody of whom we know nothing but this address, and not that it is theirs. */
async function readCustomers(trx: Transaction, workspaceId: string, given: Key[]): Promise<Map<string, Customer>> {
  const addresses = (wanted: boolean) =>
    given.flatMap(({ address, isVerified }) => (isVerified === wanted ? address : []))
  const { rows } = await sql<Key & Customer>`
    select identity.value as address, identity.is_verified, customers.id, customers.name, customers.language
    from customer_identities identity
    join customers on customers.workspace_id = identity.workspace_id and customers.id = identity.customer_id
    where identity.workspace_id = ${workspaceId} and identity.kind = 'email' and identity.is_verified
      and identity.value = any(${addresses(true)}::text[])
    union all
    (select distinct on (identity.value) identity.value, identity.is_verified, customers.id, customers.name,
      customers.language
    from customer_identities identity
    join customers on customers.workspace_id = identity.workspace_id and customers.id = identity.customer_id
    where identity.workspace_id = ${workspaceId} and identity.kind = 'email' and not identity.is_verified
      and identity.value = any(${addresses(false)}::text[])
      and not exists (select from customer_identities other where other.workspace_id = identity.workspace_id
        and other.customer_id = identity.customer_id and other.id <> identity.id)
    order by identity.value, identity.id)`.execute(trx)
  return new Map(rows.map(({ address, isVerified, ...customer }) => [keyOf({ address, isVerified }), customer]))
}

async function insertCustomers(trx: Transaction, workspaceId: string, made: MadeCustomer[]): Promise<void> {
  const rows = made.map(({ customer, address, isVerified }) => ({ ...customer, address, is_verified: isVerified }))
  const createdAt = new Date()
  await sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as given(id uuid, name text, language text, address text, is_verified boolean)
    ), made as (
      insert into customers (workspace_id, id, name, language, created_at)
      select ${workspaceId}::uuid, id, name, language, ${createdAt}::timestamptz from given
    )
    insert into customer_identities (workspace_id, customer_id, kind, value, is_verified, created_at)
    select ${workspaceId}::uuid, id, 'email', address, is_verified, ${createdAt}::timestamptz from given`.execute(trx)
}

/** Whether it was the only thing that we knew of this customer. */
async function verifyOnly(
  trx: Transaction,
  workspaceId: string,
  customer: Customer,
  address: string,
): Promise<boolean> {
  const proven = await trx
    .updateTable('customerIdentities')
    .set({ isVerified: true })
    .where('workspaceId', '=', workspaceId)
    .where('customerId', '=', customer.id)
    .where('kind', '=', 'email')
    .where('value', '=', address)
    .where('isVerified', '=', false)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('customerIdentities as other')
            .whereRef('other.workspaceId', '=', 'customerIdentities.workspaceId')
            .whereRef('other.customerId', '=', 'customerIdentities.customerId')
            .whereRef('other.id', '!=', 'customerIdentities.id')
            .select('other.id'),
        ),
      ),
    )
    .returning('id')
    .executeTakeFirst()
  if (proven) await tellOf(trx, workspaceId, customer, 'identity')
  return proven !== undefined
}

async function nameCustomer(trx: Transaction, workspaceId: string, customer: Customer): Promise<void> {
  const { id, name } = customer
  await trx.updateTable('customers').set({ name }).where('workspaceId', '=', workspaceId).where('id', '=', id).execute()
  await tellOf(trx, workspaceId, customer, 'name')
}

async function tellOf(
  trx: Transaction,
  workspaceId: string,
  customer: Customer,
  changed: 'name' | 'identity',
): Promise<void> {
  const { id, name } = customer
  await record(trx, {
    type: 'customer.changed',
    workspaceId,
    actor: { kind: 'customer', id, name: name ?? VISITOR_NAME },
    customerId: id,
    data: { changed: [changed] },
    live: { customer } satisfies CustomerLive,
  })
}
