import type { Transaction } from '#platform/database/database.ts'
import type { MessageBody } from '#protocol/conversations.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { changeConversation } from './changing.ts'
import { type LockedConversation, lockConversation } from './conversation.ts'
import { type MessageRow, selectMessages, toMessageBody } from './message.ts'
import { messageNotFound, tooLateToWithdraw } from './problems.ts'
import { standingOf } from './standing.ts'
import { touchThread, touchThreads } from './thread.ts'

/**
 * Takes a reply back that has not left yet; its author may, for the few seconds they asked for. The conversation stands
 * as if it had not been written, and whoever waited for it waits on. Returns it as it was, so that it can be written
 * anew: its files are their uploader's again.
 * @throws conversationNotFound, messageNotFound, tooLateToWithdraw
 */
export async function withdrawReply(
  trx: Transaction,
  agent: Agent,
  conversationId: string,
  messageId: string,
): Promise<MessageBody> {
  const conversation = await lockConversation(trx, agent, conversationId)
  const { workspaceId } = conversation
  const row = await selectMessages(
    trx
      .selectFrom('messages')
      .where('messages.workspaceId', '=', workspaceId)
      .where('messages.conversationId', '=', conversationId)
      .where('messages.id', '=', messageId),
  ).executeTakeFirst()
  if (!row) throw messageNotFound()
  if (row.deliveryState === 'withdrawn' && row.authorId === agent.id) return toMessageBody(row)
  await stop(trx, agent, row)
  await giveFilesBack(trx, row)

  const before = await openAgain(trx, agent, conversation, row)
  const revision = before + 1
  await trx
    .updateTable('messages')
    .set({ revision })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', messageId)
    .execute()
  const { waitingSince, ...standing } = await standingOf(trx, conversation, { before: messageId })
  const thread = await touchThread(trx, workspaceId, row.threadId)
  await changeConversation(trx, conversation, {
    type: 'message.delivery-changed',
    actor: asActor(agent),
    messageId,
    data: { threadId: row.threadId, state: 'withdrawn' },
    threads: [thread],
    set: { ...standing, waitingSince: conversation.status === 'spam' ? null : waitingSince },
  })
  return toMessageBody({ ...row, deliveryState: 'withdrawn', undoUntil: null, revision })
}

/** Nobody has begun to send it, and from now on nobody will. */
async function stop(trx: Transaction, agent: Agent, { workspaceId, id }: MessageRow): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('messages')
    .set({ deliveryState: 'withdrawn', undoUntil: null })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .where('authorKind', '=', 'member')
    .where('authorId', '=', agent.id)
    .where('deliveryState', '=', 'queued')
    .where('sendingSince', 'is', null)
    .where('undoUntil', '>', new Date())
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw tooLateToWithdraw()
}

const giveFilesBack = (trx: Transaction, { workspaceId, id }: MessageRow) =>
  trx
    .updateTable('attachments')
    .set({ messageId: null, createdAt: new Date() })
    .where('workspaceId', '=', workspaceId)
    .where('messageId', '=', id)
    .execute()

/** Sent and closed in one go, both are taken back. Returns the revision after it. */
async function openAgain(
  trx: Transaction,
  agent: Agent,
  conversation: LockedConversation,
  { sentAt }: MessageRow,
): Promise<number> {
  const { workspaceId, id, closedAt, revision } = conversation
  if (closedAt === null || closedAt < sentAt) return revision
  return changeConversation(trx, conversation, {
    type: 'conversation.reopened',
    actor: asActor(agent),
    threads: await touchThreads(trx, workspaceId, id),
    set: { status: 'open', closedAt: null },
  })
}
