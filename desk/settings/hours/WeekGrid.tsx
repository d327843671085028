import { Copy } from 'lucide-react'
import { WEEKDAYS, type Weekday, type WeeklyHours } from '#protocol/promises.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu, MenuItem, MenuLine } from '../../ui/Menu.tsx'
import { AddBlock, Blocks } from './Blocks.tsx'
import { copyTo, sayBlocks } from './draft.ts'

type WeekGridProps = { weekly: WeeklyHours; onChange: (weekly: WeeklyHours) => void }

export function WeekGrid({ weekly, onChange }: WeekGridProps) {
  return (
    <ul className="flex flex-col">
      {WEEKDAYS.map((day) => (
        <DayRow key={day} day={day} weekly={weekly} onChange={onChange} />
      ))}
    </ul>
  )
}

function DayRow({ day, weekly, onChange }: WeekGridProps & { day: Weekday }) {
  const of = capital(day)
  const blocks = weekly[day]
  const set = (changed: typeof blocks) => onChange({ ...weekly, [day]: changed })
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-1 border-b py-2 last:border-b-0">
      <h4 className="flex h-8 w-24 items-center font-semibold pointer-coarse:h-10 max-sm:flex-1">{of}</h4>
      <div className="min-w-0 max-sm:order-last max-sm:w-full sm:flex-1">
        <Blocks of={of} blocks={blocks} onChange={set} />
      </div>
      <div className="flex h-8 items-center gap-1 pointer-coarse:h-10">
        <AddBlock of={of} blocks={blocks} onChange={set} />
        <CopyDay day={day} weekly={weekly} onChange={onChange} />
      </div>
    </li>
  )
}

function CopyDay({ day, weekly, onChange }: WeekGridProps & { day: Weekday }) {
  const others = WEEKDAYS.filter((other) => other !== day)
  const copy = (days: readonly Weekday[]) => onChange(copyTo(weekly, weekly[day], days))
  return (
    <Menu align="end" trigger={<IconButton icon={Copy} size="sm" label={`Copy ${capital(day)} to other days`} />}>
      <MenuItem onSelect={() => copy(WEEKDAYS.slice(0, 5))}>To Monday to Friday</MenuItem>
      <MenuItem onSelect={() => copy(WEEKDAYS.slice(5))}>To the weekend</MenuItem>
      <MenuItem onSelect={() => copy(WEEKDAYS)}>To every day</MenuItem>
      <MenuLine />
      {others.map((other) => (
        <MenuItem key={other} onSelect={() => copy([other])}>
          <span className="flex items-baseline gap-6">
            <span className="flex-1">To {capital(other)}</span>
            <span className="text-sm text-muted">{sayBlocks(weekly[other])}</span>
          </span>
        </MenuItem>
      ))}
    </Menu>
  )
}

const capital = (word: string) => `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`
