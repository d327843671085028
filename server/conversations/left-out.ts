import type { Transaction } from '#platform/database/database.ts'
import type { LeftOut } from '#protocol/conversations.ts'
import { changeConversation } from './changing.ts'
import { lockConversationOf, markDelivery, SYSTEM } from './delivery.ts'
import { selectMessages } from './message.ts'
import { failuresOf } from './standing.ts'

type Report = { workspaceId: string; messageId: string; leftOut: LeftOut[] }

/**
 * Records that a letter, which had left, did not reach some of its recipients, and tells the team. Copies alone are no
 * delivery: when none of those it was addressed to got it, it has failed.
 */
export async function markLeftOut(trx: Transaction, { workspaceId, messageId, leftOut }: Report): Promise<void> {
  const conversation = await lockConversationOf(trx, workspaceId, messageId)
  const message = await selectMessages(
    trx.selectFrom('messages').where('messages.workspaceId', '=', workspaceId).where('messages.id', '=', messageId),
  ).executeTakeFirst()
  if (!conversation || !message?.envelope) return
  const known = message.leftOut ?? []
  const news = leftOut.filter(({ address }) => !known.some((one) => one.address === address))
  const all = [...known, ...news]
  const isForNobody = message.envelope.to.every(({ address }) => all.some((one) => one.address === address))
  if (isForNobody) return markDelivery(trx, { workspaceId, messageId, state: 'failed', why: sayLeftOut(all) })
  if (news.length === 0 || !['queued', 'sent', 'delivered', 'read'].includes(message.deliveryState)) return

  await trx
    .updateTable('messages')
    .set({ leftOut: JSON.stringify(all), revision: conversation.revision + 1 })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', messageId)
    .execute()
  await changeConversation(trx, conversation, {
    type: 'message.delivery-changed',
    actor: SYSTEM,
    messageId,
    data: { threadId: message.threadId, state: message.deliveryState },
    set: { failedCount: failuresOf(conversation) },
  })
}

export const sayLeftOut = (leftOut: LeftOut[]): string =>
  leftOut.map(({ address, why }) => `${address}: ${why}`).join(' ')
