import { sql } from 'kysely'
import type { Transaction } from '#platform/database/database.ts'
import { record } from '#platform/events.ts'
import { type Customer, findCustomer, VISITOR_NAME } from './customer.ts'
import type { CustomerLive } from './events.ts'

/** Who writes from an address, which is in lower case. `isVerified` false: it may be forged. */
export type Correspondent = { address: string; name: string | null; isVerified: boolean; language?: string | null }

/**
 * The customer of a mail address, made if this is the first we hear of them; two at once make one. Who may be somebody
 * else in disguise is a customer of their own: what they write never stands among what the owner of the address wrote.
 */
export async function findOrMakeCustomerByEmail(
  trx: Transaction,
  workspaceId: string,
  { address, name, isVerified, language = null }: Correspondent,
): Promise<Customer> {
  await lockMailAddresses(trx, workspaceId, [address])
  const known = isVerified
    ? await findCustomer(trx, workspaceId, 'email', address)
    : await findDoubtful(trx, workspaceId, address)
  if (known) return known.name === null && name !== null ? nameCustomer(trx, workspaceId, { ...known, name }) : known

  const createdAt = new Date()
  const customer = await trx
    .insertInto('customers')
    .values({ workspaceId, name, language, createdAt })
    .returning(['id', 'name', 'language'])
    .executeTakeFirstOrThrow()
  await trx
    .insertInto('customerIdentities')
    .values({ workspaceId, customerId: customer.id, kind: 'email', value: address, isVerified, createdAt })
    .execute()
  return customer
}

/** Whoever else makes a customer of one of these addresses waits; whoever needs several takes them all at once. */
export async function lockMailAddresses(trx: Transaction, workspaceId: string, addresses: string[]): Promise<void> {
  const keys = [...new Set(addresses)].sort().map((address) => `mail address ${workspaceId} ${address}`)
  await sql`select pg_advisory_xact_lock(hashtextextended(key, 0)) from unnest(${keys}::text[]) as keys(key)`.execute(
    trx,
  )
}

/** Somebody of whom we know nothing but this address, and not that it is theirs. */
const findDoubtful = (trx: Transaction, workspaceId: string, address: string): Promise<Customer | undefined> =>
  trx
    .selectFrom('customerIdentities as identity')
    .innerJoin('customers', (join) =>
      join
        .onRef('customers.workspaceId', '=', 'identity.workspaceId')
        .onRef('customers.id', '=', 'identity.customerId'),
    )
    .where('identity.workspaceId', '=', workspaceId)
    .where('identity.kind', '=', 'email')
    .where('identity.value', '=', address)
    .where('identity.isVerified', '=', false)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('customerIdentities as other')
            .whereRef('other.workspaceId', '=', 'identity.workspaceId')
            .whereRef('other.customerId', '=', 'identity.customerId')
            .whereRef('other.id', '!=', 'identity.id')
            .select('other.id'),
        ),
      ),
    )
    .select(['customers.id', 'customers.name', 'customers.language'])
    .orderBy('identity.id')
    .executeTakeFirst()

async function nameCustomer(trx: Transaction, workspaceId: string, customer: Customer): Promise<Customer> {
  const { id, name } = customer
  await trx.updateTable('customers').set({ name }).where('workspaceId', '=', workspaceId).where('id', '=', id).execute()
  await record(trx, {
    type: 'customer.changed',
    workspaceId,
    actor: { kind: 'customer', id, name: name ?? VISITOR_NAME },
    customerId: id,
    data: { changed: ['name'] },
    live: { customer } satisfies CustomerLive,
  })
  return customer
}
