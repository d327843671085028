import { useEffect, useState } from 'react'
import type { MessageBody } from '#protocol/conversations.ts'

/** A clock that is further off than this is taken at its word. */
const CLOCKS_DIFFER_MS = 2 * 60_000

const firstSeen = new Map<string, number>()

type Undoable = Pick<MessageBody, 'id' | 'sentAt' | 'delivery'>

/**
 * How long a message may still be taken back, in milliseconds; 0: no longer. The clocks of server and browser differ, so it
 * is counted from when this window first saw the message, and the server has the last word.
 */
export function undoLeftMs({ sentAt, delivery: { state, undoUntil } }: Undoable, seenAt: number, now: number): number {
  if (state !== 'queued' || undoUntil === null) return 0
  const until = Date.parse(undoUntil)
  if (Math.abs(seenAt - Date.parse(sentAt)) > CLOCKS_DIFFER_MS) return 0
  return Math.max(0, seenAt + until - Date.parse(sentAt) - now)
}

/** Whole seconds that are left, counting down. */
export function useUndoSeconds(message: Undoable): number {
  const [now, setNow] = useState(() => Date.now())
  const seenAt = firstSeen.get(message.id) ?? now
  if (!firstSeen.has(message.id)) firstSeen.set(message.id, seenAt)
  const leftMs = undoLeftMs(message, seenAt, now)
  useEffect(() => {
    if (leftMs === 0) return
    const timer = setTimeout(() => setNow(Date.now()), leftMs % 1_000 || 1_000)
    return () => clearTimeout(timer)
  }, [leftMs])
  return Math.ceil(leftMs / 1_000)
}
