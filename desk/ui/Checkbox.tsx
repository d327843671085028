import { type ReactNode, useId } from 'react'

type CheckboxProps = {
  label: ReactNode
  hint?: string
  isChecked: boolean
  onChange: (isChecked: boolean) => void
  isDisabled?: boolean
}

export function Checkbox({ label, hint, isChecked, onChange, isDisabled }: CheckboxProps) {
  const hintId = useId()
  return (
    <label className="flex min-h-6 items-start gap-2 pointer-coarse:min-h-10 pointer-coarse:items-center">
      <input
        type="checkbox"
        checked={isChecked}
        disabled={isDisabled}
        aria-describedby={hint ? hintId : undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
        className="mt-0.5 size-4 shrink-0 accent-accent pointer-coarse:mt-0 pointer-coarse:size-5"
      />
      <span className="flex min-w-0 flex-col">
        {label}
        {hint && (
          <span id={hintId} className="text-sm text-muted">
            {hint}
          </span>
        )}
      </span>
    </label>
  )
}
