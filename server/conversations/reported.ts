import type { Transaction } from '#platform/database/database.ts'
import { changeConversation } from './changing.ts'
import { lockConversationOf, SYSTEM } from './delivery.ts'

/**
 * What somebody on a letter's way tells of it, though it stays as sent as it was. delayed: it is tried again. complaint: a
 * recipient took it for spam. failed-elsewhere: it did not arrive where it was forwarded to. not-continued: what went out
 * by e-mail because nobody had seen it in the chat did not arrive.
 */
export type What = 'delayed' | 'complaint' | 'failed-elsewhere' | 'not-continued'

/** Shows the team, between the messages, what was reported about one of theirs. */
export async function noteReport(
  trx: Transaction,
  { workspaceId, messageId, what }: { workspaceId: string; messageId: string; what: What },
): Promise<void> {
  const conversation = await lockConversationOf(trx, workspaceId, messageId)
  if (!conversation) return
  await changeConversation(trx, conversation, {
    type: 'conversation.letter-reported',
    actor: SYSTEM,
    messageId,
    data: { what },
  })
}
