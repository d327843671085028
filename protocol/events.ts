import type { ConversationBody, DeliveryState, MessageBody } from './conversations.ts'
import type { VisitBody } from './customers.ts'
import type { Id, Instant } from './primitives.ts'
import type { PublicPromiseBody } from './promises.ts'
import type { WidgetMessageBody } from './widget.ts'

/**
 * Something happened in a conversation and is in the database. `revision` is the conversation's after it; a reader
 * whose copy stands at neither `revision - 1` nor later has a gap and asks `…/conversations/:id/changes?since=`.
 * `conversation` may be newer than `revision`, never older. Two acts at once may be told in the wrong order: a reader holds
 * an event that comes early for a moment before it asks.
 */
type ConversationEvent<Type extends string> = {
  type: Type
  conversationId: Id
  revision: number
  at: Instant
  actor: { kind: 'customer' | 'member' | 'bot' | 'system'; id: Id | null; name: string }
  conversation: ConversationBody
}

type MessageEvent<Type extends string> = ConversationEvent<Type> & { message: MessageBody }

/** A member of the team who is at the desk. */
export type PresentMember = { memberId: Id; name: string }

/** All that a desk can hear. The last five are fleeting: they are not stored and have no revision. */
export type DeskEvent =
  | MessageEvent<'message.received'>
  | MessageEvent<'message.replied'>
  | MessageEvent<'message.noted'>
  | MessageEvent<'message.delivery-changed'>
  | ConversationEvent<'conversation.assigned'>
  | ConversationEvent<'conversation.closed'>
  | ConversationEvent<'conversation.reopened'>
  | ConversationEvent<'conversation.snoozed'>
  | ConversationEvent<'conversation.woken'>
  | ConversationEvent<'conversation.pending'>
  | ConversationEvent<'conversation.collaborator-added'>
  | ConversationEvent<'conversation.collaborator-removed'>
  | ConversationEvent<'conversation.marked-spam'>
  | ConversationEvent<'conversation.unmarked-spam'>
  /** Messages have left it: its timeline is read anew. */
  | ConversationEvent<'conversation.split'>
  | ConversationEvent<'conversation.begun-by-split'>
  | ConversationEvent<'conversation.joined'>
  | ConversationEvent<'conversation.customer-changed'>
  | ConversationEvent<'conversation.letter-reported'>
  /** Answers that nobody had seen in the chat went out by e-mail too. */
  | ConversationEvent<'conversation.continued-by-email'>
  | ConversationEvent<'conversation.failures-settled'>
  /** The customer said how it was. */
  | ConversationEvent<'conversation.rated'>
  | ConversationEvent<'conversation.read-by-customer'>
  | ConversationEvent<'conversation.read-by-team'>
  /** You read it: on this or another of your windows. */
  | { type: 'conversation.read-by-me'; conversationId: Id; messageId: Id }
  /** You may no longer see this conversation. */
  | { type: 'conversation.withdrawn'; conversationId: Id }
  | { type: 'customer.changed'; customerId: Id }
  | {
      type: 'workspace.changed'
      what: 'workspace' | 'members' | 'teams' | 'channels' | 'invitations' | 'api-keys' | 'hours'
    }
  | { type: 'customer.typing'; conversationId: Id; threadId: Id; isTyping: boolean }
  | { type: 'member.typing'; conversationId: Id; memberId: Id; name: string; isTyping: boolean; isNote: boolean }
  | { type: 'viewers.changed'; conversationId: Id; viewers: PresentMember[] }
  | { type: 'presence.changed'; members: PresentMember[] }
  | { type: 'visit.changed'; customerId: Id; visit: VisitBody | null }

/** `revision` here is the thread's own: it counts only what the customer may see. */
type ThreadEvent<Type extends string> = { type: Type; threadId: Id; revision: number }

/** All that a chat window can hear. The last three are fleeting; the last is told to who comes in, too. */
export type WidgetEvent =
  | (ThreadEvent<'message.received'> & { message: WidgetMessageBody })
  | (ThreadEvent<'message.replied'> & { message: WidgetMessageBody })
  | (ThreadEvent<'message.delivery-changed'> & { messageId: Id; state: DeliveryState })
  | (ThreadEvent<'thread.read-by-team'> & { messageId: Id })
  /** In this or another of the visitor's tabs. */
  | (ThreadEvent<'thread.read-by-customer'> & { messageId: Id })
  | (ThreadEvent<'thread.closed'> & { isClosed: boolean })
  | { type: 'member.typing'; threadId: Id; name: string; isTyping: boolean }
  | { type: 'team.presence'; isOnline: boolean; members: { name: string }[] }
  | { type: 'promise.changed'; promise: PublicPromiseBody }
