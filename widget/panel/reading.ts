import type { Id } from '#protocol/primitives.ts'
import { type Chat, isWatched } from './chat.ts'
import { newestOfTeam, type Thread } from './threads.ts'

/** Tells the server how far the team's messages have come: into this window, or before the visitor's eyes. */
export function acknowledge(chat: Chat, threadId: Id) {
  const thread = chat.threads.get(threadId)
  const newest = thread && newestOfTeam(thread)
  if (!thread || !newest || !chat.socket) return
  if (thread.isLoaded && isWatched(chat, threadId)) {
    markUnread(chat, thread)
    if (thread.unreadCount > 0) chat.threads.set(threadId, { ...thread, unreadCount: 0 })
    tell(chat, 'read', newest.id, threadId, newest.state === 'read')
  } else tell(chat, 'received', newest.id, threadId, newest.state === 'delivered' || newest.state === 'read')
}

function tell(chat: Chat, type: 'read' | 'received', messageId: Id, threadId: Id, isKnown: boolean) {
  const key = `${type} ${threadId}`
  if (isKnown || chat.acknowledged.get(key) === messageId) return
  chat.acknowledged.set(key, messageId)
  chat.socket?.say({ type, threadId, messageId })
}

/** Where the divider goes; it stays there while the visitor is in the thread. */
function markUnread(chat: Chat, { messages, unreadCount }: Thread) {
  if (unreadCount === 0 || chat.firstUnreadId) return
  const ofTeam = messages.filter(({ kind }) => kind === 'outbound')
  chat.firstUnreadId = ofTeam.at(-Math.min(unreadCount, ofTeam.length))?.id
}
