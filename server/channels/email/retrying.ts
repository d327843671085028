import type { Transaction } from '#platform/database/database.ts'
import { record } from '#platform/events.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { askToReceive } from './keeping.ts'

/** Has the mails of a mailbox tried again that had been given up; returns how many they are. */
export async function retryFailedMails(trx: Transaction, agent: Agent, channelId: string): Promise<number> {
  const { workspaceId } = agent
  const { numUpdatedRows } = await trx
    .updateTable('mails')
    .set({ state: 'kept', failure: null, attempts: 0, retryAt: null })
    .where('workspaceId', '=', workspaceId)
    .where('channelId', '=', channelId)
    .where('state', '=', 'failed')
    .executeTakeFirst()
  const count = Number(numUpdatedRows)
  if (count === 0) return 0
  await askToReceive(trx, { workspaceId, channelId })
  await record(trx, {
    type: 'channel.mails-retried',
    workspaceId,
    actor: asActor(agent),
    data: { channelId, count },
  })
  return count
}
