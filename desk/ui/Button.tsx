import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Spinner } from './Spinner.tsx'

type Variant = 'primary' | 'plain' | 'quiet' | 'link' | 'danger'

export type ButtonProps = ComponentProps<'button'> & {
  /** primary: the one thing to do here; plain: others; quiet: without a border, in toolbars; link: another way; danger: takes away. */
  variant?: Variant
  size?: 'sm' | 'md'
  icon?: LucideIcon
  /** Under way: stays in place and in focus, but does not act again. */
  isBusy?: boolean
}

export function Button({
  variant = 'plain',
  size = 'md',
  icon: Icon,
  isBusy = false,
  className = '',
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={isBusy || undefined}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
      className={`inline-flex shrink-0 items-center justify-center gap-1.5 rounded border font-[inherit] whitespace-nowrap select-none disabled:opacity-50 ${sizes[size]} ${variants[variant]} ${className}`}
    >
      {isBusy ? <Spinner /> : Icon && <Icon size={16} aria-hidden="true" />}
      {children}
    </button>
  )
}

const sizes = {
  sm: 'h-7 px-2 text-sm pointer-coarse:h-9',
  md: 'h-8 px-3 text-base pointer-coarse:h-10',
}

const variants: Record<Variant, string> = {
  primary: 'border-transparent bg-accent text-on-accent enabled:hover:bg-accent-hover',
  plain: 'border-border bg-surface text-text enabled:hover:bg-hover',
  quiet: 'border-transparent text-text enabled:hover:bg-hover',
  link: 'border-transparent text-accent enabled:hover:bg-accent-soft',
  danger: 'border-border bg-surface text-danger enabled:hover:bg-danger-soft',
}
