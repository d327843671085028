import type { Id } from '#protocol/primitives.ts'
import type { Chat } from './chat.ts'
import { acknowledge } from './reading.ts'
import { refreshThread } from './refreshing.ts'

export function showThread(chat: Chat, threadId: Id) {
  chat.shownId = threadId
  chat.firstUnreadId = undefined
  chat.notices = []
  chat.drafts.remember(threadId)
  const thread = chat.threads.get(threadId)
  if (thread && !thread.isLoaded) void refreshThread(chat, threadId)
  acknowledge(chat, threadId)
  chat.changed()
}

export function showNewThread(chat: Chat) {
  const isUsed = (id: Id) => chat.threads.has(id) || chat.outbox.messages.some(({ threadId }) => threadId === id)
  showThread(chat, chat.drafts.newThreadId(isUsed))
}

export function showThreadList(chat: Chat) {
  chat.shownId = null
  chat.firstUnreadId = undefined
  chat.changed()
}
