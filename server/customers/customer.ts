import { sql } from 'kysely'
import type { Database, Transaction } from '#platform/database/database.ts'
import type { CustomerBody, IdentityKind } from '#protocol/customers.ts'
import type { Agent } from '#workspaces/agent.ts'
import { customerNotFound } from './problems.ts'

export type Customer = { id: string; name: string | null; language: string | null }

/** What a customer is called who has not told their name. */
export const VISITOR_NAME = 'Visitor'

/** Whom a verified identity belongs to. */
export const findCustomer = (
  db: Database | Transaction,
  workspaceId: string,
  kind: IdentityKind,
  value: string,
): Promise<Customer | undefined> =>
  db
    .selectFrom('customerIdentities as identity')
    .innerJoin('customers', (join) =>
      join
        .onRef('customers.workspaceId', '=', 'identity.workspaceId')
        .onRef('customers.id', '=', 'identity.customerId'),
    )
    .where('identity.workspaceId', '=', workspaceId)
    .where('identity.kind', '=', kind)
    .where('identity.value', '=', value)
    .where('identity.isVerified', '=', true)
    .select(['customers.id', 'customers.name', 'customers.language'])
    .executeTakeFirst()

/** Who was joined with another is that other. @throws customerNotFound */
export async function getCustomer(
  db: Database | Transaction,
  { workspaceId }: Agent,
  id: string,
): Promise<CustomerBody> {
  const row = await db
    .selectFrom('customers')
    .where('workspaceId', '=', workspaceId)
    .where(
      'id',
      '=',
      sql<string>`(select coalesce(asked.merged_into, asked.id) from customers asked
        where asked.workspace_id = ${workspaceId} and asked.id = ${id})`,
    )
    .select(['id', 'name', 'language', 'country', 'city', 'attributes', 'createdAt'])
    .select(
      sql<CustomerBody['identities']>`coalesce((
        select jsonb_agg(jsonb_build_object('kind', kind, 'value', value, 'isVerified', is_verified) order by id)
        from customer_identities identity where identity.workspace_id = customers.workspace_id
          and identity.customer_id = customers.id and identity.kind <> 'visitor'), '[]')`.as('identities'),
    )
    .executeTakeFirst()
  if (!row) throw customerNotFound()
  return { ...row, attributes: plainAttributes(row.attributes), createdAt: row.createdAt.toISOString() }
}

function plainAttributes(stored: unknown): CustomerBody['attributes'] {
  if (typeof stored !== 'object' || stored === null) return {}
  return Object.fromEntries(
    Object.entries(stored).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value)),
  )
}
