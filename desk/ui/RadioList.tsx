import { type ReactNode, useId } from 'react'

type RadioListProps<Value extends string> = {
  label: string
  value: Value
  choices: readonly { value: Value; label: string; hint?: ReactNode }[]
  onChoose: (value: Value) => void
}

/** One of a few that need a sentence each. */
export function RadioList<Value extends string>({ label, value, choices, onChoose }: RadioListProps<Value>) {
  const name = useId()
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 text-sm font-semibold">{label}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className="flex items-start gap-2">
          <input
            type="radio"
            name={name}
            checked={choice.value === value}
            onChange={() => onChoose(choice.value)}
            aria-describedby={choice.hint ? `${name}-${choice.value}` : undefined}
            className="mt-0.5 size-4 shrink-0 accent-accent"
          />
          <span>
            {choice.label}
            {choice.hint && (
              <span id={`${name}-${choice.value}`} className="block text-sm text-muted">
                {choice.hint}
              </span>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
