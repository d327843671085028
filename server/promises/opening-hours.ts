import { Value } from 'typebox/value'
import type { Database, Transaction } from '#platform/database/database.ts'
import { record } from '#platform/events.ts'
import { invalidInput, notFound } from '#platform/problems.ts'
import { OpeningHours, type OpeningHoursBody } from '#protocol/promises.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { refuseUnknownTimeZone } from '#workspaces/workspace.ts'

/** Whose hours: a channel's own, or with `null` those of all channels that have none. */
export type ChannelId = string | null

/** @throws notFound when there is no such channel */
export async function getOpeningHours(
  db: Database,
  { workspaceId }: Agent,
  channelId: ChannelId,
): Promise<OpeningHoursBody> {
  if (channelId) await expectChannel(db, workspaceId, channelId)
  const own = await findSettings(db, workspaceId, channelId)
  const hours = own ?? (channelId ? await findSettings(db, workspaceId, null) : undefined)
  return { own: own ?? null, hours: hours ?? null }
}

/** @throws notFound, invalidInput */
export async function setOpeningHours(
  trx: Transaction,
  agent: Agent,
  channelId: ChannelId,
  settings: OpeningHours,
): Promise<OpeningHoursBody> {
  const { workspaceId } = agent
  refuseUnknownTimeZone(settings.timeZone)
  refuseRepeatedDates(settings)
  if (channelId) await expectChannel(trx, workspaceId, channelId)
  const row = { settings: JSON.stringify(settings), changedAt: new Date() }
  await trx
    .insertInto('openingHours')
    .values({ workspaceId, channelId, ...row })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'channelId']).doUpdateSet(row))
    .execute()
  await recordChange(trx, agent, { channelId, ...settings })
  return { own: settings, hours: settings }
}

/** From now on the channel keeps the workspace's hours, and a workspace none at all. @throws notFound */
export async function unsetOpeningHours(
  trx: Transaction,
  agent: Agent,
  channelId: ChannelId,
): Promise<OpeningHoursBody> {
  const { workspaceId } = agent
  if (channelId) await expectChannel(trx, workspaceId, channelId)
  const removed = await trx
    .deleteFrom('openingHours')
    .where('workspaceId', '=', workspaceId)
    .where('channelId', 'is not distinct from', channelId)
    .returning('id')
    .executeTakeFirst()
  if (removed) await recordChange(trx, agent, { channelId, isUnset: true })
  return getOpeningHours(trx, agent, channelId)
}

export async function findSettings(
  db: Database,
  workspaceId: string,
  channelId: ChannelId,
): Promise<OpeningHours | undefined> {
  const row = await db
    .selectFrom('openingHours')
    .where('workspaceId', '=', workspaceId)
    .where('channelId', 'is not distinct from', channelId)
    .select('settings')
    .executeTakeFirst()
  return row && Value.Parse(OpeningHours, row.settings)
}

export async function expectChannel(db: Database, workspaceId: string, channelId: string): Promise<void> {
  const channel = await db
    .selectFrom('channels')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', channelId)
    .select('id')
    .executeTakeFirst()
  if (!channel) throw notFound()
}

function refuseRepeatedDates({ exceptions }: OpeningHours): void {
  const dates = exceptions.map(({ date }) => date)
  const repeated = dates.findIndex((date, index) => dates.indexOf(date) !== index)
  if (repeated < 0) return
  throw invalidInput({ errors: [{ field: `body.exceptions.${repeated}.date`, rule: 'must be there only once' }] })
}

const recordChange = (trx: Transaction, agent: Agent, data: Record<string, unknown>): Promise<void> =>
  record(trx, { type: 'opening-hours.changed', workspaceId: agent.workspaceId, actor: asActor(agent), data })
