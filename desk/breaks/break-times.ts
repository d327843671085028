import { zonedInstant, zonedParts } from '../conversation/zoned-time.ts'

const MINUTE_MS = 60_000
const ROUND_MS = 5 * MINUTE_MS

/** When one may be back: in so many minutes, on a round five. */
export function breakTimes(now: Date): { minutes: number; until: Date }[] {
  return [10, 15, 30, 60].map((minutes) => {
    const end = now.getTime() + minutes * MINUTE_MS
    return { minutes, until: new Date(Math.ceil(end / ROUND_MS) * ROUND_MS) }
  })
}

/** "14:30" */
export const sayClock = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(at)

/** The next time that a clock there shows this: today, or tomorrow when it is over. */
export function nextAt(clock: string, now: Date, timeZone: string): Date | undefined {
  const [hour, minute] = clock.split(':').map(Number)
  if (hour === undefined || minute === undefined || Number.isNaN(hour + minute)) return undefined
  const { year, month, day } = zonedParts(now, timeZone)
  const today = zonedInstant({ year, month, day, hour, minute }, timeZone)
  return today > now ? today : zonedInstant({ year, month, day: day + 1, hour, minute }, timeZone)
}
