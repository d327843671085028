import { Type } from 'typebox'
import type { DatabaseConnection, Transaction } from '#platform/database/database.ts'
import { type Attempt, defineJob, enqueue, hurry } from '#platform/jobs.ts'
import type { ChannelKind, DeliveryState, LeftOut, MessageBody } from '#protocol/conversations.ts'
import { Id } from '#protocol/primitives.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { changeConversation } from './changing.ts'
import { type Channels, type DeliveryReceipt, NotNow, type OutboundMessage, takesLetters } from './channel.ts'
import { lockConversation } from './conversation.ts'
import { selectMessages, toMessageBody } from './message.ts'
import { deliveryNotFailed, messageNotFound } from './problems.ts'
import { failuresOf } from './standing.ts'
import { touchThread } from './thread.ts'

const MessageRef = Type.Object({ workspaceId: Id, messageId: Id })
/** With the growing pauses between them, a letter is tried for about forty hours. */
const TRIES_OF_LETTERS = 16

type Queueing = { workspaceId: string; messageId: string; channelKind: ChannelKind; notBefore?: Date }

/** Asks for a queued message to be handed to its channel. */
export const askToDeliver = (
  trx: Transaction,
  { workspaceId, messageId, channelKind, notBefore }: Queueing,
): Promise<void> =>
  enqueue(
    trx,
    deliverMessage,
    { workspaceId, messageId },
    takesLetters(channelKind)
      ? { runAt: notBefore, maxAttempts: TRIES_OF_LETTERS, key: keyOf(messageId) }
      : { runAt: notBefore },
  )

const keyOf = (messageId: string): string => `deliver-message ${messageId}`

/** Letters of a channel that wait to be tried again are tried at once: what was in their way has been seen to. */
export async function hurryLetters(
  trx: Transaction,
  channel: { workspaceId: string; channelId: string },
): Promise<void> {
  const waiting = await trx
    .selectFrom('messages')
    .innerJoin('threads', (join) =>
      join.onRef('threads.workspaceId', '=', 'messages.workspaceId').onRef('threads.id', '=', 'messages.threadId'),
    )
    .where('threads.workspaceId', '=', channel.workspaceId)
    .where('threads.channelId', '=', channel.channelId)
    .where('messages.deliveryState', '=', 'queued')
    .where('messages.deliveryFailure', 'is not', null)
    .select('messages.id')
    .execute()
  await hurry(
    trx,
    waiting.map(({ id }) => keyOf(id)),
  )
}

type DeliveryTools = { connection: DatabaseConnection; channels: Channels }
export const SYSTEM = { kind: 'system', id: null, name: 'Infolett' } as const

/** Hands one queued message to its channel. May run twice: the message id is the channel's idempotency key. */
export const deliverMessage = defineJob(
  'deliver-message',
  MessageRef,
  async ({ workspaceId, messageId }, { connection, channels, signal, isLast }: DeliveryTools & Attempt) => {
    const queued = await findQueued(connection, workspaceId, messageId)
    if (!queued || !(await claim(connection, queued.message))) return
    const receipt = await deliver(queued, channels, signal).catch(async (error: unknown) => {
      if (isLast) return { state: 'failed', why: sayGivenUp(error) } as const
      if (error instanceof NotNow)
        await connection.transact((trx) => noteWaiting(trx, { workspaceId, messageId, why: error.message }))
      throw error
    })
    await connection.transact((trx) => markDelivery(trx, { workspaceId, messageId, ...receipt }))
  },
)

const sayGivenUp = (error: unknown): string =>
  error instanceof NotNow
    ? `${error.message} We have tried for a long time.`
    : 'The channel could not be reached, however often we tried.'

/** Whoever looks at a message that has not left yet sees why. */
async function noteWaiting(
  trx: Transaction,
  { workspaceId, messageId, why }: { workspaceId: string; messageId: string; why: string },
): Promise<void> {
  const conversation = await lockConversationOf(trx, workspaceId, messageId)
  if (!conversation) return
  const { numUpdatedRows } = await trx
    .updateTable('messages')
    .set({ deliveryFailure: why, revision: conversation.revision + 1 })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', messageId)
    .where('deliveryState', '=', 'queued')
    .where('deliveryFailure', 'is distinct from', why)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return
  await changeConversation(trx, conversation, {
    type: 'message.delivery-changed',
    actor: SYSTEM,
    messageId,
    data: { threadId: conversation.threadId, state: 'queued' },
  })
}

/** From now on its author cannot take it back. Whoever never could need not be told. */
async function claim({ db }: DatabaseConnection, { workspaceId, id, delivery }: OutboundMessage): Promise<boolean> {
  if (delivery.undoUntil === null) return true
  const { numUpdatedRows } = await db
    .updateTable('messages')
    .set((eb) => ({ sendingSince: eb.fn.coalesce('sendingSince', eb.val(new Date())) }))
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .where('deliveryState', '=', 'queued')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

type Queued = { message: OutboundMessage; channelKind: ChannelKind }

async function deliver(
  { message, channelKind }: Queued,
  channels: Channels,
  signal: AbortSignal,
): Promise<DeliveryReceipt> {
  const channel = channels[channelKind]
  if (!channel) return { state: 'failed', why: `This server has no ${channelKind} channel.` }
  return channel.deliver(message, signal)
}

async function findQueued(
  { db }: DatabaseConnection,
  workspaceId: string,
  messageId: string,
): Promise<Queued | undefined> {
  const row = await selectMessages(db.selectFrom('messages'))
    .innerJoin('threads', (join) =>
      join.onRef('threads.workspaceId', '=', 'messages.workspaceId').onRef('threads.id', '=', 'messages.threadId'),
    )
    .innerJoin('channels', (join) =>
      join.onRef('channels.workspaceId', '=', 'threads.workspaceId').onRef('channels.id', '=', 'threads.channelId'),
    )
    .where('messages.workspaceId', '=', workspaceId)
    .where('messages.id', '=', messageId)
    .where('messages.deliveryState', '=', 'queued')
    .select(['channels.kind as channelKind', 'channels.id as channelId', 'threads.customerId'])
    .executeTakeFirst()
  if (!row) return undefined
  const message: OutboundMessage = {
    ...toMessageBody(row),
    workspaceId,
    channelId: row.channelId,
    customerId: row.customerId,
  }
  return { message, channelKind: row.channelKind }
}

/** How far a message has come; it never goes back. A letter has several recipients: one got it, the next did not. */
const BEFORE: Record<'sent' | 'delivered' | 'read' | 'failed', DeliveryState[]> = {
  sent: ['queued'],
  delivered: ['queued', 'sent'],
  read: ['queued', 'sent', 'delivered'],
  failed: ['queued', 'sent', 'delivered'],
}

type Delivery = { workspaceId: string; messageId: string } & (
  | { state: 'sent'; externalId?: string; leftOut?: LeftOut[] }
  | { state: 'delivered' }
  | { state: 'failed'; why: string }
)

/** Records how far one message has come and tells everyone; a step it has already passed changes nothing. */
export async function markDelivery(trx: Transaction, delivery: Delivery): Promise<void> {
  const { workspaceId, messageId, state } = delivery
  const conversation = await lockConversationOf(trx, workspaceId, messageId)
  if (!conversation) return
  const { numUpdatedRows } = await trx
    .updateTable('messages')
    .set({
      deliveryState: state,
      deliveryFailure: delivery.state === 'failed' ? delivery.why : null,
      ...(delivery.state === 'sent' && delivery.externalId !== undefined && { externalId: delivery.externalId }),
      ...(delivery.state === 'sent' && delivery.leftOut && { leftOut: JSON.stringify(delivery.leftOut) }),
      revision: conversation.revision + 1,
    })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', messageId)
    .where('deliveryState', 'in', BEFORE[state])
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return
  const thread = await touchThread(trx, workspaceId, conversation.threadId)
  await changeConversation(trx, conversation, {
    type: 'message.delivery-changed',
    actor: SYSTEM,
    messageId,
    data: { threadId: conversation.threadId, state },
    threads: [thread],
    ...((state === 'failed' || (state === 'sent' && delivery.leftOut)) && {
      set: { failedCount: failuresOf(conversation) },
    }),
  })
}

export async function lockConversationOf(trx: Transaction, workspaceId: string, messageId: string) {
  return await trx
    .selectFrom('conversations')
    .innerJoin('messages', (join) =>
      join
        .onRef('messages.workspaceId', '=', 'conversations.workspaceId')
        .onRef('messages.conversationId', '=', 'conversations.id'),
    )
    .where('messages.workspaceId', '=', workspaceId)
    .where('messages.id', '=', messageId)
    .selectAll('conversations')
    .select('messages.threadId')
    .forUpdate('conversations')
    .executeTakeFirst()
}

/**
 * Sends a failed message once more, or one that waits to be tried again now rather than later.
 * @throws conversationNotFound, messageNotFound, deliveryNotFailed
 */
export async function retryDelivery(
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
  if (row.deliveryState === 'queued' && row.deliveryFailure !== null) {
    await hurry(trx, [keyOf(messageId)])
    return toMessageBody(row)
  }
  if (row.deliveryState !== 'failed') throw deliveryNotFailed()

  const revision = conversation.revision + 1
  await trx
    .updateTable('messages')
    .set({ deliveryState: 'queued', deliveryFailure: null, leftOut: null, undoUntil: null, revision })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', messageId)
    .execute()
  const thread = await touchThread(trx, workspaceId, row.threadId)
  await changeConversation(trx, conversation, {
    type: 'message.delivery-changed',
    actor: asActor(agent),
    messageId,
    data: { threadId: row.threadId, state: 'queued' },
    threads: [thread],
    set: { failedCount: failuresOf(conversation) },
  })
  await askToDeliver(trx, { workspaceId, messageId, channelKind: thread.channelKind })
  return toMessageBody({
    ...row,
    deliveryState: 'queued',
    deliveryFailure: null,
    leftOut: null,
    undoUntil: null,
    revision,
  })
}
