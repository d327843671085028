import type { ConversationBody, MessageBody } from '#protocol/conversations.ts'

/** What conversations announce, each with the conversation's new revision. */
export type ConversationEventType =
  | 'message.received'
  | 'message.replied'
  | 'message.noted'
  | 'message.delivery-changed'
  | 'conversation.assigned'
  | 'conversation.closed'
  | 'conversation.reopened'
  | 'conversation.snoozed'
  | 'conversation.woken'
  | 'conversation.pending'
  | 'conversation.collaborator-added'
  | 'conversation.collaborator-removed'
  | 'conversation.marked-spam'
  | 'conversation.unmarked-spam'
  | 'conversation.split'
  | 'conversation.begun-by-split'
  | 'conversation.joined'
  | 'conversation.customer-changed'
  | 'conversation.letter-reported'
  | 'conversation.continued-by-email'
  | 'conversation.failures-settled'
  | 'conversation.rated'
  | 'conversation.read-by-customer'
  | 'conversation.read-by-team'

const types: Record<ConversationEventType, true> = {
  'message.received': true,
  'message.replied': true,
  'message.noted': true,
  'message.delivery-changed': true,
  'conversation.assigned': true,
  'conversation.closed': true,
  'conversation.reopened': true,
  'conversation.snoozed': true,
  'conversation.woken': true,
  'conversation.pending': true,
  'conversation.collaborator-added': true,
  'conversation.collaborator-removed': true,
  'conversation.marked-spam': true,
  'conversation.unmarked-spam': true,
  'conversation.split': true,
  'conversation.begun-by-split': true,
  'conversation.joined': true,
  'conversation.customer-changed': true,
  'conversation.letter-reported': true,
  'conversation.continued-by-email': true,
  'conversation.failures-settled': true,
  'conversation.rated': true,
  'conversation.read-by-customer': true,
  'conversation.read-by-team': true,
}

export const isConversationEvent = (type: string): type is ConversationEventType => Object.hasOwn(types, type)

/** Those that a timeline shows between messages. */
export const ACTIVITY_TYPES: ConversationEventType[] = [
  'conversation.assigned',
  'conversation.closed',
  'conversation.reopened',
  'conversation.snoozed',
  'conversation.woken',
  'conversation.pending',
  'conversation.collaborator-added',
  'conversation.collaborator-removed',
  'conversation.marked-spam',
  'conversation.unmarked-spam',
  'conversation.split',
  'conversation.begun-by-split',
  'conversation.joined',
  'conversation.customer-changed',
  'conversation.letter-reported',
  'conversation.continued-by-email',
  'conversation.failures-settled',
  'conversation.rated',
]

/** Those after which messages are no longer where they were. */
export const MOVING_TYPES: ReadonlySet<string> = new Set(['conversation.split', 'conversation.joined'])

/** What the cause of an event already knows, so that telling it needs no reading. */
export type Live = {
  conversation?: ConversationBody
  message?: MessageBody
  /** The threads whose customer can see the change, each with its new revision. */
  threads?: ThreadRevision[]
}

export type ThreadRevision = { id: string; revision: number }
