import { type Chat, shownThread } from '../chat.ts'
import { loadEarlier } from '../refreshing.ts'

const NEAR_END = 48
const NEAR_BEGINNING = 200

export type Scroll = ReturnType<typeof createScroll>

/** Stays at the newest message while the reader is there, and with what they read when earlier messages come above it. */
export function createScroll(chat: Chat) {
  let log: HTMLElement | null = null
  let fromEnd = 0
  let first: string | undefined
  let unsent = 0
  let hasShownUnread = false
  const resized = new ResizeObserver(() => isAtEnd() && toEnd())

  function isAtEnd() {
    return fromEnd < NEAR_END
  }

  function toEnd() {
    if (log) log.scrollTop = log.scrollHeight
  }

  function onScroll() {
    if (!log) return
    const wasAtEnd = isAtEnd()
    fromEnd = log.scrollHeight - log.scrollTop - log.clientHeight
    if (wasAtEnd !== isAtEnd()) chat.changed()
    const thread = shownThread(chat)
    if (log.scrollTop < NEAR_BEGINNING && thread?.hasEarlier) void loadEarlier(chat, thread.id)
  }

  /** After each drawing, with the log that is now on screen. */
  function settle(drawn: HTMLElement | null) {
    if (drawn !== log) begin(drawn)
    if (!log) return
    const { messages } = chat.outbox
    const firstNow = shownThread(chat)?.messages[0]?.id
    const hasWritten = messages.length > unsent
    if (isAtEnd() || hasWritten) toEnd()
    else if (first && firstNow && firstNow < first) log.scrollTop = log.scrollHeight - log.clientHeight - fromEnd
    first = firstNow
    unsent = messages.length
    showUnread(log)
  }

  function begin(drawn: HTMLElement | null) {
    resized.disconnect()
    log = drawn
    fromEnd = 0
    first = undefined
    hasShownUnread = false
    if (log) resized.observe(log)
  }

  /** Once, when it would be above what is seen. */
  function showUnread(log: HTMLElement) {
    const divider = log.querySelector<HTMLElement>('.unread')
    if (!divider || hasShownUnread) return
    hasShownUnread = true
    if (divider.offsetTop < log.scrollTop) log.scrollTop = divider.offsetTop - 12
  }

  return { onScroll, settle, isAtEnd, toEnd }
}
