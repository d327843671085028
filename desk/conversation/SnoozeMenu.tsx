import { AlarmClock, AlarmClockOff, CalendarClock } from 'lucide-react'
import { useState } from 'react'
import type { InboxItemBody } from '#protocol/conversations.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Form } from '../ui/Form.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Menu, MenuItem, MenuLine } from '../ui/Menu.tsx'
import { useShortcut } from '../ui/shortcuts.ts'
import { TextField } from '../ui/TextField.tsx'
import { useMembership } from '../workspace/membership.ts'
import { sayTime } from './say-time.ts'
import { snoozeTimes } from './snooze-times.ts'
import { useActs } from './useConversation.ts'
import { readWallTime, wallTime, zonedInstant } from './zoned-time.ts'

/** Lets a conversation sleep until a time that makes sense, in the workspace's time zone. */
export function SnoozeMenu({ conversation }: { conversation: InboxItemBody }) {
  const { timeZone } = useMembership().workspace
  const acts = useActs(conversation.id)
  const [isOpen, setOpen] = useState(false)
  const [isChoosing, setChoosing] = useState(false)
  const snooze = (until: Date) => acts.snooze(until, sayTime(until, timeZone))
  useShortcut({ keys: 's', label: 'Snooze', group: 'Conversation' }, () => setOpen(true))
  return (
    <>
      <Menu
        align="end"
        isOpen={isOpen}
        onOpenChange={setOpen}
        trigger={<IconButton icon={AlarmClock} label="Snooze" shortcut="s" />}
      >
        {isOpen &&
          snoozeTimes(new Date(), timeZone).map(({ label, until }) => (
            <MenuItem key={label} icon={AlarmClock} onSelect={() => snooze(until)}>
              <span className="flex items-baseline gap-6">
                <span className="flex-1">{label}</span>
                <span className="text-sm text-muted tabular-nums">{sayTime(until, timeZone)}</span>
              </span>
            </MenuItem>
          ))}
        <MenuItem icon={CalendarClock} onSelect={() => setChoosing(true)}>
          Another time…
        </MenuItem>
        {conversation.status === 'snoozed' && (
          <>
            <MenuLine />
            <MenuItem icon={AlarmClockOff} onSelect={acts.wake}>
              Wake it now
            </MenuItem>
          </>
        )}
      </Menu>
      <Dialog
        title="Snooze until"
        description={`Times are those of ${timeZone}.`}
        isOpen={isChoosing}
        onOpenChange={setChoosing}
      >
        <TimeForm
          timeZone={timeZone}
          onChoose={(until) => {
            setChoosing(false)
            void snooze(until)
          }}
        />
      </Dialog>
    </>
  )
}

function TimeForm({ timeZone, onChoose }: { timeZone: string; onChoose: (until: Date) => void }) {
  const [now] = useState(() => new Date())
  const tomorrow = snoozeTimes(now, timeZone).find(({ label }) => label === 'Tomorrow')?.until ?? now
  return (
    <Form<{ until: string }>
      onSubmit={({ until }) => {
        const time = readWallTime(until)
        if (time) onChoose(zonedInstant(time, timeZone))
      }}
      actions={
        <Button type="submit" variant="primary">
          Snooze
        </Button>
      }
    >
      <TextField
        label="Day and time"
        name="until"
        type="datetime-local"
        required
        missing="Choose a day and a time."
        defaultValue={wallTime(tomorrow, timeZone)}
        min={wallTime(now, timeZone)}
        check={(value) => {
          const time = readWallTime(value)
          return time && zonedInstant(time, timeZone) > new Date() ? null : 'Choose a time that is still to come.'
        }}
      />
    </Form>
  )
}
