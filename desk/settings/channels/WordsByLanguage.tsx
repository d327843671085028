import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextArea, TextField } from '../../ui/TextField.tsx'
import { type ChatLook, spokenChoices } from './chat-look.ts'

type Words = Pick<ChatLook, 'greetings' | 'launcherLabels'>
type WordsByLanguageProps = Words & {
  /** `language`: the one that was written in. */ onChange: (words: Partial<Words>, language?: string) => void
}

/** What the shop says in the languages of its visitors: the greeting, and words beside the chat button. */
export function WordsByLanguage({ greetings, launcherLabels, onChange }: WordsByLanguageProps) {
  const choices = spokenChoices()
  const hasWords = (language: string) => language in greetings || language in launcherLabels
  const others = choices.filter(({ value }) => !hasWords(value))
  const [next, setNext] = useState('')
  const added = others.find(({ value }) => value === next)?.value ?? others[0]?.value
  const without = (texts: Record<string, string>, language: string) =>
    Object.fromEntries(Object.entries(texts).filter(([one]) => one !== language))
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 text-sm font-semibold">Words by language</legend>
      <p className="text-sm text-muted">
        A visitor reads their own language: the page’s, else the browser’s. A language without words of yours has the
        greeting above, and no words beside the chat button.
      </p>
      {choices
        .filter(({ value }) => hasWords(value))
        .map(({ value: language, label }) => (
          <section key={language} aria-label={label} className="flex flex-col gap-2 border-l-2 pl-3">
            <header className="flex items-center gap-2">
              <h4 className="min-w-0 flex-1 text-sm font-semibold">{label}</h4>
              <IconButton
                icon={X}
                size="sm"
                label={`Take ${label} away`}
                onClick={() =>
                  onChange({
                    greetings: without(greetings, language),
                    launcherLabels: without(launcherLabels, language),
                  })
                }
              />
            </header>
            <TextArea
              label="Greeting"
              name={`greeting ${language}`}
              value={greetings[language] ?? ''}
              onChange={({ currentTarget }) =>
                onChange({ greetings: { ...greetings, [language]: currentTarget.value } }, language)
              }
              maxLength={500}
              rows={2}
            />
            <TextField
              label="Beside the chat button"
              name={`label ${language}`}
              value={launcherLabels[language] ?? ''}
              onChange={({ currentTarget }) =>
                onChange({ launcherLabels: { ...launcherLabels, [language]: currentTarget.value } }, language)
              }
              maxLength={40}
            />
          </section>
        ))}
      {added && (
        <div className="flex items-end gap-2">
          <Select
            label="Another language"
            isLabelHidden
            name="next language"
            choices={others}
            value={added}
            onChoose={setNext}
            className="min-w-0 flex-1"
          />
          <Button icon={Plus} onClick={() => onChange({ greetings: { ...greetings, [added]: '' } }, added)}>
            Add the language
          </Button>
        </div>
      )}
    </fieldset>
  )
}
