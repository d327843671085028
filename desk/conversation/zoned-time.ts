/** A time as a clock on the wall of that time zone shows it; `month` from 1, `day` may run over its month. */
export type WallTime = { year: number; month: number; day: number; hour: number; minute: number }

/** @returns also `weekday`: 1 Monday … 7 Sunday */
export function zonedParts(at: Date, timeZone: string): WallTime & { weekday: number } {
  const local = new Date(at.getTime() + offsetMs(at, timeZone))
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    weekday: local.getUTCDay() || 7,
  }
}

/** The instant at which that clock shows this time; a time that summer time skips becomes the hour after it. */
export function zonedInstant({ year, month, day, hour, minute }: WallTime, timeZone: string): Date {
  const wall = Date.UTC(year, month - 1, day, hour, minute)
  const guess = wall - offsetMs(new Date(wall), timeZone)
  return new Date(wall - offsetMs(new Date(guess), timeZone))
}

/** How far the clocks of that time zone are ahead of UTC at that instant. */
function offsetMs(at: Date, timeZone: string): number {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at.getTime() / 1_000) * 1_000
}

/** As a field of type datetime-local has it: `2026-11-20T09:00`. */
export function wallTime(at: Date, timeZone: string): string {
  const { year, month, day, hour, minute } = zonedParts(at, timeZone)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`
}

export function readWallTime(text: string): WallTime | undefined {
  const [year, month, day, hour, minute] = text.split(/[-T:]/).map(Number)
  if (!year || !month || !day || hour === undefined || minute === undefined) return undefined
  return { year, month, day, hour, minute }
}
