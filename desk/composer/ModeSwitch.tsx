import { Lock, Reply } from 'lucide-react'
import { useMembership } from '../workspace/membership.ts'
import type { Mode } from './drafts.ts'

/** Whether the customer will read it. A collaborator only writes notes. */
export function ModeSwitch({ mode, onChoose }: { mode: Mode; onChoose: (mode: Mode) => void }) {
  const { role } = useMembership()
  const choices = [
    { value: 'reply', name: 'Reply', icon: Reply, keys: 'r' },
    { value: 'note', name: 'Note', icon: Lock, keys: 'n' },
  ] as const
  return (
    <div role="radiogroup" aria-label="Who reads it" className="flex items-center gap-1 px-3 pt-1.5 max-sm:px-2">
      {choices
        .filter(({ value }) => value === 'note' || role !== 'collaborator')
        .map(({ value, name, icon: Icon, keys }) => (
          // biome-ignore lint/a11y/useSemanticElements: looks like a tab and moves the focus to the field
          <button
            key={value}
            type="button"
            role="radio"
            aria-checked={mode === value}
            title={`${name} (${keys})`}
            onClick={() => onChoose(value)}
            className="flex h-7 items-center gap-1.5 rounded px-2 text-sm text-muted hover:text-text aria-checked:font-semibold aria-checked:text-text pointer-coarse:h-9"
          >
            <Icon size={14} aria-hidden="true" />
            {name}
          </button>
        ))}
      {mode === 'note' && <span className="ml-auto text-xs text-on-note">Only the team sees this</span>}
    </div>
  )
}
