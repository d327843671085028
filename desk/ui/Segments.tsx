import { useId } from 'react'

type SegmentsProps<Value extends string> = {
  label: string
  value: Value
  choices: readonly { value: Value; label: string }[]
  onChoose: (value: Value) => void
  className?: string
}

/** One of a few, side by side. */
export function Segments<Value extends string>({
  label,
  value,
  choices,
  onChoose,
  className = '',
}: SegmentsProps<Value>) {
  const name = useId()
  return (
    <fieldset className={`inline-flex shrink-0 rounded border bg-sunken p-0.5 ${className}`}>
      <legend className="sr-only">{label}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="relative flex h-6.5 items-center rounded-sm px-2 text-sm text-muted select-none hover:text-text has-checked:bg-surface has-checked:text-text has-checked:shadow-xs has-focus-visible:outline-2 has-focus-visible:outline-focus pointer-coarse:h-9"
        >
          <input
            type="radio"
            name={name}
            checked={choice.value === value}
            onChange={() => onChoose(choice.value)}
            className="sr-only"
          />
          {choice.label}
        </label>
      ))}
    </fieldset>
  )
}
