import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Tooltip } from './Tooltip.tsx'

export type IconButtonProps = Omit<ComponentProps<'button'>, 'children' | 'aria-label'> & {
  icon: LucideIcon
  /** Its accessible name, shown as a tooltip too. */
  label: string
  /** Shown in the tooltip, for example `e` or `mod+enter`. */
  shortcut?: string
  size?: 'sm' | 'md'
}

export function IconButton({ icon: Icon, label, shortcut, size = 'md', className = '', ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label} shortcut={shortcut}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={`inline-flex shrink-0 items-center justify-center rounded text-muted select-none enabled:hover:bg-hover enabled:hover:text-text disabled:opacity-50 aria-pressed:bg-selected aria-pressed:text-accent data-popup-open:bg-hover data-popup-open:text-text ${size === 'sm' ? 'size-7' : 'size-8'} pointer-coarse:size-10 ${className}`}
      >
        <Icon size={size === 'sm' ? 16 : 18} aria-hidden="true" />
      </button>
    </Tooltip>
  )
}
