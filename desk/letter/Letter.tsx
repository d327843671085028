import { ShieldAlert } from 'lucide-react'
import { memo, type ReactNode, useState } from 'react'
import type { MessageBody } from '#protocol/conversations.ts'
import { Attachments } from '../conversation/Attachments.tsx'
import { type Form, LetterBody } from './LetterBody.tsx'
import { LetterHead } from './LetterHead.tsx'
import { LetterMatter } from './LetterMatter.tsx'
import { LetterMenu } from './LetterMenu.tsx'

type LetterProps = { letter: MessageBody; footing: ReactNode }

/** A message that came or goes by mail, as a mail program shows it. */
export const Letter = memo(function Letter({ letter, footing }: LetterProps) {
  const [form, setForm] = useState<Form>('written')
  const { kind, author, envelope } = letter
  const attachments = letter.attachments.filter(({ isInline }) => !isInline || form === 'plain' || !letter.hasHtml)
  return (
    <article
      aria-label={`Letter from ${author.name || 'somebody'}`}
      className={`flex flex-col pt-2 ${kind === 'inbound' ? 'pr-6' : 'items-stretch pl-6'} max-sm:px-0`}
    >
      <div
        className={`rounded border ${kind === 'inbound' ? 'bg-surface [--letter:var(--color-surface)]' : 'border-transparent bg-message-out [--letter:var(--color-message-out)]'}`}
      >
        <LetterHead letter={letter}>
          <LetterMenu letter={letter} form={form} onForm={setForm} />
        </LetterHead>
        {envelope?.isSenderDoubtful && <Doubtful address={envelope.from?.address} />}
        <LetterMatter letter={letter} />
        <LetterBody letter={letter} form={form} />
        {attachments.length > 0 && (
          <div className="border-t border-line px-3 py-1">
            <Attachments attachments={attachments} />
          </div>
        )}
      </div>
      {footing}
    </article>
  )
})

function Doubtful({ address = 'this address' }: { address?: string }) {
  return (
    <p className="mx-3 mb-1 flex items-start gap-2 rounded bg-danger-soft px-2 py-1 text-sm text-danger">
      <ShieldAlert size={16} aria-hidden="true" className="mt-0.5 shrink-0" />
      <span>
        This may not come from <bdi>{address}</bdi>: the sender could not be proven. Do not open links or change an
        order before you are sure.
      </span>
    </p>
  )
}
