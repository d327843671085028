import { useState } from 'react'
import type { ReplyRecipientsBody } from '#protocol/conversations.ts'
import { AddressField } from './AddressField.tsx'
import { fieldNames, type LetterChoice, type People, recipientFields, whyNotSent } from './letter-choice.ts'

type LetterFieldsProps = {
  people: People
  choice: LetterChoice
  proposed: ReplyRecipientsBody | undefined
  onChange: (choice: LetterChoice) => void
}

/** The envelope of a letter, to be changed. */
export function LetterFields({ people, choice, proposed, onChange }: LetterFieldsProps) {
  const [isChanged, setChanged] = useState(false)
  const problem = isChanged ? whyNotSent(people) : null
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-2 rounded border bg-surface px-2 py-1 text-sm">
      {recipientFields.map((field) => (
        <AddressField
          key={field}
          name={fieldNames[field]}
          people={people[field]}
          hasFocus={field === 'to'}
          onChange={(next) => {
            setChanged(true)
            onChange({ ...choice, people: { ...people, [field]: next } })
          }}
        />
      ))}
      <label htmlFor="letter-subject" className="text-muted">
        Subject
      </label>
      <input
        id="letter-subject"
        type="text"
        maxLength={500}
        value={choice.subject ?? proposed?.subject ?? ''}
        onChange={({ target }) => onChange({ ...choice, subject: target.value })}
        className="h-7 min-w-0 bg-transparent outline-hidden pointer-coarse:h-10"
      />
      {problem && (
        <p role="alert" className="col-span-2 pb-1 text-danger">
          {problem}
        </p>
      )}
    </div>
  )
}
