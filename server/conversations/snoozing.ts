import { Type } from 'typebox'
import type { DatabaseConnection, Transaction } from '#platform/database/database.ts'
import { defineJob, enqueue } from '#platform/jobs.ts'
import type { ConversationBody } from '#protocol/conversations.ts'
import { Id } from '#protocol/primitives.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { changeConversation } from './changing.ts'
import { getConversation, type LockedConversation, lockConversation } from './conversation.ts'
import { snoozeInThePast } from './problems.ts'
import { touchThreads } from './thread.ts'

const YEAR_MILLISECONDS = 366 * 24 * 60 * 60 * 1000

/**
 * Lets a conversation sleep until an instant, or until its customer writes. The same instant again changes nothing.
 * @throws conversationNotFound, snoozeInThePast
 */
export async function snoozeConversation(
  trx: Transaction,
  agent: Agent,
  id: string,
  until: Date,
): Promise<ConversationBody> {
  const span = until.getTime() - Date.now()
  if (!(span > 0 && span < YEAR_MILLISECONDS)) throw snoozeInThePast()
  const conversation = await lockConversation(trx, agent, id)
  if (conversation.snoozedUntil?.getTime() === until.getTime()) return getConversation(trx, agent, id)
  const threads = conversation.status === 'closed' ? await touchThreads(trx, agent.workspaceId, id) : undefined
  await changeConversation(trx, conversation, {
    type: 'conversation.snoozed',
    actor: asActor(agent),
    threads,
    set: { status: 'snoozed', snoozedUntil: until, closedAt: null },
    data: { until: until.toISOString() },
  })
  await enqueue(
    trx,
    wakeConversation,
    { workspaceId: agent.workspaceId, conversationId: id },
    { runAt: until, key: `wake ${id}` },
  )
  return getConversation(trx, agent, id)
}

/**
 * Wakes a snoozed conversation before its time; any other stays as it is.
 * @throws conversationNotFound when this agent cannot see it
 */
export async function unsnoozeConversation(trx: Transaction, agent: Agent, id: string): Promise<ConversationBody> {
  const conversation = await lockConversation(trx, agent, id)
  if (conversation.status === 'snoozed') await wake(trx, conversation, asActor(agent))
  return getConversation(trx, agent, id)
}

/** Wakes a conversation whose time has come. May run twice, early or late: the row decides. */
export const wakeConversation = defineJob(
  'wake-conversation',
  Type.Object({ workspaceId: Id, conversationId: Id }),
  async ({ workspaceId, conversationId }, { connection }: { connection: DatabaseConnection }) => {
    await connection.transact(async (trx) => {
      const conversation = await trx
        .selectFrom('conversations')
        .where('workspaceId', '=', workspaceId)
        .where('id', '=', conversationId)
        .where('status', '=', 'snoozed')
        .where('snoozedUntil', '<=', new Date())
        .selectAll()
        .forUpdate()
        .executeTakeFirst()
      if (conversation) await wake(trx, conversation, { kind: 'system', id: null, name: 'Infolett' })
    })
  },
)

/** Whoever waits for an answer keeps their place; a conversation nobody waited in waits from now on. */
const wake = (trx: Transaction, conversation: LockedConversation, actor: ReturnType<typeof asActor>) =>
  changeConversation(trx, conversation, {
    type: 'conversation.woken',
    actor,
    set: { status: 'open', snoozedUntil: null, waitingSince: conversation.waitingSince ?? new Date() },
  })
