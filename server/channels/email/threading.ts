import type { Customer } from '#customers/customer.ts'
import { conversationNumber, isTelling, plainNumber } from './numbers.ts'

/** What of a mail decides where it belongs. Addresses are in lower case. */
export type Letter = {
  externalId: string
  /** What it answers, by Message-ID, oldest first. */
  references: string[]
  sender: Sender
  /** Everybody it names: they may answer into the same thread. */
  people: string[]
  /** The threads whose signed plus-address it was sent to. */
  threadIds: string[]
  /** What may be numbers of orders and conversations, as written by this person now. */
  numbers: string[]
  arrivedAt: Date
  isAutomatic: boolean
  /** Its sender is blocked, or a filter took it for spam. */
  isSuspect: boolean
}

/** `customerId`: whose verified address it is. Doubtful: it may be forged, or is what a stranger typed into a form. */
export type Sender = { address: string | null; customerId: string | null; isDoubtful: boolean }

export type KnownThread = {
  id: string
  conversationId: string
  customer: Customer
  /** By which its customer is known, verified or not; like the next as far as it matters for those who write now. */
  addresses: Set<string>
  /** Who was named in its letters. */
  people: Set<string>
}

export type KnownConversation = {
  id: string
  customerId: string
  status: 'open' | 'pending' | 'snoozed' | 'closed' | 'spam'
  closedAt: Date | null
  /** Its threads by e-mail, newest first. */
  threadIds: string[]
  /** Conversations that took this one up again after it was closed, newest first. */
  followerIds: string[]
}

/** What is known of the mails that came before, as far as some letters ask for it. */
export type Evidence = {
  /** Threads by the Message-IDs that we signed. */
  ours: Map<string, string>
  /** Threads by the Message-IDs of their letters, and by those that their letters answer; oldest first. */
  stored: Map<string, string[]>
  answered: Map<string, string[]>
  threads: Map<string, KnownThread>
  conversations: Map<string, KnownConversation>
  /** Orders that exist, by plain number: whose they are, if that is known. */
  orders: Map<string, string | null>
  /** Conversations under way in which a customer named an order; see `rememberOrders`. */
  byOrder: Map<string, Set<string>>
  byNumber: Map<number, string>
}

/**
 * Where a letter belongs. joins: into a thread; `reopens` its conversation if that is closed. beside: it begins a
 * thread in a conversation under way. begins: a conversation of its own, which may follow an old closed one.
 */
export type Place =
  | { kind: 'joins'; threadId: string }
  | { kind: 'beside'; conversationId: string }
  | { kind: 'begins'; followsId: string | null }

/** How long after its closing an answer opens a conversation again; null: however long. */
export type Reopening = { withinMilliseconds: number | null }

/**
 * The rules of threading, surest first: our own Message-ID among what it answers; any Message-ID that we know; a mail
 * that answers this one and came before it, or answers the same; our signed plus-address; then the same person with the
 * same order or conversation number. Never the subject, and never a thread of other people: a stranger who knows a
 * Message-ID begins a conversation of their own. Who was answered by mail at an address that they left in a chat comes
 * back into that chat.
 */
export function findPlace(letter: Letter, evidence: Evidence, reopening: Reopening): Place {
  const thread = threadsItAnswers(letter, evidence).find(
    (known) =>
      mayWriteInto(known, letter.sender) || (isLedBack(letter, known, evidence) && isLeftBy(known, letter.sender)),
  )
  if (thread) return settleIn(thread, letter, evidence, reopening)

  const [conversation, ...others] = conversationsItNames(letter, evidence)
  // Two matters named in one letter: nobody knows which of them it is about.
  if (!conversation || others.length > 0) return { kind: 'begins', followsId: null }
  const [existing] = threadsOf(conversation, letter.sender, evidence)
  if (existing) return settleIn(existing, letter, evidence, reopening)
  return isClosedFor(conversation, letter, reopening)
    ? { kind: 'begins', followsId: conversation.id }
    : { kind: 'beside', conversationId: conversation.id }
}

/**
 * Remembers where a letter went, for those that come after it in the same batch, and returns its thread. One that begins
 * a thread brings its id and whose it is; a conversation that has none yet goes by its first thread's.
 */
export function remember(
  evidence: Evidence,
  letter: Letter,
  place: Place,
  beginning: { threadId: string; customer: Customer },
): KnownThread {
  const thread = threadOf(evidence, letter, place, beginning)
  for (const address of letter.people) thread.people.add(address)
  add(evidence.stored, letter.externalId, thread.id)
  for (const reference of letter.references) add(evidence.answered, reference, thread.id)

  const conversation = evidence.conversations.get(thread.conversationId)
  if (!conversation) return thread
  if (conversation.status === 'closed' && !letter.isAutomatic) {
    conversation.status = 'open'
    conversation.closedAt = null
  }
  rememberOrders(evidence, conversation, letter.numbers)
  return thread
}

/** Remembers that a conversation is about the orders that are named in it. */
export function rememberOrders(
  { orders, byOrder }: Evidence,
  { id, customerId }: Pick<KnownConversation, 'id' | 'customerId'>,
  numbers: string[],
): void {
  for (const number of ordersOf(customerId, numbers, orders)) {
    const key = orderKey(customerId, number)
    byOrder.set(key, (byOrder.get(key) ?? new Set()).add(id))
  }
}

function threadOf(
  { threads, conversations }: Evidence,
  { sender }: Letter,
  place: Place,
  { threadId, customer }: { threadId: string; customer: Customer },
): KnownThread {
  const known = place.kind === 'joins' ? threads.get(place.threadId) : undefined
  if (known) return known
  const conversationId = place.kind === 'beside' ? place.conversationId : threadId
  const addresses = new Set(sender.address === null ? [] : [sender.address])
  const thread: KnownThread = { id: threadId, conversationId, customer, addresses, people: new Set() }
  threads.set(threadId, thread)

  const conversation = conversations.get(conversationId)
  if (conversation) conversation.threadIds.unshift(threadId)
  else
    conversations.set(conversationId, {
      id: conversationId,
      customerId: customer.id,
      status: 'open',
      closedAt: null,
      threadIds: [threadId],
      followerIds: [],
    })
  if (place.kind === 'begins' && place.followsId)
    conversations.get(place.followsId)?.followerIds.unshift(conversationId)
  return thread
}

export const noEvidence = (): Evidence => ({
  ours: new Map(),
  stored: new Map(),
  answered: new Map(),
  threads: new Map(),
  conversations: new Map(),
  orders: new Map(),
  byOrder: new Map(),
  byNumber: new Map(),
})

const orderKey = (customerId: string, number: string): string => `${customerId} ${number}`

/** Surest first; of equal ones that which it answers most directly. */
function threadsItAnswers({ externalId, references, threadIds }: Letter, evidence: Evidence): KnownThread[] {
  const newestFirst = references.toReversed()
  const ids = [
    ...newestFirst.flatMap((reference) => evidence.ours.get(reference) ?? []),
    ...newestFirst.flatMap((reference) => evidence.stored.get(reference) ?? []),
    ...(evidence.answered.get(externalId) ?? []),
    ...newestFirst.flatMap((reference) => evidence.answered.get(reference) ?? []),
    ...threadIds,
  ]
  return ids.flatMap((id) => evidence.threads.get(id) ?? [])
}

/** The customer, or somebody who was named in one of the thread's letters. */
const mayWriteInto = ({ customer, people }: KnownThread, { address, customerId }: Sender): boolean =>
  customerId === customer.id || (address !== null && people.has(address))

/** A signature of ours says that we wrote to its sender in this thread. */
const isLedBack = ({ references, threadIds }: Letter, { id }: KnownThread, { ours }: Evidence): boolean =>
  threadIds.includes(id) || references.some((reference) => ours.get(reference) === id)

/** In a chat the customer gave this address to be answered at. */
const isLeftBy = ({ addresses }: KnownThread, { address, customerId, isDoubtful }: Sender): boolean =>
  !isDoubtful && customerId === null && address !== null && addresses.has(address)

/** Into the thread; or, if its conversation was closed too long ago, into the one that took it up since. */
function settleIn(thread: KnownThread, letter: Letter, evidence: Evidence, reopening: Reopening): Place {
  const conversation = evidence.conversations.get(thread.conversationId)
  if (!conversation || !isClosedFor(conversation, letter, reopening)) return { kind: 'joins', threadId: thread.id }
  const [taken] = conversation.followerIds.flatMap((id) => {
    const follower = evidence.conversations.get(id)
    return follower ? threadsOf(follower, letter.sender, evidence) : []
  })
  return taken ? settleIn(taken, letter, evidence, reopening) : { kind: 'begins', followsId: conversation.id }
}

/** What a machine writes neither opens an old conversation nor begins a new one about it. */
const isClosedFor = (
  { status, closedAt }: KnownConversation,
  { arrivedAt, isAutomatic }: Letter,
  { withinMilliseconds }: Reopening,
): boolean =>
  status === 'closed' &&
  closedAt !== null &&
  !isAutomatic &&
  withinMilliseconds !== null &&
  arrivedAt.getTime() - closedAt.getTime() > withinMilliseconds

const threadsOf = ({ threadIds }: KnownConversation, sender: Sender, { threads }: Evidence): KnownThread[] =>
  threadIds.flatMap((id) => threads.get(id) ?? []).filter((thread) => mayWriteInto(thread, sender))

/** Only the person's own: numbers are no secret. */
function conversationsItNames(letter: Letter, evidence: Evidence): KnownConversation[] {
  const { customerId, isDoubtful } = letter.sender
  if (customerId === null || isDoubtful || letter.isSuspect) return []
  const byOrder = ordersOf(customerId, letter.numbers, evidence.orders)
    .flatMap((number) => [...(evidence.byOrder.get(orderKey(customerId, number)) ?? [])])
    .filter((id) => isUnderWay(evidence.conversations.get(id)))
  const byNumber = letter.numbers.flatMap((written) => evidence.byNumber.get(conversationNumber(written) ?? -1) ?? [])
  return [...new Set([...byNumber, ...byOrder])]
    .flatMap((id) => evidence.conversations.get(id) ?? [])
    .filter((conversation) => conversation.customerId === customerId && conversation.status !== 'spam')
}

/** Numbers of orders that are this customer's, or that may be and are written so that nothing else is meant. */
function ordersOf(customerId: string, numbers: string[], orders: Evidence['orders']): string[] {
  const named = numbers.filter((written) => {
    const owner = orders.get(plainNumber(written))
    return owner !== undefined && (owner === null ? isTelling(written) : owner === customerId)
  })
  return [...new Set(named.map(plainNumber))]
}

const isUnderWay = (conversation: KnownConversation | undefined): boolean =>
  conversation !== undefined && conversation.status !== 'closed' && conversation.status !== 'spam'

function add(threadIds: Map<string, string[]>, key: string, threadId: string): void {
  const known = threadIds.get(key) ?? []
  if (!known.includes(threadId)) threadIds.set(key, [...known, threadId])
}
