import type { Transaction } from '#platform/database/database.ts'
import type { EnvelopeBody } from '#protocol/conversations.ts'
import { changeConversation } from './changing.ts'
import { askToDeliver } from './delivery.ts'
import { touchThread } from './thread.ts'

export type WrittenByItself = {
  workspaceId: string
  threadId: string
  /** The same twice is one message. */
  clientId: string
  /** In whose name: the workspace's, say. */
  author: string
  subject?: string
  text: string
  envelope?: EnvelopeBody
}

/**
 * Queues a message that nobody wrote: an acknowledgement, a word on when somebody is here again. It answers nobody, so
 * whoever waits waits on, and a list still shows what they wrote. Undefined: it was queued before.
 */
export async function writeByItself(
  trx: Transaction,
  { workspaceId, threadId, clientId, author, subject, text, envelope }: WrittenByItself,
): Promise<{ messageId: string } | undefined> {
  const conversation = await lockConversationOfThread(trx, workspaceId, threadId)
  const message = await trx
    .insertInto('messages')
    .values({
      workspaceId,
      conversationId: conversation.id,
      threadId,
      revision: conversation.revision + 1,
      kind: 'outbound',
      authorKind: 'system',
      authorName: author,
      isAutomatic: true,
      subject,
      text,
      envelope: envelope && JSON.stringify(envelope),
      clientId,
      deliveryState: 'queued',
      sentAt: new Date(),
    })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'threadId', 'clientId']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!message) return undefined
  const { channelKind, ...thread } = await touchThread(trx, workspaceId, threadId)
  await changeConversation(trx, conversation, {
    type: 'message.replied',
    actor: { kind: 'system', id: null, name: author },
    messageId: message.id,
    data: { threadId },
    threads: [thread],
  })
  await askToDeliver(trx, { workspaceId, messageId: message.id, channelKind })
  return { messageId: message.id }
}

const lockConversationOfThread = (trx: Transaction, workspaceId: string, threadId: string) =>
  trx
    .selectFrom('conversations')
    .innerJoin('threads', (join) =>
      join
        .onRef('threads.workspaceId', '=', 'conversations.workspaceId')
        .onRef('threads.conversationId', '=', 'conversations.id'),
    )
    .where('threads.workspaceId', '=', workspaceId)
    .where('threads.id', '=', threadId)
    .selectAll('conversations')
    .forUpdate('conversations')
    .executeTakeFirstOrThrow()
