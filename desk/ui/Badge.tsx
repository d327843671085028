import type { ReactNode } from 'react'

type Tone = 'plain' | 'accent' | 'danger' | 'note' | 'outline'

/** A word or a number beside a name. */
export function Badge({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={`inline-flex h-5 shrink-0 items-center gap-1 rounded px-1.5 text-xs whitespace-nowrap tabular-nums ${tones[tone]}`}
    >
      {children}
    </span>
  )
}

const tones: Record<Tone, string> = {
  plain: 'bg-hover text-muted',
  accent: 'bg-accent-soft text-accent',
  danger: 'bg-danger-soft text-danger',
  note: 'bg-note text-on-note',
  outline: 'border border-border text-muted',
}
