import { Field } from '@base-ui/react/field'
import { type ComponentProps, type ReactNode, useState } from 'react'
import { Button } from './Button.tsx'

type FieldProps = {
  label: string
  name: string
  /** What to write, below the label; never only in the placeholder. */
  hint?: ReactNode
  /** Shown instead of the browser's own sentence when nothing was written. */
  missing?: string
  /** Gives a sentence when the value will not do, else null. */
  check?: (value: string) => string | null
  isLabelHidden?: boolean
  className?: string
}

export type TextFieldProps = FieldProps & Omit<ComponentProps<'input'>, keyof FieldProps>

export function TextField({ label, name, hint, missing, check, isLabelHidden, className, ...input }: TextFieldProps) {
  return (
    <FieldFrame {...{ label, name, hint, missing, check, isLabelHidden, className }}>
      <Field.Control {...input} className={`h-8 pointer-coarse:h-10 ${controlClass}`} />
    </FieldFrame>
  )
}

export type TextAreaProps = FieldProps & Omit<ComponentProps<'textarea'>, keyof FieldProps>

export function TextArea({ label, name, hint, missing, check, isLabelHidden, className, ...area }: TextAreaProps) {
  return (
    <FieldFrame {...{ label, name, hint, missing, check, isLabelHidden, className }}>
      <Field.Control
        render={<textarea rows={3} {...area} />}
        defaultValue={area.defaultValue}
        className={`py-1.5 ${controlClass}`}
      />
    </FieldFrame>
  )
}

/** A password that its writer may look at. `autoComplete` tells password managers which one it is. */
export function PasswordField(
  props: Omit<TextFieldProps, 'type'> & { autoComplete: 'current-password' | 'new-password' },
) {
  const [isShown, setIsShown] = useState(false)
  const { label, name, hint, missing, check, isLabelHidden, className, ...input } = props
  return (
    <FieldFrame {...{ label, name, hint, missing, check, isLabelHidden, className }}>
      <div className="relative">
        <Field.Control
          {...input}
          type={isShown ? 'text' : 'password'}
          spellCheck={false}
          autoCapitalize="none"
          className={`h-8 pr-16 pointer-coarse:h-10 ${controlClass}`}
        />
        <Button
          variant="quiet"
          size="sm"
          aria-pressed={isShown}
          aria-label={isShown ? 'Hide the password' : 'Show the password'}
          className="absolute top-0.5 right-0.5"
          onClick={() => setIsShown(!isShown)}
        >
          {isShown ? 'Hide' : 'Show'}
        </Button>
      </div>
    </FieldFrame>
  )
}

/** Label, control, hint and what was wrong, tied together for screen readers. */
export function FieldFrame({
  label,
  name,
  hint,
  missing,
  check,
  isLabelHidden,
  className = '',
  children,
}: FieldProps & { children: ReactNode }) {
  return (
    <Field.Root
      name={name}
      validate={check ? (value) => (typeof value === 'string' && value !== '' ? check(value) : null) : undefined}
      className={`flex flex-col gap-1 ${className}`}
    >
      <Field.Label className={isLabelHidden ? 'sr-only' : 'text-sm font-semibold'}>{label}</Field.Label>
      {children}
      <Field.Validity>
        {({ validity }) =>
          validity.valueMissing && missing ? (
            <Field.Error className={errorClass}>{missing}</Field.Error>
          ) : (
            <Field.Error className={errorClass} />
          )
        }
      </Field.Validity>
      {hint && <Field.Description className="text-sm text-muted">{hint}</Field.Description>}
    </Field.Root>
  )
}

const errorClass = 'text-sm text-danger'

export const controlClass =
  'w-full rounded border border-field bg-surface px-2 text-text focus:outline-2 focus:-outline-offset-1 focus:outline-focus disabled:opacity-60 data-invalid:border-danger'
