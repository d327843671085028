import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import type { MessageKind } from '#protocol/conversations.ts'
import { Words } from './Words.tsx'

type BubbleProps = {
  kind: MessageKind
  /** Who and when; stands above the first message of a group. */
  heading?: ReactNode
  text: string
  /** What belongs to it. */
  children?: ReactNode
  /** How far it has come. */
  footing?: ReactNode
  isFirst: boolean
}

/** One message: the customer's on the left, the team's on the right, notes in amber with a lock and words. */
export function Bubble({ kind, heading, text, children, footing, isFirst }: BubbleProps) {
  const isOurs = kind !== 'inbound'
  return (
    <article className={`flex flex-col ${isOurs ? 'items-end' : 'items-start'} ${isFirst ? 'pt-3' : 'pt-0.5'}`}>
      {heading}
      <div className={`max-w-[min(36rem,85%)] min-w-0 rounded px-3 py-1.5 ${looks[kind]}`}>
        {kind === 'note' && isFirst && (
          <p className="mb-0.5 flex items-center gap-1 text-xs font-semibold text-on-note">
            <Lock size={12} aria-hidden="true" />
            Note: only the team sees this
          </p>
        )}
        {text !== '' && <Words text={text} />}
        {children}
      </div>
      {footing}
    </article>
  )
}

const looks: Record<MessageKind, string> = {
  inbound: 'bg-message-in',
  outbound: 'bg-message-out',
  note: 'border border-note-line bg-note',
}
