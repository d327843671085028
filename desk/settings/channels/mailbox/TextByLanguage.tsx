import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { languageChoices } from '../../../ui/regional.ts'
import { Select } from '../../../ui/Select.tsx'
import { TextArea } from '../../../ui/TextField.tsx'
import { useMembership } from '../../../workspace/membership.ts'

type TextByLanguageProps = {
  /** "Words of the acknowledgement" */
  what: string
  texts: Record<string, string>
  onChange: (texts: Record<string, string>) => void
}

/** A text in as many languages as are written; for the others there is one that Infolett brings along. */
export function TextByLanguage({ what, texts, onChange }: TextByLanguageProps) {
  const { workspace } = useMembership()
  const choices = languageChoices(workspace.language).filter(({ value }) => !(value in texts))
  const [next, setNext] = useState(workspace.language)
  const added = choices.some(({ value }) => value === next) ? next : choices[0]?.value
  return (
    <fieldset className="flex flex-col gap-3 border-l-2 pl-3">
      <legend className="sr-only">{what}</legend>
      {Object.keys(texts).length === 0 && (
        <p className="text-sm text-muted">Infolett’s own words, in the customer’s language.</p>
      )}
      {Object.entries(texts).map(([language, text]) => (
        <div key={language} className="flex items-start gap-1">
          <TextArea
            label={languageChoices(language).find(({ value }) => value === language)?.label ?? language}
            name={`${what} ${language}`}
            value={text}
            onChange={({ currentTarget }) => onChange({ ...texts, [language]: currentTarget.value })}
            maxLength={2_000}
            className="flex-1"
            required
            missing="Write something, or take this language away."
          />
          <IconButton
            icon={X}
            label={`Take ${language} away`}
            onClick={() => onChange(Object.fromEntries(Object.entries(texts).filter(([one]) => one !== language)))}
          />
        </div>
      ))}
      {added && (
        <div className="flex items-end gap-2">
          <Select
            label={`Language of the ${what.toLowerCase()}`}
            isLabelHidden
            name={`next ${what}`}
            choices={choices}
            value={added}
            onChoose={setNext}
            className="min-w-0 flex-1"
          />
          <Button icon={Plus} onClick={() => onChange({ ...texts, [added]: '' })}>
            Own words
          </Button>
        </div>
      )}
    </fieldset>
  )
}
