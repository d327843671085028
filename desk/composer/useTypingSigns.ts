import { useEffect, useRef } from 'react'
import { say } from '../realtime/connection.ts'
import type { Mode } from './drafts.ts'

const SAY_EVERY_MS = 3_000
const STOPPED_AFTER_MS = 5_000

/** Tells colleagues, and for a reply the customer, that somebody writes. Call `wrote` with every change. */
export function useTypingSigns(conversationId: string) {
  const saidAt = useRef(0)
  const mode = useRef<Mode>('reply')
  const silence = useRef<ReturnType<typeof setTimeout>>(undefined)

  function wrote(text: string, now: Mode) {
    if (text.trim() === '' || now !== mode.current) stopped()
    if (text.trim() === '') return
    mode.current = now
    clearTimeout(silence.current)
    silence.current = setTimeout(stopped, STOPPED_AFTER_MS)
    if (performance.now() - saidAt.current < SAY_EVERY_MS && saidAt.current > 0) return
    saidAt.current = performance.now()
    say({ type: 'typing', conversationId, isTyping: true, isNote: now === 'note' })
  }

  function stopped() {
    clearTimeout(silence.current)
    if (saidAt.current === 0) return
    saidAt.current = 0
    say({ type: 'typing', conversationId, isTyping: false, isNote: mode.current === 'note' })
  }

  const latest = useRef(stopped)
  useEffect(() => {
    latest.current = stopped
  })
  useEffect(() => () => latest.current(), [])

  return { wrote, stopped }
}
