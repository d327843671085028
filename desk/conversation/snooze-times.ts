import { zonedInstant, zonedParts } from './zoned-time.ts'

export type SnoozeTime = { label: string; until: Date }

const MORNING = 9
const HOUR_MS = 3_600_000

/** When a conversation may come back, as a team says it, in the workspace's time zone. */
export function snoozeTimes(now: Date, timeZone: string): SnoozeTime[] {
  const { year, month, day, hour, weekday } = zonedParts(now, timeZone)
  const morning = (daysAhead: number) =>
    zonedInstant({ year, month, day: day + daysAhead, hour: MORNING, minute: 0 }, timeZone)
  const daysToMonday = (8 - weekday) % 7 || 7
  const times = [
    { label: 'Later today', until: new Date(Math.ceil((now.getTime() + 3 * HOUR_MS) / HOUR_MS) * HOUR_MS) },
    { label: 'Tomorrow', until: morning(1) },
    { label: 'Monday', until: morning(daysToMonday) },
    { label: 'In a week', until: morning(7) },
  ]
  return times.filter(
    ({ label, until }, index) =>
      (label !== 'Later today' || hour < 18) &&
      times.findIndex((other) => other.until.getTime() === until.getTime()) === index,
  )
}
