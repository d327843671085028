import type { Transaction } from '#platform/database/database.ts'
import type { MessageContent } from '#protocol/content.ts'
import type { EnvelopeBody, LetterDraft, MessageBody } from '#protocol/conversations.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { addressLetter } from './addressing.ts'
import { attachToMessages, claimAttachments } from './attachments.ts'
import { changeConversation } from './changing.ts'
import { type Channels, takesLetters } from './channel.ts'
import { contentInWords } from './content.ts'
import { type LockedConversation, lockConversation, previewOf } from './conversation.ts'
import { askToDeliver } from './delivery.ts'
import { selectMessages, toMessageBody } from './message.ts'
import { messageEmpty, noLettersHere, wordsOnlyHere } from './problems.ts'
import { touchThread } from './thread.ts'

/** What an agent wrote. The client id is kept over retries: the same one twice is one message. */
export type Draft = { clientId: string; text: string; attachmentIds: string[] }

export type ReplyDraft = Draft & {
  /** Where messages are letters; what is left out is proposed. */
  letter?: LetterDraft
  /** Where there is a window to show it. */
  content?: MessageContent
  /** For how long it may be taken back. Elsewhere than in letters the customer has it at once. */
  undoSeconds?: number
}

/**
 * Queues a reply to the customer in the thread they last wrote in; its delivery follows from the same transaction.
 * A closed conversation stays closed: what was said last is often "you're welcome".
 * @throws conversationNotFound, messageEmpty, attachmentNotFound, noLettersHere, noRecipient, wordsOnlyHere
 */
export async function reply(
  trx: Transaction,
  agent: Agent,
  conversationId: string,
  draft: ReplyDraft,
  channels: Channels,
): Promise<MessageBody> {
  const conversation = await lockConversation(trx, agent, conversationId)
  const earlier = await findByClientId(trx, conversation, draft.clientId)
  if (earlier) return earlier

  const { workspaceId, replyThreadId: threadId } = conversation
  const thread = await touchThread(trx, workspaceId, threadId)
  const isLetter = takesLetters(thread.channelKind)
  if (draft.letter && !isLetter) throw noLettersHere()
  if (draft.content && thread.channelKind !== 'chat') throw wordsOnlyHere()
  const now = new Date()
  const undoUntil = isLetter && draft.undoSeconds ? new Date(now.getTime() + draft.undoSeconds * 1000) : undefined
  const message = await write(trx, agent, conversation, draft, {
    kind: 'outbound',
    undoUntil,
    ...(isLetter &&
      (await addressLetter(trx, { workspaceId, conversationId, threadId }, draft.letter ?? {}, channels))),
  })
  await changeConversation(trx, conversation, {
    type: 'message.replied',
    actor: asActor(agent),
    messageId: message.id,
    data: { threadId },
    threads: [thread],
    set: (eb) => ({
      ...message.preview,
      lastMessageAt: now,
      waitingSince: null,
      firstReplyAt: conversation.firstReplyAt ?? now,
      replyCount: eb('replyCount', '+', 1),
    }),
  })
  await askToDeliver(trx, {
    workspaceId,
    messageId: message.id,
    channelKind: thread.channelKind,
    notBefore: undoUntil,
  })
  return getMessageBody(trx, workspaceId, message.id)
}

/**
 * Writes a note, which only the team reads. Collaborators may.
 * @throws conversationNotFound, messageEmpty, attachmentNotFound
 */
export async function note(trx: Transaction, agent: Agent, conversationId: string, draft: Draft): Promise<MessageBody> {
  const conversation = await lockConversation(trx, agent, conversationId)
  const earlier = await findByClientId(trx, conversation, draft.clientId)
  if (earlier) return earlier

  const message = await write(trx, agent, conversation, draft, { kind: 'note' })
  await changeConversation(trx, conversation, {
    type: 'message.noted',
    actor: asActor(agent),
    messageId: message.id,
    set: { ...message.preview, lastMessageAt: new Date() },
  })
  return getMessageBody(trx, conversation.workspaceId, message.id)
}

/** Messages of agents are theirs by client id in the whole conversation: a reply that moved threads is still the same. */
async function findByClientId(trx: Transaction, { workspaceId, id }: LockedConversation, clientId: string) {
  const row = await selectMessages(
    trx
      .selectFrom('messages')
      .where('messages.workspaceId', '=', workspaceId)
      .where('messages.conversationId', '=', id)
      .where('messages.clientId', '=', clientId),
  ).executeTakeFirst()
  return row && toMessageBody(row)
}

type Form = { kind: 'outbound' | 'note'; subject?: string | null; envelope?: EnvelopeBody; undoUntil?: Date }

async function write(
  trx: Transaction,
  agent: Agent,
  conversation: LockedConversation,
  draft: Draft & Pick<ReplyDraft, 'content'>,
  { kind, subject, envelope, undoUntil }: Form,
) {
  if (draft.text.trim() === '' && draft.attachmentIds.length === 0 && !draft.content) throw messageEmpty()
  const { workspaceId, id: conversationId, replyThreadId: threadId, revision } = conversation
  const attachments = await claimAttachments(trx, workspaceId, { kind: 'member', id: agent.id }, draft.attachmentIds)
  if ('problem' in attachments) throw attachments.problem
  const { id } = await trx
    .insertInto('messages')
    .values({
      workspaceId,
      conversationId,
      threadId,
      revision: revision + 1,
      kind,
      authorKind: 'member',
      authorId: agent.id,
      authorName: agent.name,
      subject,
      text: draft.text,
      envelope: envelope && JSON.stringify(envelope),
      content: draft.content && JSON.stringify(draft.content),
      undoUntil,
      clientId: draft.clientId,
      deliveryState: kind === 'outbound' ? 'queued' : 'received',
      sentAt: new Date(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await attachToMessages(
    trx,
    attachments.map((attachment, position) => ({ workspaceId, attachmentId: attachment.id, messageId: id, position })),
  )
  const preview = {
    previewText: previewOf(
      draft.text.trim() || contentInWords(draft.content),
      attachments.map(({ name }) => name),
    ),
    previewKind: kind,
    previewAuthorKind: 'member',
    previewAuthorName: agent.name,
  } as const
  return { id, preview }
}

async function getMessageBody(trx: Transaction, workspaceId: string, id: string): Promise<MessageBody> {
  const row = await selectMessages(
    trx.selectFrom('messages').where('messages.workspaceId', '=', workspaceId).where('messages.id', '=', id),
  ).executeTakeFirstOrThrow()
  return toMessageBody(row)
}
