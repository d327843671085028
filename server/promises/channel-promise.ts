import { Value } from 'typebox/value'
import type { Database, Transaction } from '#platform/database/database.ts'
import { record } from '#platform/events.ts'
import { notFound } from '#platform/problems.ts'
import type { ChannelKind } from '#protocol/conversations.ts'
import { type AnswerPromise, ChannelPromise, WEEKDAYS } from '#protocol/promises.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import type { Hours } from './hours.ts'

/** Those that somebody has to be there for: who asks waits with the window open, or the receiver in their hand. */
export const isLive = (kind: ChannelKind): boolean => kind === 'chat' || kind === 'phone'

/** What a channel promises whose shop has not said otherwise. */
const DEFAULTS: Record<ChannelKind, AnswerPromise> = {
  chat: { amount: 300, unit: 'seconds' },
  phone: { amount: 15, unit: 'seconds' },
  messenger: { amount: 3_600, unit: 'seconds' },
  email: { amount: 2, unit: 'working-days' },
}

export const defaultPromise = (kind: ChannelKind): ChannelPromise => ({
  promise: DEFAULTS[kind],
  offersCallback: false,
})

export const readPromise = (stored: unknown): ChannelPromise | null =>
  stored === null ? null : Value.Parse(ChannelPromise, stored)

/** `null` goes back to what its kind promises. @throws notFound */
export async function setChannelPromise(
  trx: Transaction,
  agent: Agent,
  channelId: string,
  promise: ChannelPromise | null,
): Promise<void> {
  const channel = await trx
    .updateTable('channels')
    .set({ promise: promise && JSON.stringify(promise) })
    .where('workspaceId', '=', agent.workspaceId)
    .where('id', '=', channelId)
    .returning('id')
    .executeTakeFirst()
  if (!channel) throw notFound()
  const data = { channelId, ...(promise ?? { isDefault: true }) }
  await record(trx, { type: 'promise.changed', workspaceId: agent.workspaceId, actor: asActor(agent), data })
}

export async function getStoredPromise(
  db: Database,
  { workspaceId }: Agent,
  channelId: string,
): Promise<{ kind: ChannelKind; own: ChannelPromise | null }> {
  const channel = await db
    .selectFrom('channels')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', channelId)
    .select(['kind', 'promise'])
    .executeTakeFirst()
  if (!channel) throw notFound()
  return { kind: channel.kind, own: readPromise(channel.promise) }
}

/** In business time. A working day is as long as the days of the week on which it is open are on average. */
export function promisedSeconds({ amount, unit }: AnswerPromise, { weekly }: Hours): number {
  if (unit === 'seconds') return amount
  if (weekly === null) return amount * DAY_SECONDS
  const openDays = WEEKDAYS.map((day) => weekly[day].reduce((sum, block) => sum + secondsOf(block), 0)).filter(Boolean)
  const wholeWeek = openDays.reduce((sum, seconds) => sum + seconds, 0)
  return openDays.length === 0 ? 0 : amount * (wholeWeek / openDays.length)
}

const DAY_SECONDS = 24 * 60 * 60

function secondsOf({ from, to }: { from: string; to: string }): number {
  const span = clockSeconds(to) - clockSeconds(from)
  return span > 0 ? span : span + DAY_SECONDS
}

function clockSeconds(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  return hour * 3_600 + minute * 60
}
