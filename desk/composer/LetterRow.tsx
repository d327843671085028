import { ChevronDown } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { ReplyRecipientsBody } from '#protocol/conversations.ts'
import { sayPeople, type Written } from '../letter/addresses.ts'
import { fieldNames, type LetterChoice, peopleOf, recipientFields } from './letter-choice.ts'

const LetterFields = lazy(() => import('./LetterFields.tsx').then((part) => ({ default: part.LetterFields })))

type LetterRowProps = {
  choice: LetterChoice
  proposed: ReplyRecipientsBody | undefined
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  onChange: (choice: LetterChoice) => void
}

/** Who gets the letter that is being written, in a line that unfolds what changes it. */
export function LetterRow({ choice, proposed, isOpen, onOpenChange }: Omit<LetterRowProps, 'onChange'>) {
  const people = peopleOf(choice, proposed)
  const said = recipientFields.filter((field) => field === 'to' || people[field].length > 0)
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      title="Change who gets it"
      onClick={() => onOpenChange(!isOpen)}
      className="ml-auto flex h-7 min-w-0 items-center gap-1 rounded px-1.5 text-sm text-muted hover:bg-hover hover:text-text pointer-coarse:h-9"
    >
      <span className="truncate">
        {said.map((field) => `${fieldNames[field]} ${sayPeople(people[field].map(asPerson))}`).join(' · ')}
        {choice.subject && ` · ${choice.subject}`}
      </span>
      <ChevronDown size={12} aria-hidden="true" className={`shrink-0 ${isOpen ? 'rotate-180' : ''}`} />
    </button>
  )
}

/** What it unfolds. */
export function LetterEnvelope({ choice, proposed, isOpen, onChange }: Omit<LetterRowProps, 'onOpenChange'>) {
  if (!isOpen) return null
  return (
    <div className="px-3 pt-1 max-sm:px-2">
      <Suspense fallback={<div className="h-32" />}>
        <LetterFields people={peopleOf(choice, proposed)} choice={choice} proposed={proposed} onChange={onChange} />
      </Suspense>
    </div>
  )
}

const asPerson = (one: Written) => ('wrong' in one ? { name: null, address: one.wrong } : one)
