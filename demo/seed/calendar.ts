const DAY_MILLISECONDS = 24 * 60 * 60 * 1000
const WEEK_MILLISECONDS = 7 * DAY_MILLISECONDS

/** How long after its own time something of the invented autumn happened, in milliseconds. */
export type Shift = number

export const minutes = (count: number): number => count * 60_000
export const seconds = (count: number): number => count * 1000

export const later = (at: Date, milliseconds: number): Date => new Date(at.getTime() + milliseconds)

/** By whole days, so that hours of the day stay. */
export const shiftToDaysAgo = (at: Date, days: number, now: Date): Shift =>
  dayOf(now) - days * DAY_MILLISECONDS - dayOf(at)

export const shiftToMinutesAgo = (at: Date, count: number, now: Date): Shift =>
  now.getTime() - minutes(count) - at.getTime()

/** By whole days, as near to now as can be without coming after it. */
export const shiftByDays = (newest: Date, now: Date): Shift => floorTo(DAY_MILLISECONDS, newest, now)

/** As `shiftByDays`, and a Monday stays a Monday: people write of weekdays. */
export const shiftByWeeks = (newest: Date, now: Date): Shift => floorTo(WEEK_MILLISECONDS, newest, now)

/** Nine in the morning in Tallinn, some days from now. */
export const morningIn = (days: number, now: Date): Date =>
  new Date(dayOf(now) + days * DAY_MILLISECONDS + 7 * 60 * 60 * 1000)

export const daysOf = (shift: Shift): number => Math.round(shift / DAY_MILLISECONDS)

const floorTo = (unit: number, newest: Date, now: Date) => Math.floor((now.getTime() - newest.getTime()) / unit) * unit

const dayOf = (at: Date) => at.getTime() - (at.getTime() % DAY_MILLISECONDS)
