import { Field } from '@base-ui/react/field'
import { ChevronDown } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { controlClass, FieldFrame } from './TextField.tsx'

export type Choice<Value extends string = string> = { value: Value; label: string; isDisabled?: boolean }

export type SelectProps<Value extends string> = Omit<
  ComponentProps<'select'>,
  'onChange' | 'value' | 'defaultValue' | 'size'
> & {
  label: string
  name: string
  choices: readonly Choice<Value>[]
  value?: Value
  defaultValue?: Value
  onChoose?: (value: Value) => void
  hint?: ReactNode
  isLabelHidden?: boolean
}

/** The browser's own select: quick by keyboard, at home on a phone. */
export function Select<Value extends string>({
  label,
  name,
  choices,
  onChoose,
  hint,
  isLabelHidden,
  className,
  value,
  defaultValue,
  ...rest
}: SelectProps<Value>) {
  return (
    <FieldFrame {...{ label, name, hint, isLabelHidden, className }}>
      <div className="relative">
        <Field.Control
          value={value}
          defaultValue={defaultValue}
          onChange={(event) => {
            const chosen = choices.find((choice) => choice.value === event.currentTarget.value)
            if (chosen) onChoose?.(chosen.value)
          }}
          render={
            <select {...rest}>
              {choices.map((choice) => (
                <option key={choice.value} value={choice.value} disabled={choice.isDisabled}>
                  {choice.label}
                </option>
              ))}
            </select>
          }
          className={`h-8 appearance-none truncate pr-7 pointer-coarse:h-10 ${controlClass}`}
        />
        <ChevronDown
          size={16}
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 text-muted"
        />
      </div>
    </FieldFrame>
  )
}
