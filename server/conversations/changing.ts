import type { ExpressionBuilder, UpdateObject } from 'kysely'
import type { Transaction } from '#platform/database/database.ts'
import type { DB } from '#platform/database/schema.generated.ts'
import { type Actor, record } from '#platform/events.ts'
import type { LockedConversation } from './conversation.ts'
import type { ConversationEventType, Live, ThreadRevision } from './events.ts'

type Change = {
  type: ConversationEventType
  actor: Actor
  set?:
    | UpdateObject<DB, 'conversations'>
    | ((eb: ExpressionBuilder<DB, 'conversations'>) => UpdateObject<DB, 'conversations'>)
  data?: Record<string, unknown>
  messageId?: string
  /** Threads in which the customer can see it. */
  threads?: ThreadRevision[]
}

/**
 * One act on a locked conversation: the change, the next revision and the event, in one place.
 * Returns the new revision.
 */
export async function changeConversation(
  trx: Transaction,
  conversation: LockedConversation,
  change: Change,
): Promise<number> {
  const { workspaceId, id } = conversation
  const { revision } = await trx
    .updateTable('conversations')
    .set((eb) => ({
      ...(typeof change.set === 'function' ? change.set(eb) : change.set),
      revision: eb('revision', '+', 1),
    }))
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .returning('revision')
    .executeTakeFirstOrThrow()
  const live: Live = { threads: change.threads }
  await record(trx, {
    type: change.type,
    workspaceId,
    actor: change.actor,
    conversationId: id,
    customerId: conversation.customerId,
    revision,
    data: change.messageId ? { ...change.data, messageId: change.messageId } : change.data,
    live,
  })
  return revision
}
