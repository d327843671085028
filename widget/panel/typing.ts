import type { Chat } from './chat.ts'

const AGAIN_MS = 3_000
const IDLE_MS = 5_000

/** Tells the team that the visitor writes, and that they stopped. */
export function createTypingTeller(chat: Chat) {
  let threadId: string | undefined
  let toldAt = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function typed(text: string) {
    const { shownId } = chat
    if (text.trim() === '' || !shownId || !chat.threads.has(shownId)) return stop()
    clearTimeout(timer)
    timer = setTimeout(stop, IDLE_MS)
    if (threadId === shownId && Date.now() - toldAt < AGAIN_MS) return
    threadId = shownId
    toldAt = Date.now()
    chat.socket?.say({ type: 'typing', threadId, isTyping: true })
  }

  function stop() {
    clearTimeout(timer)
    if (threadId) chat.socket?.say({ type: 'typing', threadId, isTyping: false })
    threadId = undefined
  }

  return { typed, stop }
}
