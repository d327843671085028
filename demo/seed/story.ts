import type { Insertable } from 'kysely'
import { previewOf } from '#conversations/conversation.ts'
import type { ConversationEventType } from '#conversations/events.ts'
import type { DB } from '#platform/database/schema.generated.ts'
import type { Actor } from '#platform/events.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import type { Customer } from './customers.ts'
import { happened, type Scene } from './scene.ts'
import type { Photo } from './staging.ts'
import type { Team } from './workplace.ts'

type Message = Insertable<DB['messages']> & { id: string }

/** One conversation as it grows: the rows that living through it would have left behind. */
export type Story = {
  scene: Scene
  customer: Customer
  lastAt: Date
  conversation: Insertable<DB['conversations']> & { id: string; revision: number; replyCount: number }
  thread: Insertable<DB['threads']> & { id: string; revision: number }
  messages: Message[]
  photos: (Photo & { messageId: string; contentId: string | null })[]
  reads: Map<string, Insertable<DB['conversationReads']>>
  collaborators: Insertable<DB['conversationCollaborators']>[]
}

type Said = { kind: 'inbound' | 'outbound' | 'note'; author: Actor; text: string; at: Date; photo?: Photo }

/** `endsWaiting`: an outbound message that is an answer and not only a word that somebody will come. */
export function say(story: Story, { kind, author, text, at, photo }: Said, endsWaiting = true): void {
  const { scene, conversation, thread, messages } = story
  const sentAt = momentAt(story, at)
  const id = scene.idAt(sentAt)
  const isInbound = kind === 'inbound'
  const type = isInbound ? 'message.received' : kind === 'outbound' ? 'message.replied' : 'message.noted'
  const revision = act(story, { type, actor: author, at: sentAt, isPublic: kind !== 'note', messageId: id })
  messages.push({
    workspaceId: scene.workspaceId,
    id,
    conversationId: conversation.id,
    threadId: thread.id,
    revision,
    kind,
    authorKind: author.kind,
    authorId: author.id,
    authorName: author.name,
    text,
    deliveryState: kind === 'outbound' ? 'queued' : 'received',
    sentAt,
  })
  if (photo) story.photos.push({ ...photo, messageId: id, contentId: photo.isInline ? contentIdOf(id) : null })
  Object.assign(conversation, {
    lastMessageAt: sentAt,
    previewText: previewOf(text, photo ? [photo.name] : []),
    previewKind: kind,
    previewAuthorKind: author.kind,
    previewAuthorName: author.name,
  })
  if (isInbound) conversation.waitingSince ??= sentAt
  if (kind !== 'outbound' || !endsWaiting) return
  conversation.waitingSince = null
  conversation.firstReplyAt ??= sentAt
  conversation.replyCount += 1
}

/** By what name a letter shows a picture of its own. */
export const contentIdOf = (messageId: string): string => `${messageId}@kiri.example`

/** The newest message has arrived at the customer's or, as nobody tells us more of a letter, has left. */
export function deliver(story: Story, at: Date, state: 'delivered' | 'sent' = 'delivered'): void {
  bringForward(story, at, state)
}

/** The newest message came back. */
export function bounce(story: Story, at: Date, why: string): void {
  const message = bringForward(story, at, 'failed')
  if (message) message.deliveryFailure = why
  story.conversation.failedCount = 1
}

function bringForward(story: Story, at: Date, state: 'sent' | 'delivered' | 'failed'): Message | undefined {
  const message = story.messages.at(-1)
  if (!message) return undefined
  message.deliveryState = state
  message.revision = act(story, {
    type: 'message.delivery-changed',
    actor: { kind: 'system', id: null, name: 'Infolett' },
    at,
    messageId: message.id,
    data: { state },
    isPublic: true,
  })
  return message
}

/** The customer has seen all that was sent to them. */
export function readByCustomer(story: Story, at: Date): void {
  const seen = story.messages.filter(({ deliveryState }) => deliveryState === 'delivered')
  const newest = seen.at(-1)
  if (!newest) return
  const actor = asCustomer(story.customer)
  const revision = act(story, {
    type: 'conversation.read-by-customer',
    actor,
    at,
    messageId: newest.id,
    isPublic: true,
  })
  for (const message of seen) Object.assign(message, { deliveryState: 'read', revision })
  story.conversation.customerReadMessageId = newest.id
  story.thread.customerReadMessageId = newest.id
}

/** A member has seen all that stands here; the customer is told once of each message of theirs. */
export function readByMember(story: Story, member: Agent, at: Date): void {
  const { scene, conversation, messages, reads } = story
  const newest = messages.at(-1)
  if (!newest) return
  const { workspaceId } = scene
  const readAt = momentAt(story, at)
  const mark = { workspaceId, conversationId: conversation.id, memberId: member.id, messageId: newest.id, readAt }
  reads.set(member.id, mark)
  const asked = messages.findLast(({ kind }) => kind === 'inbound')
  if (!asked || asked.id === conversation.teamReadMessageId) return
  conversation.teamReadMessageId = asked.id
  act(story, { type: 'conversation.read-by-team', actor: asActor(member), at, messageId: asked.id, isPublic: true })
}

export function assign(story: Story, by: Agent, member: Agent | undefined, team: Team | undefined, at: Date): void {
  const assignment = { memberId: member?.id ?? null, teamId: team?.id ?? null }
  Object.assign(story.conversation, { assigneeId: assignment.memberId, teamId: assignment.teamId })
  const data = { ...assignment, memberName: member?.name ?? null, teamName: team?.name ?? null }
  act(story, { type: 'conversation.assigned', actor: asActor(by), at, data })
}

export function askIn(story: Story, by: Agent, { id: memberId, name: memberName }: Agent, at: Date): void {
  const { scene, conversation, collaborators } = story
  const askedAt = momentAt(story, at)
  const { workspaceId } = scene
  collaborators.push({ workspaceId, conversationId: conversation.id, memberId, askedBy: by.id, askedAt })
  act(story, { type: 'conversation.collaborator-added', actor: asActor(by), at, data: { memberId, memberName } })
}

export function close(story: Story, actor: Actor, at: Date): void {
  Object.assign(story.conversation, { status: 'closed', closedAt: momentAt(story, at), waitingSince: null })
  act(story, { type: 'conversation.closed', actor, at, isPublic: true })
}

/** Without an actor a filter said so before anybody saw it. */
export function markSpam(story: Story, actor: Actor | undefined, at: Date): void {
  Object.assign(story.conversation, { status: 'spam', waitingSince: null })
  if (actor) act(story, { type: 'conversation.marked-spam', actor, at })
}

export function makePending(story: Story, actor: Actor, at: Date): void {
  story.conversation.status = 'pending'
  act(story, { type: 'conversation.pending', actor, at })
}

export function snooze(story: Story, actor: Actor, at: Date, until: Date): void {
  Object.assign(story.conversation, { status: 'snoozed', snoozedUntil: until })
  act(story, { type: 'conversation.snoozed', actor, at, data: { until: until.toISOString() } })
}

export const asCustomer = ({ id, name }: Customer): Actor => ({ kind: 'customer', id, name })

type Act = {
  type: ConversationEventType
  actor: Actor
  at: Date
  messageId?: string
  data?: Record<string, unknown>
  /** The customer's copy of the thread changes too. */
  isPublic?: boolean
}

/** One act: the next revision and its event. Returns the revision. */
function act(story: Story, { at, messageId, data, isPublic = false, ...event }: Act): number {
  const { scene, conversation, thread, customer } = story
  conversation.revision += 1
  if (isPublic) thread.revision += 1
  story.lastAt = momentAt(story, at)
  happened(scene, {
    ...event,
    at: story.lastAt,
    conversationId: conversation.id,
    customerId: customer.id,
    revision: conversation.revision,
    data: { ...data, ...(messageId && { messageId }), ...(messageId && isPublic && { threadId: thread.id }) },
  })
  return conversation.revision
}

/** Nothing happens before what happened already. */
const momentAt = ({ lastAt }: Story, at: Date): Date => (at > lastAt ? at : lastAt)
