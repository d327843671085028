import type { Transaction } from '#platform/database/database.ts'
import { record } from '#platform/events.ts'
import { type Customer, findCustomer, VISITOR_NAME } from './customer.ts'
import { findVisitor, lockVisitor, newVisitor, type Visitor } from './visitor.ts'

/** What a shop vouches for, once its signature was checked. An e-mail is only a claim unless the shop has verified it. */
export type ShopAccount = {
  id: string
  name?: string
  email?: string
  isEmailVerified?: boolean
  phone?: string
  language?: string
}

/**
 * Joins a visitor with the customer of a shop account and returns both. A browser that belonged to another account
 * becomes a new visitor: the next person at the family's computer does not read what the last one wrote.
 */
export async function identifyVisitor(
  trx: Transaction,
  visitor: Visitor,
  account: ShopAccount,
): Promise<{ visitor: Visitor; customer: Customer }> {
  const { workspaceId } = visitor
  await lockVisitor(trx, { workspaceId, visitorId: `account ${account.id}` })
  await lockVisitor(trx, visitor)
  const known = await findCustomer(trx, workspaceId, 'shop_account', account.id)
  const before = await findVisitor(trx, visitor)
  const foreign = before !== undefined && before.id !== known?.id && (await hasShopAccount(trx, workspaceId, before.id))

  const own = foreign ? newVisitor(workspaceId) : visitor
  const anonymous = foreign ? undefined : before
  const customer = known ?? anonymous ?? (await makeCustomer(trx, workspaceId))
  await learn(trx, workspaceId, customer.id, account)
  if (anonymous && anonymous.id !== customer.id) await mergeInto(trx, workspaceId, anonymous.id, customer.id)
  await addIdentity(trx, workspaceId, customer.id, 'visitor', own.visitorId, true)
  await trx
    .updateTable('visits')
    .set({ customerId: customer.id })
    .where('workspaceId', '=', workspaceId)
    .where('visitorId', '=', own.visitorId)
    .execute()
  return { visitor: own, customer: { ...customer, name: account.name ?? customer.name } }
}

async function hasShopAccount(trx: Transaction, workspaceId: string, customerId: string): Promise<boolean> {
  const account = await trx
    .selectFrom('customerIdentities')
    .where('workspaceId', '=', workspaceId)
    .where('customerId', '=', customerId)
    .where('kind', '=', 'shop_account')
    .select('id')
    .executeTakeFirst()
  return account !== undefined
}

const makeCustomer = (trx: Transaction, workspaceId: string): Promise<Customer> =>
  trx
    .insertInto('customers')
    .values({ workspaceId, createdAt: new Date() })
    .returning(['id', 'name', 'language'])
    .executeTakeFirstOrThrow()

async function learn(trx: Transaction, workspaceId: string, customerId: string, account: ShopAccount): Promise<void> {
  const { name, language } = account
  if (name || language) {
    await trx
      .updateTable('customers')
      .set({ name, language })
      .where('workspaceId', '=', workspaceId)
      .where('id', '=', customerId)
      .execute()
  }
  await addIdentity(trx, workspaceId, customerId, 'shop_account', account.id, true)
  if (account.email) {
    await addIdentity(
      trx,
      workspaceId,
      customerId,
      'email',
      account.email.toLowerCase(),
      account.isEmailVerified === true,
    )
  }
  if (account.phone) await addIdentity(trx, workspaceId, customerId, 'phone', account.phone, false)
}

/** An identity that is verified for somebody else stays theirs; here it is a claim. */
async function addIdentity(
  trx: Transaction,
  workspaceId: string,
  customerId: string,
  kind: 'email' | 'phone' | 'visitor' | 'shop_account',
  value: string,
  isVerified: boolean,
): Promise<void> {
  const owner = isVerified ? await findCustomer(trx, workspaceId, kind, value) : undefined
  const verified = isVerified && (owner === undefined || owner.id === customerId)
  await trx
    .insertInto('customerIdentities')
    .values({ workspaceId, customerId, kind, value, isVerified: verified, createdAt: new Date() })
    .onConflict((conflict) =>
      verified
        ? conflict.columns(['workspaceId', 'customerId', 'kind', 'value']).doUpdateSet({ isVerified: true })
        : conflict.doNothing(),
    )
    .execute()
}

/** What was said before the sign-in belongs to the person who signed in. The event keeps what moved, so that it can be undone. */
async function mergeInto(trx: Transaction, workspaceId: string, from: string, into: string): Promise<void> {
  const conversations = await trx
    .updateTable('conversations')
    .set((eb) => ({ customerId: into, revision: eb('revision', '+', 1) }))
    .where('workspaceId', '=', workspaceId)
    .where('customerId', '=', from)
    .returning('id')
    .execute()
  await trx
    .updateTable('threads')
    .set({ customerId: into })
    .where('workspaceId', '=', workspaceId)
    .where('customerId', '=', from)
    .execute()
  await trx
    .updateTable('visits')
    .set({ customerId: into })
    .where('workspaceId', '=', workspaceId)
    .where('customerId', '=', from)
    .execute()
  const identities = await trx
    .updateTable('customerIdentities')
    .set({ customerId: into })
    .where('workspaceId', '=', workspaceId)
    .where('customerId', '=', from)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('customerIdentities as same')
            .where('same.workspaceId', '=', workspaceId)
            .where('same.customerId', '=', into)
            .whereRef('same.kind', '=', 'customerIdentities.kind')
            .whereRef('same.value', '=', 'customerIdentities.value')
            .select('same.id'),
        ),
      ),
    )
    .returning('id')
    .execute()
  await trx
    .updateTable('customers')
    .set({ mergedInto: into })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', from)
    .execute()
  await record(trx, {
    type: 'customer.merged',
    workspaceId,
    actor: { kind: 'customer', id: into, name: VISITOR_NAME },
    customerId: into,
    data: { from, conversationIds: conversations.map(({ id }) => id), identityIds: identities.map(({ id }) => id) },
  })
}
