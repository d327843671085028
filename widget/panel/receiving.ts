import type { WidgetEvent } from '#protocol/events.ts'
import type { Id } from '#protocol/primitives.ts'
import { type Chat, isWatched } from './chat.ts'
import { acknowledge } from './reading.ts'
import { refreshThread } from './refreshing.ts'
import { beginThread, hasGap, type Thread, withEvent } from './threads.ts'

/** Longer than any desk takes to say once more that somebody types. */
const TYPING_MS = 12_000

type ThreadEvent = Extract<WidgetEvent, { revision: number }>

export function receiveEvent(chat: Chat, event: WidgetEvent) {
  switch (event.type) {
    case 'team.presence':
      chat.team = { isOnline: event.isOnline, members: event.members }
      break
    case 'promise.changed':
      chat.promise = event.promise
      break
    case 'member.typing':
      showTyping(chat, event.threadId, event.isTyping ? event.name : undefined)
      break
    default:
      receiveThreadEvent(chat, event)
  }
  chat.changed()
}

function receiveThreadEvent(chat: Chat, event: ThreadEvent) {
  const thread = chat.threads.get(event.threadId) ?? threadWeBegan(chat, event)
  if (event.type === 'message.replied') {
    showTyping(chat, event.threadId, undefined)
    chat.page.say({ type: 'answered', threadId: event.threadId })
  }
  if (!thread) return void refreshThread(chat, event.threadId)
  if (event.revision <= thread.revision) return
  const next = withEvent(thread, event)
  chat.threads.set(thread.id, isWatched(chat, thread.id) ? { ...next, unreadCount: 0 } : next)
  if (hasGap(thread, event.revision)) void refreshThread(chat, thread.id)
  acknowledge(chat, thread.id)
}

/** The server may tell of a thread's first message before it answers this window, which sent it. */
function threadWeBegan({ outbox }: Chat, event: ThreadEvent): Thread | undefined {
  if (event.type !== 'message.received') return
  const { threadId, message } = event
  const isOurs = outbox.messages.some(({ clientId }) => clientId === message.clientId)
  return isOurs ? beginThread(threadId, message.sentAt) : undefined
}

function showTyping(chat: Chat, threadId: Id, name: string | undefined) {
  clearTimeout(chat.typing.get(threadId)?.timer)
  chat.typing.delete(threadId)
  if (name === undefined) return
  const timer = setTimeout(() => {
    showTyping(chat, threadId, undefined)
    chat.changed()
  }, TYPING_MS)
  chat.typing.set(threadId, { name, timer })
}
