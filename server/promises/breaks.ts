import { Type } from 'typebox'
import type { Database, DatabaseConnection, Transaction } from '#platform/database/database.ts'
import { type Actor, record } from '#platform/events.ts'
import { defineJob, enqueue } from '#platform/jobs.ts'
import { notFound } from '#platform/problems.ts'
import { Id } from '#protocol/primitives.ts'
import type { BreakBody } from '#protocol/promises.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { type ChannelId, expectChannel } from './opening-hours.ts'
import { breakNotPossible } from './problems.ts'

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000

export async function listBreaks(db: Database, { workspaceId }: Agent): Promise<BreakBody[]> {
  const rows = await selectRunning(db, workspaceId).orderBy('breaks.startedAt').execute()
  return rows.map(toBody)
}

/**
 * "Back at 14:30": closes a channel, or with `null` all of them, until then. One that runs there already is prolonged or
 * shortened.
 * @throws notFound, breakNotPossible
 */
export async function startBreak(
  trx: Transaction,
  agent: Agent,
  { channelId, until, note }: { channelId: ChannelId; until: Date; note: string | null },
): Promise<BreakBody> {
  const { workspaceId } = agent
  const now = new Date()
  if (!(until > now && until.getTime() - now.getTime() <= DAY_MILLISECONDS)) throw breakNotPossible()
  if (channelId) await expectChannel(trx, workspaceId, channelId)
  await endOverdue(trx, workspaceId, now)

  const { id } = await trx
    .insertInto('breaks')
    .values({ workspaceId, channelId, startedBy: agent.id, startedAt: now, until, note })
    .onConflict((conflict) =>
      conflict.columns(['workspaceId', 'channelId']).where('endedAt', 'is', null).doUpdateSet({ until, note }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  await record(trx, {
    type: 'break.started',
    workspaceId,
    actor: asActor(agent),
    data: { breakId: id, channelId, until: until.toISOString() },
  })
  await enqueue(trx, endBreak, { workspaceId, breakId: id }, { runAt: until, key: `end break ${id}` })
  return toBody(await selectRunning(trx, workspaceId).where('breaks.id', '=', id).executeTakeFirstOrThrow())
}

/** Back earlier than said. One that has ended already stays as it is. @throws notFound */
export async function endBreakEarly(trx: Transaction, agent: Agent, breakId: string): Promise<void> {
  const found = await trx
    .selectFrom('breaks')
    .where('workspaceId', '=', agent.workspaceId)
    .where('id', '=', breakId)
    .select('id')
    .executeTakeFirst()
  if (!found) throw notFound()
  await end(trx, asActor(agent), { workspaceId: agent.workspaceId, breakId, endedAt: new Date() })
}

/** Ends a break whose time has come. May run twice, early or late: the row decides. */
export const endBreak = defineJob(
  'end-break',
  Type.Object({ workspaceId: Id, breakId: Id }),
  async ({ workspaceId, breakId }, { connection }: { connection: DatabaseConnection }) => {
    await connection.transact((trx) => end(trx, SYSTEM, { workspaceId, breakId, dueBy: new Date() }))
  },
)

const SYSTEM: Actor = { kind: 'system', id: null, name: 'Infolett' }

/** Its end is the instant somebody ended it, or the one that was said. */
async function end(
  trx: Transaction,
  actor: Actor,
  { workspaceId, breakId, endedAt, dueBy }: { workspaceId: string; breakId: string; endedAt?: Date; dueBy?: Date },
): Promise<void> {
  const ended = await trx
    .updateTable('breaks')
    .set((eb) => ({ endedAt: endedAt ?? eb.ref('until') }))
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', breakId)
    .where('endedAt', 'is', null)
    .$if(dueBy !== undefined, (query) => query.where('until', '<=', dueBy ?? new Date()))
    .returning('channelId')
    .executeTakeFirst()
  if (!ended) return
  await record(trx, { type: 'break.ended', workspaceId, actor, data: { breakId, channelId: ended.channelId } })
}

/** Their job may be late; a new break must not continue an old one. */
async function endOverdue(trx: Transaction, workspaceId: string, now: Date): Promise<void> {
  const overdue = await trx
    .selectFrom('breaks')
    .where('workspaceId', '=', workspaceId)
    .where('endedAt', 'is', null)
    .where('until', '<=', now)
    .select('id')
    .execute()
  for (const { id } of overdue) await end(trx, SYSTEM, { workspaceId, breakId: id, dueBy: now })
}

const selectRunning = (db: Database, workspaceId: string) =>
  db
    .selectFrom('breaks')
    .innerJoin('members', (join) =>
      join.onRef('members.workspaceId', '=', 'breaks.workspaceId').onRef('members.id', '=', 'breaks.startedBy'),
    )
    .where('breaks.workspaceId', '=', workspaceId)
    .where('breaks.endedAt', 'is', null)
    .where('breaks.until', '>', new Date())
    .select([
      'breaks.id',
      'breaks.channelId',
      'breaks.startedAt',
      'breaks.until',
      'breaks.note',
      'members.id as memberId',
      'members.name as memberName',
    ])

type Row = Awaited<ReturnType<ReturnType<typeof selectRunning>['executeTakeFirstOrThrow']>>

const toBody = ({ id, channelId, startedAt, until, note, memberId, memberName }: Row): BreakBody => ({
  id,
  channelId,
  startedBy: { id: memberId, name: memberName },
  startedAt: startedAt.toISOString(),
  until: until.toISOString(),
  note,
})
