import { sql } from 'kysely'
import type { Transaction } from '#platform/database/database.ts'

/** The customer's copy has changed: the thread's revision grows by one. Returns the new one. */
export async function touchThread(trx: Transaction, workspaceId: string, threadId: string): Promise<number> {
  const { revision } = await trx
    .updateTable('threads')
    .set({ revision: sql<number>`revision + 1` })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', threadId)
    .returning('revision')
    .executeTakeFirstOrThrow()
  return revision
}

/** As `touchThread`, for every thread of a conversation: what changed concerns the customer wherever they look. */
export async function touchThreads(trx: Transaction, workspaceId: string, conversationId: string): Promise<void> {
  await trx
    .updateTable('threads')
    .set({ revision: sql<number>`revision + 1` })
    .where('workspaceId', '=', workspaceId)
    .where('conversationId', '=', conversationId)
    .execute()
}
