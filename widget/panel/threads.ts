import type { WidgetEvent } from '#protocol/events.ts'
import type { Id } from '#protocol/primitives.ts'
import type { WidgetMessageBody, WidgetThreadBody, WidgetTimelineBody } from '#protocol/widget.ts'

/** A thread as this window knows it; `revision` 0: the server does not know it yet. */
export type Thread = WidgetThreadBody & {
  /** Oldest first, without gaps. */
  messages: WidgetMessageBody[]
  hasEarlier: boolean
  isLoaded: boolean
}

type ThreadEvent = Extract<WidgetEvent, { revision: number }>

export function beginThread(id: Id, createdAt: string): Thread {
  return {
    id,
    revision: 0,
    isClosed: false,
    unreadCount: 0,
    lastMessage: null,
    teamReadMessageId: null,
    createdAt,
    messages: [],
    hasEarlier: false,
    isLoaded: true,
  }
}

/** The thread as a session tells of it. Messages that are loaded stay, but count as loaded only if nothing is new. */
export function withBody(thread: Thread | undefined, body: WidgetThreadBody): Thread {
  if (thread && thread.revision > body.revision) return thread
  const isLoaded = thread?.isLoaded === true && thread.revision === body.revision
  return { messages: [], hasEarlier: false, ...thread, ...body, isLoaded }
}

/** A page that does not reach back to what is loaded takes its place: a hole must never look like a whole. */
export function withTimeline(thread: Thread, { thread: body, messages, hasEarlier }: WidgetTimelineBody): Thread {
  const oldest = messages[0]
  const newestLoaded = thread.messages.at(-1)
  const joins = !hasEarlier || (oldest && newestLoaded && oldest.id <= newestLoaded.id)
  const earlier = joins && oldest ? thread.messages.filter(({ id }) => id < oldest.id) : []
  const later = thread.messages.filter(({ id }) => id > (messages.at(-1)?.id ?? '') && thread.revision > body.revision)
  return {
    ...withBody(thread, body),
    messages: [...earlier, ...messages, ...later],
    hasEarlier: earlier.length > 0 ? thread.hasEarlier : hasEarlier,
    isLoaded: true,
  }
}

export function withEarlier(thread: Thread, { messages, hasEarlier }: WidgetTimelineBody): Thread {
  const oldest = thread.messages[0]
  const earlier = messages.filter(({ id }) => !oldest || id < oldest.id)
  return { ...thread, messages: [...earlier, ...thread.messages], hasEarlier }
}

export function withMessage(thread: Thread, message: WidgetMessageBody): Thread {
  const others = thread.messages.filter(({ id }) => id !== message.id)
  const messages = [...others, message].sort((a, b) => (a.id < b.id ? -1 : 1))
  const isLast = !thread.lastMessage || thread.lastMessage.id <= message.id
  return { ...thread, messages, lastMessage: isLast ? message : thread.lastMessage }
}

/** Whether something between the known state and this revision is missing. */
export function hasGap(thread: Thread, revision: number) {
  return revision > thread.revision + 1
}

export function withEvent(thread: Thread, event: ThreadEvent): Thread {
  const changed = applyEvent(thread, event)
  return { ...changed, revision: Math.max(thread.revision, event.revision) }
}

function applyEvent(thread: Thread, event: ThreadEvent): Thread {
  switch (event.type) {
    case 'message.received':
      return { ...withMessage(thread, event.message), isClosed: false }
    case 'message.replied': {
      const isNew = !thread.messages.some(({ id }) => id === event.message.id)
      return { ...withMessage(thread, event.message), unreadCount: thread.unreadCount + (isNew ? 1 : 0) }
    }
    case 'message.delivery-changed':
      return {
        ...thread,
        messages: thread.messages.map((message) =>
          message.id === event.messageId ? { ...message, state: event.state } : message,
        ),
      }
    case 'thread.read-by-team':
      return { ...thread, teamReadMessageId: event.messageId }
    case 'thread.read-by-customer':
      return event.messageId >= (newestOfTeam(thread)?.id ?? '') ? { ...thread, unreadCount: 0 } : thread
    case 'thread.closed':
      return { ...thread, isClosed: event.isClosed }
  }
}

export function newestOfTeam({ messages, lastMessage }: Thread): WidgetMessageBody | undefined {
  const newest = messages.findLast(({ kind }) => kind === 'outbound')
  return newest ?? (lastMessage?.kind === 'outbound' ? lastMessage : undefined)
}
