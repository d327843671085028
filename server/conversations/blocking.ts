import { sql } from 'kysely'
import { domainOf, isSharedDomain } from '#customers/mail-domain.ts'
import type { Database, Transaction } from '#platform/database/database.ts'
import { record } from '#platform/events.ts'
import type { BlockedSenderBody, EnvelopeBody } from '#protocol/conversations.ts'
import { bareSender } from '#protocol/formats.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { ownAddresses } from './addressing.ts'
import type { Channels } from './channel.ts'
import { senderNotBlockable } from './problems.ts'

const shown = ['id', 'value', 'blockedBy', 'createdAt'] as const

/** Newest first. */
export async function listBlockedSenders(db: Database, { workspaceId }: Agent): Promise<BlockedSenderBody[]> {
  const rows = await db
    .selectFrom('blockedSenders')
    .where('workspaceId', '=', workspaceId)
    .select(shown)
    .orderBy('id', 'desc')
    .limit(1_000)
    .execute()
  return rows.map(toBody)
}

/**
 * What comes from this address, or from everybody at this domain, is spam from now on. The same again changes nothing.
 * @throws senderNotBlockable
 */
export async function blockSender(
  trx: Transaction,
  agent: Agent,
  given: string,
  channels: Channels,
): Promise<BlockedSenderBody> {
  const value = bareSender(given)
  const domain = domainOf(value)
  const own = await ownAddresses(trx, agent.workspaceId, channels)
  if (own.includes(value) || (value === domain && own.some((address) => domainOf(address) === domain)))
    throw senderNotBlockable({ detail: `${value} is where this workspace itself is reached.` })
  // To block one of these is to block half of all customers.
  if (isSharedDomain(value))
    throw senderNotBlockable({ detail: `Everybody may have an address at ${value}. Block single addresses there.` })
  const made = await trx
    .insertInto('blockedSenders')
    .values({ workspaceId: agent.workspaceId, value, blockedBy: agent.id, createdAt: new Date() })
    .onConflict((conflict) => conflict.doNothing())
    .returning(shown)
    .executeTakeFirst()
  if (made) {
    await recordAct(trx, agent, 'sender.blocked', made.id)
    return toBody(made)
  }
  const known = await trx
    .selectFrom('blockedSenders')
    .where('workspaceId', '=', agent.workspaceId)
    .where('value', '=', value)
    .select(shown)
    .executeTakeFirstOrThrow()
  return toBody(known)
}

/** They may write again; what came meanwhile stays where it is. One who is not blocked is none. */
export async function unblockSender(
  trx: Transaction,
  agent: Agent,
  which: { id: string } | { value: string },
): Promise<boolean> {
  const freed = await trx
    .deleteFrom('blockedSenders')
    .where('workspaceId', '=', agent.workspaceId)
    .where((eb) => ('id' in which ? eb('id', '=', which.id) : eb('value', '=', which.value)))
    .returning('id')
    .executeTakeFirst()
  if (freed) await recordAct(trx, agent, 'sender.unblocked', freed.id)
  return freed !== undefined
}

/** From where the newest letter of a conversation came; of one without letters, the customer's address. */
export async function findSender(
  trx: Transaction,
  { workspaceId, id, customerId }: { workspaceId: string; id: string; customerId: string },
): Promise<string | undefined> {
  const letter = await trx
    .selectFrom('messages')
    .where('workspaceId', '=', workspaceId)
    .where('conversationId', '=', id)
    .where('kind', '=', 'inbound')
    .where('envelope', 'is not', null)
    .select(sql<EnvelopeBody>`envelope`.as('envelope'))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (letter?.envelope.from) return letter.envelope.from.address
  const identity = await trx
    .selectFrom('customerIdentities')
    .where('workspaceId', '=', workspaceId)
    .where('customerId', '=', customerId)
    .where('kind', '=', 'email')
    .select('value')
    .orderBy('isVerified', 'desc')
    .executeTakeFirst()
  return identity?.value
}

const recordAct = (trx: Transaction, agent: Agent, type: 'sender.blocked' | 'sender.unblocked', id: string) =>
  record(trx, { type, workspaceId: agent.workspaceId, actor: asActor(agent), data: { blockedSenderId: id } })

const toBody = ({ createdAt, ...sender }: Omit<BlockedSenderBody, 'createdAt'> & { createdAt: Date }) => ({
  ...sender,
  createdAt: createdAt.toISOString(),
})
