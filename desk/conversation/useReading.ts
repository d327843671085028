import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { MessageBody } from '#protocol/conversations.ts'
import { useActs } from './useConversation.ts'

/** A glance is not reading. */
const READ_AFTER_MS = 400

type ReadingProps = {
  conversationId: string
  /** The newest page. */
  messages: MessageBody[]
  unreadCount: number
  newestInboundId: string | undefined
  isAtBottom: boolean
}

/** Marks a conversation as read when its end is really in sight, and remembers where the unread part began. */
export function useReading({ conversationId, messages, unreadCount, newestInboundId, isAtBottom }: ReadingProps) {
  const acts = useActs(conversationId)
  const isSeen = useWindowIsSeen()
  const marked = useRef<string>(undefined)
  const [firstUnreadId, setFirstUnreadId] = useState(() => firstUnread(messages, unreadCount))
  const hadUnread = useRef(unreadCount > 0)

  // What comes while nobody looks begins a new unread part; what comes before the reader's eyes does not.
  useEffect(() => {
    if (unreadCount > 0 && !hadUnread.current && !(isSeen && isAtBottom))
      setFirstUnreadId(firstUnread(messages, unreadCount))
    hadUnread.current = unreadCount > 0
  }, [unreadCount, messages, isSeen, isAtBottom])

  useEffect(() => {
    if (!newestInboundId || unreadCount === 0 || !isSeen || !isAtBottom || marked.current === newestInboundId) return
    const timer = setTimeout(() => {
      marked.current = newestInboundId
      void acts.markRead(newestInboundId)
    }, READ_AFTER_MS)
    return () => clearTimeout(timer)
  }, [acts, newestInboundId, unreadCount, isSeen, isAtBottom])

  return { firstUnreadId: isAnswered(messages, firstUnreadId) ? null : firstUnreadId }
}

function firstUnread(messages: MessageBody[], unreadCount: number): string | null {
  if (unreadCount === 0) return null
  const inbound = messages.filter(({ kind }) => kind === 'inbound')
  return inbound.at(-unreadCount)?.id ?? inbound[0]?.id ?? null
}

/** What the team has answered is no longer new to anybody. */
const isAnswered = (messages: MessageBody[], firstUnreadId: string | null) =>
  firstUnreadId !== null &&
  messages.some(({ id, kind, author }) => kind === 'outbound' && author.kind === 'member' && id > firstUnreadId)

function useWindowIsSeen(): boolean {
  return useSyncExternalStore(watchWindow, () => document.visibilityState === 'visible')
}

function watchWindow(listener: () => void) {
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}
