import { Menu as Base } from '@base-ui/react/menu'
import { Check, type LucideIcon } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { Keys } from './Kbd.tsx'

type MenuProps = {
  /** The button that opens it. */
  trigger: ReactElement
  side?: 'top' | 'right' | 'bottom' | 'left'
  align?: 'start' | 'center' | 'end'
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  children: ReactNode
}

export function Menu({ trigger, side = 'bottom', align = 'start', isOpen, onOpenChange, children }: MenuProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={onOpenChange && ((open) => onOpenChange(open))}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={4} collisionPadding={8} className="z-40 outline-hidden">
          <Base.Popup className="max-h-(--available-height) max-w-80 min-w-44 overflow-y-auto rounded border bg-raised py-1 shadow-floating outline-hidden transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

type MenuItemProps = {
  icon?: LucideIcon
  shortcut?: string
  isDanger?: boolean
  isDisabled?: boolean
  onSelect: () => void
  children: ReactNode
}

export function MenuItem({ icon: Icon, shortcut, isDanger = false, isDisabled, onSelect, children }: MenuItemProps) {
  return (
    <Base.Item disabled={isDisabled} onClick={onSelect} className={`${itemClass} ${isDanger ? 'text-danger' : ''}`}>
      {Icon && <Icon size={16} aria-hidden="true" className={isDanger ? '' : 'text-muted'} />}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {shortcut && <Keys keys={shortcut} />}
    </Base.Item>
  )
}

type MenuChoicesProps<Value extends string> = {
  label: string
  value: Value
  choices: readonly { value: Value; label: string; icon?: LucideIcon; start?: ReactNode }[]
  onChoose: (value: Value) => void
}

/** One of several, with a tick at the one that holds. */
export function MenuChoices<Value extends string>({ label, value, choices, onChoose }: MenuChoicesProps<Value>) {
  return (
    <Base.RadioGroup value={value} onValueChange={(chosen: Value) => onChoose(chosen)}>
      <MenuLabel>{label}</MenuLabel>
      {choices.map(({ value: choice, label: text, icon: Icon, start }) => (
        <Base.RadioItem key={choice} value={choice} closeOnClick className={itemClass}>
          {start}
          {Icon && <Icon size={16} aria-hidden="true" className="text-muted" />}
          <span className="min-w-0 flex-1 truncate">{text}</span>
          <Base.RadioItemIndicator>
            <Check size={16} aria-hidden="true" className="text-accent" />
          </Base.RadioItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <div className="px-3 pt-2 pb-1 text-xs text-muted">{children}</div>
}

export function MenuLine() {
  return <Base.Separator className="my-1 border-t" />
}

const itemClass =
  'flex min-h-8 items-center gap-2 px-3 text-base outline-hidden select-none pointer-coarse:min-h-11 data-disabled:opacity-50 data-highlighted:bg-hover'
