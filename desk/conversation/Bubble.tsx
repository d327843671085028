import { Lock } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import type { MessageKind } from '#protocol/conversations.ts'
import { pieces } from './links.ts'

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

const Words = memo(function Words({ text }: { text: string }) {
  return (
    <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
      {pieces(text).map((piece, index) =>
        piece.type === 'text' ? (
          piece.text
        ) : (
          <a
            // biome-ignore lint/suspicious/noArrayIndexKey: a text does not change its pieces
            key={index}
            href={piece.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="text-accent underline underline-offset-2"
          >
            {piece.text}
          </a>
        ),
      )}
    </p>
  )
})
