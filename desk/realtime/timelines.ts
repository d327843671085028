import type { ConversationBody, MessageBody } from '#protocol/conversations.ts'
import type { DeskEvent } from '#protocol/events.ts'
import { catchUp, change, timelineQuery, timelinesKey } from '../conversation/queries.ts'
import {
  completeUpTo,
  conversationOf,
  messagesOf,
  type Timeline,
  withConversation,
  withMessage,
} from '../conversation/timeline.ts'
import type { Desk } from './desk.ts'
import { gapKeeper } from './gaps.ts'

/** An event that changes a conversation and counts its revisions. */
export type RevisedEvent = Extract<DeskEvent, { revision: number }>

/** Keeps the conversations that this desk has opened complete, as it hears of changes. */
export function timelineKeeper({ queryClient, workspaceId }: Desk) {
  const gaps = gapKeeper<RevisedEvent>({ known, apply, catchUp: (id) => catchUp(queryClient, workspaceId, id) })
  const keyOf = (conversationId: string) => timelineQuery(workspaceId, conversationId).queryKey
  const all = () => queryClient.getQueriesData<Timeline>({ queryKey: timelinesKey(workspaceId) })
  const isShown = (queryKey: readonly unknown[]) => queryClient.getQueryCache().find({ queryKey })?.isActive() ?? false

  /** What is on screen is changed at once; what was left is read anew when somebody comes back to it. */
  function hear(event: RevisedEvent) {
    const queryKey = keyOf(event.conversationId)
    if (isShown(queryKey)) gaps.hear(event.conversationId, event)
    else void queryClient.invalidateQueries({ queryKey, refetchType: 'none' })
  }

  function known(conversationId: string) {
    const queryKey = keyOf(conversationId)
    if (queryClient.getQueryState(queryKey)?.fetchStatus === 'fetching') return 'being read'
    return queryClient.getQueryData(queryKey)?.pages[0]?.upTo
  }

  function apply(conversationId: string, event: RevisedEvent) {
    if ('message' in event) return put(event, event.message)
    if (event.type === 'conversation.read-by-customer' || event.type === 'conversation.read-by-team') return put(event)
    // Who did what is told in full only by the server; the conversation itself need not wait for it.
    take(event.conversation)
    catchUp(queryClient, workspaceId, conversationId).catch(() => undefined)
  }

  function put({ type, conversation, conversationId, revision }: RevisedEvent, message?: MessageBody) {
    change(queryClient, workspaceId, conversationId, (timeline) => {
      const told = message ? withMessage(timeline, message) : timeline
      const unreadBefore = conversationOf(timeline)?.unreadCount ?? 0
      const unreadCount = conversation.waitingSince ? unreadBefore + (type === 'message.received' ? 1 : 0) : 0
      return completeUpTo(withConversation(told, { ...conversation, unreadCount }), revision)
    })
  }

  function take(conversation: ConversationBody) {
    change(queryClient, workspaceId, conversation.id, (timeline) => withConversation(timeline, conversation))
  }

  /** All up to this message was read by who works here. Returns how many of the customer's are left, as far as is known. */
  function setRead(conversationId: string, messageId: string): number {
    const timeline = queryClient.getQueryData(keyOf(conversationId))
    if (!timeline) return 0
    const unreadCount = messagesOf(timeline).filter(({ kind, id }) => kind === 'inbound' && id > messageId).length
    change(queryClient, workspaceId, conversationId, (held) => withConversation(held, { unreadCount }))
    return unreadCount
  }

  const ofCustomer = (customerId: string) =>
    all().flatMap(([, timeline]) => {
      const conversation = timeline && conversationOf(timeline)
      return conversation?.customer.id === customerId ? [conversation] : []
    })

  function rename(customer: ConversationBody['customer']) {
    for (const { id } of ofCustomer(customer.id))
      change(queryClient, workspaceId, id, (held) => withConversation(held, { customer }))
  }

  function withdraw(conversationId: string) {
    void queryClient.resetQueries({ queryKey: keyOf(conversationId) })
  }

  /** After a break: what is on screen asks for what it missed, the rest is read anew when somebody comes back to it. */
  function resume() {
    for (const [queryKey] of all()) {
      if (isShown(queryKey)) catchUp(queryClient, workspaceId, String(queryKey.at(-1))).catch(() => undefined)
      else void queryClient.invalidateQueries({ queryKey, refetchType: 'none' })
    }
  }

  return { hear, settle: gaps.settle, take, setRead, ofCustomer, rename, withdraw, resume, stop: gaps.stop }
}

export type TimelineKeeper = ReturnType<typeof timelineKeeper>
