import type { HoursPreviewBody } from '#protocol/promises.ts'
import { zonedParts } from '../../conversation/zoned-time.ts'

const LOCALE = 'en-GB'
const DAY_MS = 24 * 60 * 60 * 1000

/** "Closed now. Opens Monday 09:00." */
export function sayOpening({ isOpen, nextOpening, closesAt }: HoursPreviewBody, now: Date, timeZone: string): string {
  if (isOpen)
    return closesAt ? `Open now, until ${sayMoment(new Date(closesAt), now, timeZone)}.` : 'Open now, round the clock.'
  return nextOpening
    ? `Closed now. Opens ${sayMoment(new Date(nextOpening), now, timeZone)}.`
    : 'Closed, and never opens.'
}

/** "17:00", "tomorrow 09:00", "Monday 09:00", "Monday 4 January 09:00" on the clocks of that time zone. */
function sayMoment(at: Date, now: Date, timeZone: string): string {
  const days = dayNumber(at, timeZone) - dayNumber(now, timeZone)
  const clock = format(at, { hour: '2-digit', minute: '2-digit', timeZone })
  if (days === 0) return clock
  if (days === 1) return `tomorrow ${clock}`
  const day =
    days < 7
      ? { weekday: 'long' as const }
      : { weekday: 'long' as const, day: 'numeric' as const, month: 'long' as const }
  return `${format(at, { ...day, timeZone })} ${clock}`
}

/** "Thursday 24 December 2026" */
export const sayDate = (date: string): string =>
  format(new Date(`${date}T12:00:00Z`), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).replace(',', '')

/** `2026-12-24`, there. */
export function todayIn(timeZone: string): string {
  const { year, month, day } = zonedParts(new Date(), timeZone)
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

function dayNumber(at: Date, timeZone: string): number {
  const { year, month, day } = zonedParts(at, timeZone)
  return Date.UTC(year, month - 1, day) / DAY_MS
}

const format = (at: Date, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(LOCALE, options).format(at)
