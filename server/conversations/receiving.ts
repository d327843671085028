import type { Transaction } from '#platform/database/database.ts'
import { recordAll } from '#platform/events.ts'
import type { Problem } from '#platform/problems.ts'
import type { MessageBody } from '#protocol/conversations.ts'
import {
  type Arrival,
  authorOf,
  findRepeats,
  keyOf,
  lockPlaces,
  type Places,
  storeArrivals,
  type ThreadState,
  threadKeyOf,
} from './arrivals.ts'
import { claimAttachments, type Uploader } from './attachments.ts'
import { addThread, type Beginning, beginThread } from './beginning.ts'
import { listConversationBodies } from './conversation.ts'
import type { Live } from './events.ts'
import { type InboundLetter, storable, storableLetter } from './letter.ts'
import { attachmentNotFound, conversationNotFound, messageEmpty, threadNotFound } from './problems.ts'

/**
 * What a channel hands in. Whoever begins a thread makes its id; the client id makes a repeat harmless: a letter's is the
 * same for the same letter.
 */
export type InboundMessage = {
  workspaceId: string
  channelId: string
  threadId: string
  clientId: string
  customer: { id: string; name: string; language: string | null }
  /** Who wrote, when it was not the thread's customer: a colleague of theirs, say. */
  author?: { id: string; name: string }
  text: string
  attachmentIds: string[]
  uploader: Uploader
  letter?: InboundLetter
  /** A machine wrote it: it neither opens a conversation again nor waits for an answer. */
  isAutomatic?: boolean
  /** What a thread that there is not yet begins with. */
  beginning?: Beginning
}

/** The message as it stands in the database, first time or repeat; or why it was not taken. */
export type Receipt = { message: MessageBody; threadRevision: number } | { problem: Problem }

/**
 * Takes messages of any conversations of any workspaces in one transaction and a fixed number of round trips, however
 * many they are. Each is taken exactly once; a repeat gets the receipt of the first. A message of a person opens its
 * conversation again, unless that is spam. Receipts come in the order of the messages.
 */
export async function receiveMessages(trx: Transaction, messages: InboundMessage[]): Promise<Receipt[]> {
  const places = await lockPlaces(trx, messages)
  const { threads, hasRepeats } = places
  const known: Map<string, MessageBody> = hasRepeats ? await findRepeats(trx, messages) : new Map()
  const refused = new Map<InboundMessage, Problem>()
  const arrivals = new Map<string, Arrival>()
  /** Attachments that belong to a message of this transaction, though the database does not know it yet. */
  const taken = new Set<string>()

  for (const message of byWorkspace(messages)) {
    const key = keyOf(message)
    if (known.has(key) || arrivals.has(key)) continue
    const arrival = await admit(trx, message, { ...places, taken })
    if ('problem' in arrival) refused.set(message, arrival.problem)
    else arrivals.set(key, arrival)
  }

  const stored = await storeArrivals(trx, [...arrivals.values()])
  await announce(trx, [...arrivals.values()], stored)

  return messages.map((message) => {
    const problem = refused.get(message)
    if (problem) return { problem }
    const body = stored.get(keyOf(message)) ?? known.get(keyOf(message))
    const thread = threads.get(threadKeyOf(message))
    if (!body || !thread || thread.customerId !== message.customer.id) return { problem: threadNotFound() }
    return { message: body, threadRevision: arrivals.get(keyOf(message))?.threadRevision ?? thread.revision }
  })
}

/** New conversations take their numbers from their workspaces: always in the same order, so that nobody waits in a circle. */
const byWorkspace = (messages: InboundMessage[]): InboundMessage[] =>
  messages.toSorted((a, b) => (a.workspaceId === b.workspaceId ? 0 : a.workspaceId < b.workspaceId ? -1 : 1))

async function admit(
  trx: Transaction,
  message: InboundMessage,
  { threads, joined, taken }: Places & { taken: Set<string> },
): Promise<Arrival | { problem: Problem }> {
  if (!message.letter && message.text.trim() === '' && message.attachmentIds.length === 0)
    return { problem: messageEmpty() }
  const attachments = await claimAttachments(trx, message.workspaceId, message.uploader, message.attachmentIds)
  if ('problem' in attachments) return attachments
  if (attachments.some(({ id }) => taken.has(id))) return { problem: attachmentNotFound() }

  const thread = threads.get(threadKeyOf(message)) ?? (await begin(trx, message, joined))
  if ('problem' in thread) return thread
  threads.set(threadKeyOf(message), thread)
  if (thread.customerId !== message.customer.id) return { problem: threadNotFound() }

  for (const { id } of attachments) taken.add(id)
  thread.revision += 1
  thread.conversation.revision += 1
  return {
    ...message,
    ...(message.letter && { text: storable(message.text), letter: storableLetter(message.letter) }),
    attachments,
    thread,
    sentAt: new Date(),
    revision: thread.conversation.revision,
    threadRevision: thread.revision,
  }
}

async function begin(
  trx: Transaction,
  message: InboundMessage,
  joined: Places['joined'],
): Promise<ThreadState | { problem: Problem }> {
  const conversationId = message.beginning?.conversationId
  if (conversationId === undefined) return beginThread(trx, message)
  const found = joined.get(conversationId)
  if (found?.conversation.workspaceId !== message.workspaceId) return { problem: conversationNotFound() }
  if (found.customerId !== message.customer.id) return { problem: threadNotFound() }
  return addThread(trx, message, found.conversation)
}

async function announce(trx: Transaction, arrivals: Arrival[], stored: Map<string, MessageBody>): Promise<void> {
  const bodies = await listConversationBodies(
    trx,
    arrivals.map(({ thread }) => thread.conversation),
  )
  await recordAll(
    trx,
    arrivals.flatMap((arrival) => {
      const { workspaceId, customer, thread, threadRevision, revision } = arrival
      const author = authorOf(arrival)
      const message = stored.get(keyOf(arrival))
      const conversation = bodies.get(thread.conversation.id)
      if (!message || !conversation) return []
      const live: Live = { conversation, message, threads: [{ id: message.threadId, revision: threadRevision }] }
      return {
        type: 'message.received',
        workspaceId,
        actor: { kind: 'customer' as const, id: author.id, name: author.name },
        conversationId: conversation.id,
        customerId: customer.id,
        revision,
        at: arrival.sentAt,
        data: { messageId: message.id, threadId: message.threadId },
        live,
      }
    }),
  )
}
