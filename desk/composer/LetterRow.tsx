import { ChevronDown } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { ReplyRecipientsBody } from '#protocol/conversations.ts'
import { sayPeople, type Written } from '../letter/addresses.ts'
import { type LetterChoice, peopleOf, recipientFields } from './letter-choice.ts'

const LetterFields = lazy(() => import('./LetterFields.tsx').then((part) => ({ default: part.LetterFields })))

type LetterRowProps = {
  choice: LetterChoice
  proposed: ReplyRecipientsBody | undefined
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  onChange: (choice: LetterChoice) => void
}

/** Who gets the letter that is being written, in a line; unfolded it can be changed. */
export function LetterRow({ choice, proposed, isOpen, onOpenChange, onChange }: LetterRowProps) {
  const people = peopleOf(choice, proposed)
  return (
    <div className="px-3 max-sm:px-2">
      <button
        type="button"
        aria-expanded={isOpen}
        title="Change who gets it"
        onClick={() => onOpenChange(!isOpen)}
        className="flex h-6 max-w-full items-center gap-1 rounded px-1 text-sm text-muted hover:bg-hover hover:text-text pointer-coarse:h-9"
      >
        <span className="truncate">
          {recipientFields
            .filter((field) => field === 'to' || people[field].length > 0)
            .map((field) => `${fieldNames[field]} ${sayPeople(people[field].map(asPerson))}`)
            .join(' · ')}
          {choice.subject && ` · ${choice.subject}`}
        </span>
        <ChevronDown size={12} aria-hidden="true" className={`shrink-0 ${isOpen ? 'rotate-180' : ''}`} />
      </button>
      {isOpen && (
        <Suspense fallback={<div className="h-32" />}>
          <LetterFields people={people} choice={choice} proposed={proposed} onChange={onChange} />
        </Suspense>
      )}
    </div>
  )
}

export const fieldNames = { to: 'To', cc: 'Cc', bcc: 'Bcc' } as const

const asPerson = (one: Written) => ('wrong' in one ? { name: null, address: one.wrong } : one)
