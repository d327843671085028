import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ReactElement, type ReactNode, useRef } from 'react'
import { IconButton } from './IconButton.tsx'

type DialogProps = {
  title: string
  description?: ReactNode
  /** Opens it; leave out and steer with `isOpen`. */
  trigger?: ReactElement
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  /** xl: two columns beside each other. */
  size?: 'md' | 'lg' | 'xl'
  children: ReactNode
}

/** Floats above the page; takes the whole width on a phone. Its contents live only while it is open. */
export function Dialog({ title, description, trigger, isOpen, onOpenChange, size = 'md', children }: DialogProps) {
  const body = useRef<HTMLDivElement>(null)
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open={isOpen} onOpenChange={onOpenChange && ((open) => onOpenChange(open))}>
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-backdrop transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          ref={popup}
          // To what the dialog is for; not to a field by touch, which would bring up the keyboard unasked.
          initialFocus={(opened) => (opened === 'touch' ? popup.current : (findFirst(body.current) ?? popup.current))}
          className={`fixed z-40 flex max-h-[85dvh] flex-col rounded bg-raised shadow-floating outline-hidden transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0 max-sm:inset-x-0 max-sm:bottom-0 max-sm:rounded-b-none sm:top-[12vh] sm:left-1/2 sm:w-[calc(100vw-2rem)] sm:-translate-x-1/2 ${widths[size]}`}
        >
          <header className="flex items-start gap-2 border-b py-2 pr-2 pl-4">
            <div className="min-w-0 flex-1 py-1">
              <Base.Title className="text-base font-semibold">{title}</Base.Title>
              {description && <Base.Description className="text-sm text-muted">{description}</Base.Description>}
            </div>
            <Base.Close render={<IconButton icon={X} label="Close" />} />
          </header>
          <div ref={body} className="overflow-y-auto p-4 pb-[max(1rem,env(safe-area-inset-bottom))]">
            {children}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

const widths = { md: 'sm:max-w-112', lg: 'sm:max-w-160', xl: 'sm:max-w-160 lg:top-[7vh] lg:max-w-280' }

const findFirst = (place: HTMLElement | null) =>
  place?.querySelector<HTMLElement>('input, select, textarea, button, a[href]')

/** A button that closes the dialog around it. */
export function DialogClose({ render }: { render: ReactElement }) {
  return <Base.Close render={render} />
}
