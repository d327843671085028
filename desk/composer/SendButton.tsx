import { ChevronDown, CircleCheck, SendHorizontal } from 'lucide-react'
import { Button } from '../ui/Button.tsx'
import { keyNames } from '../ui/keys.ts'
import { Menu, MenuChoices, MenuItem, MenuLine } from '../ui/Menu.tsx'
import { useMembership } from '../workspace/membership.ts'
import type { Mode } from './drafts.ts'
import { useEnterSends } from './enter-sends.ts'
import { undoTimes, useUndoTime } from './undo-time.ts'

type SendProps = {
  mode: Mode
  maySend: boolean
  isClosed: boolean
  /** It goes by mail, and can be taken back for a while. */
  isLetter: boolean
  onSend: (thenClose?: boolean) => void
}

export function SendButton({ mode, maySend, isClosed, isLetter, onSend }: SendProps) {
  const { role } = useMembership()
  const [enterSends, setEnterSends] = useEnterSends()
  const [undoTime, setUndoTime] = useUndoTime()
  return (
    <span className="inline-flex">
      <Button
        variant="primary"
        size="sm"
        icon={SendHorizontal}
        disabled={!maySend}
        title={sayKeys(enterSends ? 'enter' : 'mod+enter')}
        onClick={() => onSend()}
        className="rounded-r-none"
      >
        {mode === 'note' ? 'Add note' : 'Send'}
      </Button>
      <Menu
        side="top"
        align="end"
        trigger={
          <Button
            variant="primary"
            size="sm"
            aria-label="More ways to send"
            className="rounded-l-none border-l-on-accent/30 px-1"
          >
            <ChevronDown size={16} aria-hidden="true" />
          </Button>
        }
      >
        {role !== 'collaborator' && (
          <>
            <MenuItem icon={CircleCheck} isDisabled={!maySend || isClosed} onSelect={() => onSend(true)}>
              {mode === 'note' ? 'Add note and close' : 'Send and close'}
            </MenuItem>
            <MenuLine />
          </>
        )}
        <MenuChoices
          label="Keys"
          value={enterSends ? 'enter' : 'mod'}
          choices={[
            { value: 'mod', label: `${sayKeys('mod+enter')} sends` },
            { value: 'enter', label: `${sayKeys('enter')} sends, ${sayKeys('shift+enter')} makes a line` },
          ]}
          onChoose={(keys) => setEnterSends(keys === 'enter')}
        />
        {isLetter && (
          <>
            <MenuLine />
            <MenuChoices
              label="Time to undo"
              value={String(undoTime)}
              choices={undoTimes.map((seconds) => ({
                value: String(seconds),
                label: seconds === 0 ? 'None: letters leave at once' : `${seconds} seconds`,
              }))}
              onChoose={(seconds) => setUndoTime(Number(seconds))}
            />
          </>
        )}
      </Menu>
    </span>
  )
}

const sayKeys = (keys: string) => keyNames(keys).join(' ')
