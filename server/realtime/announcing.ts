import { listConversationBodies } from '#conversations/conversation.ts'
import { type ConversationEventType, isConversationEvent, type Live } from '#conversations/events.ts'
import { listMessageBodies } from '#conversations/message.ts'
import { type CustomerEventType, type CustomerLive, isCustomerEvent } from '#customers/events.ts'
import type { Database } from '#platform/database/database.ts'
import type { RecordedEvent } from '#platform/events.ts'
import type { Log } from '#platform/log.ts'
import type { ConversationBody, MessageBody } from '#protocol/conversations.ts'
import type { DeskEvent, WidgetEvent } from '#protocol/events.ts'
import { CloseCode } from '#protocol/socket.ts'
import type { WidgetMessageBody } from '#protocol/widget.ts'
import { areaOf, isWorkspaceEvent } from '#workspaces/events.ts'
import type { Audience } from './audience.ts'
import type { Presence } from './presence.ts'

type AnnouncingTools = {
  db: Database
  audience: Audience
  presence: Pick<Presence, 'viewersChanged'>
  log: Log
  /** A message in the form that a chat window takes. */
  forWidget: (workspaceId: string, message: MessageBody) => WidgetMessageBody
}

/** Tells open desks and chat windows what was committed. Whoever misses it notices the gap and asks. */
export function announcer({
  db,
  audience,
  presence,
  log,
  forWidget,
}: AnnouncingTools): (events: RecordedEvent[]) => void {
  /** What has to be read first makes what comes after it wait, so that nobody hears things in the wrong order. */
  let reading: Promise<void> | undefined

  return (events) => {
    const isKnown = events.every(
      ({ type, live }) => !isConversationEvent(type) || (live as Live | undefined)?.conversation,
    )
    if (isKnown && !reading) {
      for (const event of events) announce(event, readLive(event))
      return
    }
    const turn = (reading ?? Promise.resolve()).then(() => readAndAnnounce(events))
    reading = turn
    void turn.finally(() => {
      if (reading === turn) reading = undefined
    })
  }

  async function readAndAnnounce(events: RecordedEvent[]): Promise<void> {
    try {
      const unknown = events.filter((event) => isConversationEvent(event.type) && !readLive(event).conversation)
      const conversations = await listConversationBodies(db, unknown.flatMap(conversationRef))
      const messages = await listMessageBodies(db, unknown.flatMap(messageRef))
      for (const event of events) {
        const live = readLive(event)
        announce(event, {
          conversation: live.conversation ?? conversations.get(event.conversationId ?? ''),
          message: live.message ?? messages.get(messageIdOf(event) ?? ''),
          threads: live.threads,
        })
      }
    } catch (error) {
      log.warn({ err: error }, 'Open windows could not be told what happened; they will ask')
    }
  }

  function announce(event: RecordedEvent, live: Live): void {
    const { type, workspaceId } = event
    if (isConversationEvent(type)) return announceConversation(event, type, live)
    if (type === 'conversation.read-by-me') return announceRead(event)
    if (isCustomerEvent(type)) return announceCustomer(event, type)
    if (type.startsWith('channel.'))
      return audience.tellWorkspace(workspaceId, { type: 'workspace.changed', what: 'channels' })
    if (!isWorkspaceEvent(type)) return
    audience.tellWorkspace(workspaceId, { type: 'workspace.changed', what: areaOf[type] })
    if (type === 'member.deactivated' || type === 'member.role-changed') sendAway(event)
  }

  function announceConversation(
    event: RecordedEvent,
    type: ConversationEventType,
    { conversation, message, threads }: Live,
  ): void {
    if (!conversation || event.revision === undefined) return
    const { workspaceId, customerId, at, actor, revision } = event
    const base = { conversationId: conversation.id, revision, at: at.toISOString(), actor, conversation }
    const deskEvent = deskEventOf(type, base, message)
    if (deskEvent) audience.tellTeam(workspaceId, conversation.collaboratorIds, deskEvent)
    if (type === 'conversation.collaborator-removed') withdraw(event, conversation.id)
    if (!customerId) return
    for (const thread of threads ?? []) {
      const widgetEvent = widgetEventOf(type, { threadId: thread.id, revision: thread.revision }, event, message)
      if (widgetEvent) audience.tellCustomer(workspaceId, customerId, widgetEvent)
    }
  }

  /** What a customer hears of each act; a note and all that concerns only the team: nothing. */
  function widgetEventOf(
    type: ConversationEventType,
    thread: { threadId: string; revision: number },
    event: RecordedEvent,
    message: MessageBody | undefined,
  ): WidgetEvent | undefined {
    const messageId = messageIdOf(event)
    switch (type) {
      case 'message.received':
      case 'message.replied':
        return message && message.kind !== 'note'
          ? { type, ...thread, message: forWidget(event.workspaceId, message) }
          : undefined
      case 'message.delivery-changed':
        return message && { type, ...thread, messageId: message.id, state: message.delivery.state }
      case 'conversation.read-by-team':
        return messageId === undefined ? undefined : { type: 'thread.read-by-team', ...thread, messageId }
      case 'conversation.read-by-customer':
        return messageId === undefined ? undefined : { type: 'thread.read-by-customer', ...thread, messageId }
      case 'conversation.closed':
        return { type: 'thread.closed', ...thread, isClosed: true }
      case 'conversation.reopened':
      case 'conversation.snoozed':
      case 'conversation.pending':
      case 'conversation.woken':
      case 'conversation.marked-spam':
        return { type: 'thread.closed', ...thread, isClosed: false }
      case 'message.noted':
      case 'conversation.assigned':
      case 'conversation.collaborator-added':
      case 'conversation.collaborator-removed':
      case 'conversation.unmarked-spam':
      case 'conversation.split':
      case 'conversation.begun-by-split':
      case 'conversation.joined':
      case 'conversation.customer-changed':
      case 'conversation.letter-reported':
      case 'conversation.continued-by-email':
      case 'conversation.failures-settled':
      case 'conversation.rated':
        return undefined
    }
  }

  /** Whom their shop named is somebody else from now on, in every window they have open. */
  function announceCustomer({ workspaceId, customerId, data, live }: RecordedEvent, type: CustomerEventType): void {
    if (!customerId) return
    const { customer, visitorId } = (live ?? {}) as CustomerLive
    const from = typeof data?.from === 'string' ? data.from : customerId
    if (customer && visitorId) audience.visitorBecame({ workspaceId, visitorId }, customer)
    if (customer) audience.customerBecame(workspaceId, from, customer)
    if (type === 'customer.recognised') return
    for (const id of new Set([customerId, from]))
      audience.tellAgents(workspaceId, { type: 'customer.changed', customerId: id })
  }

  function announceRead({ workspaceId, actor, conversationId, data }: RecordedEvent): void {
    const messageId = data?.messageId
    if (!actor.id || !conversationId || typeof messageId !== 'string') return
    audience.tellMember(workspaceId, actor.id, { type: 'conversation.read-by-me', conversationId, messageId })
  }

  function withdraw({ workspaceId, data }: RecordedEvent, conversationId: string): void {
    for (const session of audience.desksOf(workspaceId)) {
      if (session.agent.id !== data?.memberId || session.agent.role !== 'collaborator') continue
      if (session.viewing?.conversationId === conversationId) session.viewing = undefined
      session.line.send({ type: 'event', event: { type: 'conversation.withdrawn', conversationId } })
    }
    presence.viewersChanged(workspaceId, conversationId)
  }

  /** A member with another role, or none, comes in again by the door, or does not. */
  function sendAway({ workspaceId, data }: RecordedEvent): void {
    for (const { agent, line } of audience.desksOf(workspaceId)) {
      if (agent.id === data?.memberId) line.close(CloseCode.goingAway, 'Your role has changed')
    }
  }
}

type Base = {
  conversationId: string
  revision: number
  at: string
  actor: RecordedEvent['actor']
  conversation: ConversationBody
}

function deskEventOf(type: ConversationEventType, base: Base, message: MessageBody | undefined): DeskEvent | undefined {
  switch (type) {
    case 'message.received':
    case 'message.replied':
    case 'message.noted':
    case 'message.delivery-changed':
      return message && { type, ...base, message }
    default:
      return { type, ...base }
  }
}

const readLive = (event: RecordedEvent): Live => (event.live ?? {}) as Live

const conversationRef = ({ workspaceId, conversationId }: RecordedEvent) =>
  conversationId ? [{ workspaceId, id: conversationId }] : []

function messageRef(event: RecordedEvent) {
  const id = messageIdOf(event)
  return id !== undefined && event.type.startsWith('message.') ? [{ workspaceId: event.workspaceId, id }] : []
}

const messageIdOf = ({ data }: RecordedEvent): string | undefined =>
  typeof data?.messageId === 'string' ? data.messageId : undefined
