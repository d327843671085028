import { type Block, type HolidayCountry, type OpeningHours, WEEKDAYS, type WeeklyHours } from '#protocol/promises.ts'

const OFFICE: Block = { from: '09:00', to: '17:00' }

const COUNTRY_OF: Record<string, HolidayCountry> = {
  'Europe/Tallinn': 'EE',
  'Europe/Helsinki': 'FI',
  'Europe/Mariehamn': 'FI',
  'Europe/Riga': 'LV',
  'Europe/Vilnius': 'LT',
  'Europe/Stockholm': 'SE',
}

/** Nine to five, closed at weekends and on the holidays of where the shop seems to be. */
export function newHours(timeZone: string): OpeningHours {
  const country = COUNTRY_OF[timeZone]
  return {
    timeZone,
    weekly: {
      monday: [OFFICE],
      tuesday: [OFFICE],
      wednesday: [OFFICE],
      thursday: [OFFICE],
      friday: [OFFICE],
      saturday: [],
      sunday: [],
    },
    holidays: { countries: country ? [country] : [], open: [] },
    exceptions: [],
  }
}

/** One more stretch of a day: after the last one, if the day has room. */
export function nextBlock(blocks: readonly Block[]): Block {
  const last = blocks.at(-1)
  if (!last) return OFFICE
  const from = minutesOf(last.to) + 60
  return from < 23 * 60 && last.to > last.from ? { from: clock(from), to: clock(from + 60) } : { from: '', to: '' }
}

export const copyTo = (weekly: WeeklyHours, blocks: Block[], days: readonly (keyof WeeklyHours)[]): WeeklyHours => ({
  ...weekly,
  ...Object.fromEntries(days.map((day) => [day, blocks.map((block) => ({ ...block }))])),
})

/** What a stretch means that is not plain from its two times. */
export function hintOf({ from, to }: Block): string | undefined {
  if (from === '' || to === '') return undefined
  if (from === '00:00' && (to === '24:00' || to === '00:00')) return 'Round the clock'
  if (to === '00:00') return undefined
  if (to === from) return 'Round the clock, until the next day'
  return to < from ? 'Until the next day' : undefined
}

/** Two stretches of a day share time: nothing is wrong, but somebody may have mistyped. */
export function doOverlap(blocks: readonly Block[]): boolean {
  const spans = blocks.map(({ from, to }) => [minutesOf(from), endOf(from, to)] as const)
  return spans.some(([from, to], index) =>
    spans.some(([otherFrom, otherTo], other) => other > index && from < otherTo && otherFrom < to),
  )
}

/** Every time is written. */
export const isComplete = ({ weekly, exceptions }: OpeningHours): boolean =>
  [...WEEKDAYS.map((day) => weekly[day]), ...exceptions.map(({ blocks }) => blocks)]
    .flat()
    .every(({ from, to }) => from !== '' && to !== '')

/** "09:00–13:00 and 14:00–18:00" */
export function sayBlocks(blocks: readonly Block[]): string {
  if (blocks.length === 0) return 'Closed'
  return new Intl.ListFormat('en').format(
    blocks.map((block) => (hintOf(block)?.startsWith('Round') ? 'round the clock' : `${block.from}–${block.to}`)),
  )
}

function endOf(from: string, to: string): number {
  const end = minutesOf(to)
  return end > minutesOf(from) ? end : end + 24 * 60
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

const two = (value: number) => String(value).padStart(2, '0')
const clock = (minutes: number) => `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`
