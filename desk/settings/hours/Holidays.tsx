import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { HOLIDAY_COUNTRIES, type HolidayBody, type OpeningHours } from '#protocol/promises.ts'
import { explain } from '../../problem.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { sayCode } from '../../ui/codes.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { useWorkspaceId } from '../../workspace/membership.ts'
import { holidaysQuery } from './queries.ts'
import { sayDate, todayIn } from './say-opening.ts'

type Chosen = OpeningHours['holidays']
type HolidaysProps = { holidays: Chosen; timeZone: string; onChange: (holidays: Chosen) => void }

const SHOWN_AT_FIRST = 6
const LANGUAGE_OF = { EE: 'et', FI: 'fi', LV: 'lv', LT: 'lt', SE: 'sv' } satisfies Record<
  HolidayBody['country'],
  string
>

/** Closed on public holidays of the chosen countries, but for those that are marked open. */
export function Holidays({ holidays, timeZone, onChange }: HolidaysProps) {
  const { countries } = holidays
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {HOLIDAY_COUNTRIES.map((country) => (
          <Checkbox
            key={country}
            label={sayCode('region', country)}
            isChecked={countries.includes(country)}
            onChange={(isIn) =>
              onChange({
                ...holidays,
                countries: HOLIDAY_COUNTRIES.filter((one) => (one === country ? isIn : countries.includes(one))),
              })
            }
          />
        ))}
      </div>
      {countries.length > 0 && <Upcoming holidays={holidays} timeZone={timeZone} onChange={onChange} />}
    </div>
  )
}

function Upcoming({ holidays, timeZone, onChange }: HolidaysProps) {
  const [isAllShown, showAll] = useState(false)
  const today = todayIn(timeZone)
  const { upcoming, isPending, error, retry } = useHolidays(holidays.countries, today)
  if (isPending) return <SkeletonRows count={3} label="The holidays are on their way" />
  if (error) {
    return <ErrorState title="The holidays could not be loaded" detail={explain(error)} onRetry={retry} />
  }
  const shown = isAllShown ? upcoming : upcoming.slice(0, SHOWN_AT_FIRST)
  const mark = (key: string, isOpen: boolean) =>
    onChange({
      ...holidays,
      open: isOpen ? [...holidays.open, key] : holidays.open.filter((one) => one !== key),
    })
  return (
    <div>
      <ul className="border-t" aria-label="Upcoming holidays">
        {shown.map((holiday) => (
          <HolidayRow
            key={`${holiday.key} ${holiday.date}`}
            holiday={holiday}
            isCountryTold={holidays.countries.length > 1}
            isOpen={holidays.open.includes(holiday.key)}
            onMark={(isOpen) => mark(holiday.key, isOpen)}
          />
        ))}
      </ul>
      {upcoming.length > SHOWN_AT_FIRST && (
        <Button variant="link" size="sm" className="mt-1 -ml-2" onClick={() => showAll(!isAllShown)}>
          {isAllShown ? 'Show fewer' : `Show all ${upcoming.length} of the next twelve months`}
        </Button>
      )}
    </div>
  )
}

type HolidayRowProps = {
  holiday: HolidayBody
  isCountryTold: boolean
  isOpen: boolean
  onMark: (isOpen: boolean) => void
}

function HolidayRow({ holiday, isCountryTold, isOpen, onMark }: HolidayRowProps) {
  const { name, englishName, country, date } = holiday
  const other = englishName === name ? [] : [englishName]
  return (
    <li className="flex min-h-12 items-center gap-3 border-b py-1.5">
      <div className="min-w-0 flex-1">
        <p lang={LANGUAGE_OF[country]}>{name}</p>
        <p className="text-sm text-muted">
          {[sayDate(date), ...other, ...(isCountryTold ? [sayCode('region', country)] : [])].join(' · ')}
        </p>
      </div>
      <Checkbox
        label={
          <span>
            Open<span className="sr-only"> on {name}</span>
          </span>
        }
        isChecked={isOpen}
        onChange={onMark}
      />
    </li>
  )
}

/** Of the next twelve months. */
function useHolidays(countries: Chosen['countries'], today: string) {
  const workspaceId = useWorkspaceId()
  const year = Number(today.slice(0, 4))
  const results = useQueries({
    queries: countries.flatMap((country) => [year, year + 1].map((one) => holidaysQuery(workspaceId, country, one))),
  })
  const inAYear = `${year + 1}${today.slice(4)}`
  const upcoming = results
    .flatMap(({ data }) => data?.holidays ?? [])
    .filter(({ date }) => date >= today && date < inAYear)
    .sort((a, b) => a.date.localeCompare(b.date) || a.country.localeCompare(b.country))
  return {
    upcoming,
    isPending: results.some((result) => result.isPending),
    error: results.find((result) => result.error)?.error,
    retry: () => {
      for (const result of results) if (result.error) void result.refetch()
    },
  }
}
