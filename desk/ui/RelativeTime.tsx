import { useSyncExternalStore } from 'react'
import { sayAgo, sayExactly, saySpan, sayWhen } from './relative-time.ts'

type RelativeTimeProps = {
  /** An instant in UTC (RFC 3339). */
  at: string
  /** when: "12 min"; ago: "12 minutes ago", inside a sentence; span: how long ago, or until then, "3 hr". */
  as?: 'when' | 'ago' | 'span'
  className?: string
}

/** A time as people say it, exact on hover, kept true while it is looked at. */
export function RelativeTime({ at, as = 'when', className }: RelativeTimeProps) {
  const now = useNow()
  const instant = new Date(at)
  return (
    <time dateTime={at} title={sayExactly(instant)} className={className}>
      {say[as](instant, new Date(now))}
    </time>
  )
}

const say = {
  when: sayWhen,
  ago: sayAgo,
  span: (at: Date, now: Date) => saySpan(Math.abs(now.getTime() - at.getTime())),
}

const TICK_MS = 20_000
let now = Date.now()
let ticking: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

/** The time, in milliseconds since 1970; moves every twenty seconds, for all at once. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now)
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  if (listeners.size === 1) {
    now = Date.now()
    ticking = setInterval(tick, TICK_MS)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearInterval(ticking)
  }
}

function tick() {
  now = Date.now()
  for (const listener of listeners) listener()
}
