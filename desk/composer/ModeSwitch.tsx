import { Lock, type LucideIcon, Reply, ReplyAll } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMembership } from '../workspace/membership.ts'
import type { Mode } from './drafts.ts'

/** reply-all: the letter goes to everybody who got the one that it answers. */
export type Answer = Mode | 'reply-all'

type ModeSwitchProps = {
  answer: Answer
  hasOthers: boolean
  onChoose: (answer: Answer) => void
  /** Who gets it, at the end of the line. */
  children?: ReactNode
}

/** Whether the customer will read it, and who else. A collaborator only writes notes. */
export function ModeSwitch({ answer, hasOthers, onChoose, children }: ModeSwitchProps) {
  const { role } = useMembership()
  const offered: Answer[] =
    role === 'collaborator' ? ['note'] : hasOthers ? ['reply', 'reply-all', 'note'] : ['reply', 'note']
  return (
    <div className="flex items-center gap-1 px-3 pt-1.5 max-sm:px-2">
      <div role="radiogroup" aria-label="Who reads it" className="flex shrink-0 items-center gap-1">
        {offered.map((value) => {
          const { name, icon: Icon, keys } = answers[value]
          return (
            // biome-ignore lint/a11y/useSemanticElements: looks like a tab and moves the focus to the field
            <button
              key={value}
              type="button"
              role="radio"
              aria-checked={answer === value}
              title={keys ? `${name} (${keys})` : name}
              onClick={() => onChoose(value)}
              className="flex h-7 items-center gap-1.5 rounded px-2 text-sm text-muted hover:text-text aria-checked:font-semibold aria-checked:text-text pointer-coarse:h-9"
            >
              <Icon size={14} aria-hidden="true" />
              {name}
            </button>
          )
        })}
      </div>
      {children}
      {answer === 'note' && <span className="ml-auto truncate text-xs text-on-note">Only the team sees this</span>}
    </div>
  )
}

const answers: Record<Answer, { name: string; icon: LucideIcon; keys?: string }> = {
  reply: { name: 'Reply', icon: Reply, keys: 'r' },
  'reply-all': { name: 'Reply all', icon: ReplyAll, keys: '⇧R' },
  note: { name: 'Note', icon: Lock, keys: 'n' },
}
