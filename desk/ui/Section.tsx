import { ChevronDown } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { keep, kept } from '../keeping.ts'

/** A part of the panel that can be folded away, and stays so in this browser. */
export function Section({ name, title, children }: { name: string; title: ReactNode; children: ReactNode }) {
  const key = `infolett.section.${name}`
  const [wasOpen] = useState(() => kept(key) !== 'folded')
  return (
    <details
      open={wasOpen}
      onToggle={({ currentTarget: { open } }) => {
        if (open !== (kept(key) !== 'folded')) keep(key, open ? 'open' : 'folded')
      }}
      className="group border-t"
    >
      <summary className="flex h-9 list-none items-center gap-2 px-4 text-sm font-semibold select-none hover:bg-hover pointer-coarse:h-11 [&::-webkit-details-marker]:hidden">
        <span className="flex min-w-0 flex-1 items-center gap-2">{title}</span>
        <ChevronDown size={16} aria-hidden="true" className="text-muted group-not-open:-rotate-90" />
      </summary>
      <div className="px-4 pb-3 text-sm">{children}</div>
    </details>
  )
}

/** Names on the left, what they are on the right. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">{children}</dl>
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="max-w-28 truncate text-muted" title={name}>
        {name}
      </dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </>
  )
}
