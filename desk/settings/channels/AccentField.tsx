import { MessageSquare } from 'lucide-react'
import { useId, useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { controlClass } from '../../ui/TextField.tsx'
import { accentWarning, inkOn, SPRUCE } from './contrast.ts'

const COLOUR = /^#[0-9a-f]{6}$/

type AccentFieldProps = { value: string; onChange: (colour: string) => void }

/** A colour, by eye or by its hex digits, with the chat button as it will look. */
export function AccentField({ value, onChange }: AccentFieldProps) {
  const [draft, setDraft] = useState(value)
  const id = useId()
  const isColour = COLOUR.test(draft)
  const warning = isColour ? accentWarning(draft) : 'Write a colour as # and six hex digits, for example #1f6f5c.'
  const change = (text: string) => {
    const colour = text.trim().toLowerCase()
    setDraft(colour)
    if (COLOUR.test(colour)) onChange(colour)
  }
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-sm font-semibold">Colour</legend>
      <div className="flex items-center gap-2">
        <input
          type="color"
          aria-label="Choose the colour by eye"
          value={value}
          onChange={(event) => change(event.currentTarget.value)}
          className="h-8 w-10 rounded border border-field bg-surface p-0.5 pointer-coarse:h-10"
        />
        <input
          aria-label="Colour in hex digits"
          aria-invalid={!isColour}
          aria-describedby={id}
          value={draft}
          onChange={(event) => change(event.currentTarget.value)}
          spellCheck={false}
          maxLength={7}
          className={`h-8 max-w-24 font-mono text-sm pointer-coarse:h-10 pointer-coarse:max-w-28 ${controlClass}`}
        />
        <span
          aria-hidden="true"
          style={{ background: value, color: inkOn(value) }}
          className="ml-2 inline-flex size-8 items-center justify-center rounded-full"
        >
          <MessageSquare size={16} />
        </span>
        {value !== SPRUCE && (
          <Button size="sm" variant="link" onClick={() => change(SPRUCE)}>
            Spruce green again
          </Button>
        )}
      </div>
      <p id={id} role="status" className={`text-sm ${isColour ? 'text-waiting' : 'text-danger'}`}>
        {warning}
      </p>
    </fieldset>
  )
}
