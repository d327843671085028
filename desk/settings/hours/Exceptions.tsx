import { CalendarX2, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { HoursException } from '#protocol/promises.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Row } from '../SettingsSection.tsx'
import { sayBlocks } from './draft.ts'
import { ExceptionForm } from './ExceptionForm.tsx'
import { sayDate, todayIn } from './say-opening.ts'

type ExceptionsProps = {
  exceptions: HoursException[]
  timeZone: string
  onChange: (exceptions: HoursException[]) => void
}

/** Days to come that are not like their weekday. Those that are over stay, but nobody needs to see them. */
export function Exceptions({ exceptions, timeZone, onChange }: ExceptionsProps) {
  const [editing, setEditing] = useState<HoursException | 'new' | null>(null)
  const today = todayIn(timeZone)
  const upcoming = exceptions.filter(({ date }) => date >= today)
  const put = (changed: HoursException, before?: HoursException) => {
    const others = exceptions.filter((one) => one !== before && one.date !== changed.date)
    onChange([...others, changed].sort((a, b) => a.date.localeCompare(b.date)))
    setEditing(null)
  }
  return (
    <>
      {upcoming.length > 0 && (
        <ul>
          {upcoming.map((exception) => (
            <Row
              key={exception.date}
              start={<CalendarX2 size={18} aria-hidden="true" className="text-muted" />}
              title={sayDate(exception.date)}
              detail={[sayBlocks(exception.blocks), ...Object.values(exception.note ?? {})].join(' · ')}
            >
              <IconButton
                icon={Pencil}
                size="sm"
                label={`Change ${sayDate(exception.date)}`}
                onClick={() => setEditing(exception)}
              />
              <IconButton
                icon={Trash2}
                size="sm"
                label={`Remove ${sayDate(exception.date)}`}
                onClick={() => onChange(exceptions.filter((one) => one !== exception))}
              />
            </Row>
          ))}
        </ul>
      )}
      <Button icon={Plus} className="self-start" onClick={() => setEditing('new')}>
        Add a day
      </Button>
      <Dialog
        title={editing === 'new' ? 'A day that is different' : 'Change the day'}
        isOpen={editing !== null}
        onOpenChange={() => setEditing(null)}
      >
        <ExceptionForm
          exception={editing === 'new' || editing === null ? undefined : editing}
          firstDate={today}
          onDone={(changed) => put(changed, editing === 'new' || editing === null ? undefined : editing)}
        />
      </Dialog>
    </>
  )
}
