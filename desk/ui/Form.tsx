import { Form as Base } from '@base-ui/react/form'
import type { ReactNode } from 'react'

type FormProps<Values> = {
  /** The values by field name. Nothing is emptied: what was written stays until the form leaves the screen. */
  onSubmit: (values: Values) => void
  isBusy?: boolean
  /** What was wrong with which field. */
  errors?: Record<string, string>
  /** What was wrong with the whole. */
  problem?: string | null
  /** The buttons, at the end. */
  actions?: ReactNode
  className?: string
  children: ReactNode
}

export function Form<Values extends object>({
  onSubmit,
  isBusy,
  errors,
  problem,
  actions,
  className = '',
  children,
}: FormProps<Values>) {
  return (
    <Base<Values & Record<string, unknown>>
      noValidate
      errors={errors}
      onFormSubmit={(values) => {
        if (!isBusy) onSubmit(values)
      }}
      className={`flex flex-col gap-4 ${className}`}
    >
      {children}
      {problem && (
        <p role="alert" className="rounded bg-danger-soft px-3 py-2 text-sm text-danger">
          {problem}
        </p>
      )}
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </Base>
  )
}
