import type { Transaction } from '#platform/database/database.ts'
import { changeConversation } from './changing.ts'
import { lockConversationOf, SYSTEM } from './delivery.ts'

/** Tells the team that messages reached the customer by another path too, as nobody had seen them where they were written. */
export async function tellContinued(
  trx: Transaction,
  { workspaceId, messageIds }: { workspaceId: string; messageIds: string[] },
): Promise<void> {
  const conversation = await lockConversationOf(trx, workspaceId, messageIds[0] ?? '')
  if (!conversation) return
  await changeConversation(trx, conversation, {
    type: 'conversation.continued-by-email',
    actor: SYSTEM,
    data: { messageIds, count: messageIds.length },
  })
}
