import { Dialog } from '../ui/Dialog.tsx'
import { Keys } from '../ui/Kbd.tsx'
import { type Shortcut, useShortcuts } from '../ui/shortcuts.ts'

type KeyboardHelpProps = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void }

/** All that the keyboard can do on this screen. */
export function KeyboardHelp(props: KeyboardHelpProps) {
  return (
    <Dialog title="Keyboard" description="What can be pressed on this screen" size="lg" {...props}>
      <Groups />
    </Dialog>
  )
}

function Groups() {
  const groups = Object.entries(Object.groupBy(unique(useShortcuts()), ({ group }) => group))
  return (
    <div className="columns-1 gap-8 sm:columns-2">
      {groups.map(([group, shortcuts = []]) => (
        <section key={group} className="mb-4 break-inside-avoid">
          <h3 className="mb-1 text-sm text-muted">{group}</h3>
          <dl>
            {shortcuts.map(({ keys, label }) => (
              <div key={keys} className="flex items-center justify-between gap-4 py-1">
                <dt>{label}</dt>
                <dd>
                  <Keys keys={keys} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}

/** The same ability may be bound twice while one screen gives way to another. */
const unique = (shortcuts: readonly Shortcut[]) => [
  ...new Map(shortcuts.map((one) => [`${one.group} ${one.keys}`, one])).values(),
]
