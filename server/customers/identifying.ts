import type { Transaction } from '#platform/database/database.ts'
import { mention, record } from '#platform/events.ts'
import { type Customer, findCustomer, VISITOR_NAME } from './customer.ts'
import type { CustomerLive } from './events.ts'
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
  const found = known ?? anonymous ?? (await makeCustomer(trx, workspaceId))
  const isNews = await learn(trx, workspaceId, found.id, account)
  const { name = found.name, language = found.language } = account
  const customer = { id: found.id, name, language }
  const live: CustomerLive = { visitorId: own.visitorId, customer }
  const event = {
    workspaceId,
    actor: { kind: 'customer', id: customer.id, name: name ?? VISITOR_NAME },
    customerId: customer.id,
    live,
  } as const
  if (anonymous && anonymous.id !== customer.id) {
    const data = await mergeInto(trx, workspaceId, anonymous.id, customer.id)
    await record(trx, { ...event, type: 'customer.merged', data })
  } else if (isNews) await record(trx, { ...event, type: 'customer.changed', data: { changed: ['identity'] } })
  else mention(trx, { ...event, type: 'customer.recognised' })
  await addIdentity(trx, workspaceId, customer.id, 'visitor', own.visitorId, true)
  await trx
    .updateTable('visits')
    .set({ customerId: customer.id })
    .where('workspaceId', '=', workspaceId)
    .where('visitorId', '=', own.visitorId)
    .execute()
  return { visitor: own, customer }
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

/** Whether any of it was new. */
async function learn(
  trx: Transaction,
  workspaceId: string,
  customerId: string,
  account: ShopAccount,
): Promise<boolean> {
  const { id, name, language, email, isEmailVerified = false, phone } = account
  const add = (kind: 'shop_account' | 'email' | 'phone', value: string, isVerified: boolean) =>
    addIdentity(trx, workspaceId, customerId, kind, value, isVerified)
  const news = [
    await rename(trx, workspaceId, customerId, { name, language }),
    await add('shop_account', id, true),
    email !== undefined && (await add('email', email.toLowerCase(), isEmailVerified)),
    phone !== undefined && (await add('phone', phone, false)),
  ]
  return news.includes(true)
}

async function rename(
  trx: Transaction,
  workspaceId: string,
  customerId: string,
  told: Pick<ShopAccount, 'name' | 'language'>,
): Promise<boolean> {
  const { name, language } = told
  if (name === undefined && language === undefined) return false
  const { numUpdatedRows } = await trx
    .updateTable('customers')
    .set({ name, language })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', customerId)
    .where((eb) =>
      eb.or([
        eb('name', 'is distinct from', name ?? eb.ref('name')),
        eb('language', 'is distinct from', language ?? eb.ref('language')),
      ]),
    )
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Whether it is new. One that is verified for somebody else stays theirs; here it is a claim. */
export async function addIdentity(
  trx: Transaction,
  workspaceId: string,
  customerId: string,
  kind: 'email' | 'phone' | 'visitor' | 'shop_account',
  value: string,
  isVerified: boolean,
): Promise<boolean> {
  const owner = isVerified ? await findCustomer(trx, workspaceId, kind, value) : undefined
  const verified = isVerified && (owner === undefined || owner.id === customerId)
  const { numInsertedOrUpdatedRows = 0n } = await trx
    .insertInto('customerIdentities')
    .values({ workspaceId, customerId, kind, value, isVerified: verified, createdAt: new Date() })
    .onConflict((conflict) =>
      verified
        ? conflict
            .columns(['workspaceId', 'customerId', 'kind', 'value'])
            .doUpdateSet({ isVerified: true })
            .where('customerIdentities.isVerified', '=', false)
        : conflict.doNothing(),
    )
    .executeTakeFirst()
  return numInsertedOrUpdatedRows > 0n
}

/** What was said before the sign-in belongs to the person who signed in. The event keeps what moved, so that it can be undone. */
async function mergeInto(trx: Transaction, workspaceId: string, from: string, into: string) {
  // In the order in which arriving messages lock them, so that nobody waits in a circle.
  await trx
    .selectFrom('conversations')
    .where('workspaceId', '=', workspaceId)
    .where('customerId', '=', from)
    .select('id')
    .orderBy('id')
    .forUpdate()
    .execute()
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
    .where((eb) => eb.or([eb('id', '=', from), eb('mergedInto', '=', from)]))
    .execute()
  return { from, conversationIds: conversations.map(({ id }) => id), identityIds: identities.map(({ id }) => id) }
}
