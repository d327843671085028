import { hashPassword } from 'better-auth/crypto'
import { sql } from 'kysely'
import type { Database, Transaction } from '#platform/database/database.ts'
import { accountExists } from './problems.ts'
import type { User } from './session.ts'

/** Without a password one comes in by a sign-in link only: that is how the demo is entered. */
export type NewUser = { name: string; email: string; password?: string }

/** @throws accountExists when this address already signs in here */
export async function makeUser(trx: Transaction, { name, email, password }: NewUser): Promise<User> {
  const now = new Date()
  const user = await trx
    .insertInto('users')
    // Nobody gets this far but by a link that only its addressee or the operator holds.
    .values({ name, email: email.toLowerCase(), emailVerified: true, createdAt: now, updatedAt: now })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning(['id', 'name', 'email'])
    .executeTakeFirst()
  if (!user) throw accountExists()
  if (password) await setPassword(trx, user.id, password)
  return user
}

/** Sets the password in the way that better-auth keeps it. */
export async function setPassword(trx: Transaction, userId: string, password: string): Promise<void> {
  const hash = await hashPassword(password)
  const now = new Date()
  const { numUpdatedRows } = await trx
    .updateTable('accounts')
    .set({ password: hash, updatedAt: now })
    .where('userId', '=', userId)
    .where('providerId', '=', 'credential')
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return
  await trx
    .insertInto('accounts')
    .values({ userId, accountId: userId, providerId: 'credential', password: hash, createdAt: now, updatedAt: now })
    .execute()
}

export const endSessions = (trx: Transaction, userId: string) =>
  trx.deleteFrom('sessions').where('userId', '=', userId).execute()

export const findUserByEmail = (db: Database, email: string): Promise<User | undefined> =>
  db.selectFrom('users').where('email', '=', email.toLowerCase()).select(['id', 'name', 'email']).executeTakeFirst()

/** Whether this person has chosen a password. */
export const hasPassword = sql<boolean>`exists (
  select from accounts
  where accounts.user_id = users.id and accounts.provider_id = 'credential' and accounts.password is not null
)`
