import { type Block, WEEKDAYS, type WeeklyHours } from '#protocol/promises.ts'
import { dateAt, daysLater, instantAt, weekdayOf } from './clock.ts'

/** When a channel is open, as plain values: the rules below need no database and no clock. */
export type Hours = {
  timeZone: string
  /** null: nobody has set any. It is always open then, and nothing is said about hours. */
  weekly: WeeklyHours | null
  /** By date (YYYY-MM-DD), the days that are not like their weekday: exceptions, and holidays on which it is closed. */
  days: ReadonlyMap<string, SpecialDay>
  /** Breaks that somebody has begun by hand. */
  breaks: readonly Break[]
}

export type SpecialDay = { blocks: readonly Block[]; note: Record<string, string> | null; holiday: string | null }
export type Break = { startedAt: Date; until: Date }

export const alwaysOpen = (timeZone: string): Hours => ({ timeZone, weekly: null, days: new Map(), breaks: [] })

/** A break closes; so does an hour outside all blocks. */
export const isOpen = (hours: Hours, at: Date): boolean =>
  isInBlocks(hours, at.getTime()) && !breakAt(hours, at.getTime())

/** The first open instant from `at` on, which is `at` itself while it is open; undefined: none within a year. */
export function nextOpening(hours: Hours, at: Date): Date | undefined {
  const today = dateAt(at.getTime(), hours.timeZone)
  for (let days = -1; days <= FARTHEST_DAYS; days++)
    for (const { opensAt, closesAt } of spellsOf(hours, daysLater(today, days))) {
      const opening = afterBreaks(hours, Math.max(opensAt, at.getTime()))
      if (opening < closesAt) return new Date(opening)
    }
  return undefined
}

/** The first closed instant from `at` on, which is `at` itself while it is closed; undefined: not within two weeks. */
export function closesAt(hours: Hours, at: Date): Date | undefined {
  const last = at.getTime() + LONGEST_OPEN_MILLISECONDS
  let end = at.getTime()
  for (let reached = reachOf(hours, end); reached > end && end <= last; reached = reachOf(hours, end)) end = reached
  const nextBreak = hours.breaks.filter(({ until }) => until > at).map(({ startedAt }) => startedAt.getTime())
  const closing = Math.max(Math.min(end, ...nextBreak), at.getTime())
  return closing > last ? undefined : new Date(closing)
}

/**
 * Names the closed period in which an instant lies, the same for all of its instants, as long as nobody changes the hours:
 * the instant it began, or `always` when it was not open for a year. Undefined while it is open.
 */
export function closedPeriodKey(hours: Hours, at: Date): string | undefined {
  if (isOpen(hours, at)) return undefined
  const today = dateAt(at.getTime(), hours.timeZone)
  for (let days = 0; days >= -FARTHEST_DAYS; days--) {
    const date = daysLater(today, days)
    const ends = endsBefore(hours, date, at.getTime())
    // A block of the day before may have ended later than all of this day's.
    if (ends.length > 0) ends.push(...endsBefore(hours, daysLater(date, -1), at.getTime()))
    if (ends.length > 0) return new Date(Math.max(...ends)).toISOString()
  }
  return 'always'
}

/**
 * Business time between two instants, 0 when they come the other way round. Breaks begun by hand count as open: who
 * promised to be there cannot stop the clock by leaving (docs/metrics.md#business-time).
 */
export function openSecondsBetween(hours: Hours, from: Date, to: Date): number {
  const [start, end] = [from.getTime(), to.getTime()]
  if (hours.weekly === null) return Math.max(0, end - start) / 1000
  let counted = start
  let milliseconds = 0
  const lastDate = dateAt(end, hours.timeZone)
  for (let date = daysLater(dateAt(start, hours.timeZone), -1); date <= lastDate; date = daysLater(date, 1))
    for (const { opensAt, closesAt } of spellsOf(hours, date)) {
      const [since, until] = [Math.max(opensAt, counted), Math.min(closesAt, end)]
      if (until <= since) continue
      milliseconds += until - since
      counted = until
    }
  return milliseconds / 1000
}

/** When the break that runs at this instant ends; undefined: none does. */
export function breakUntil(hours: Hours, at: Date): Date | undefined {
  if (!breakAt(hours, at.getTime())) return undefined
  return new Date(afterBreaks(hours, at.getTime()))
}

const FARTHEST_DAYS = 370
const LONGEST_OPEN_MILLISECONDS = 14 * 24 * 60 * 60 * 1000

/** An open stretch, in milliseconds of Unix time; its end is closed. */
type Spell = { opensAt: number; closesAt: number }

const ALWAYS: Spell[] = [{ opensAt: Number.NEGATIVE_INFINITY, closesAt: Number.POSITIVE_INFINITY }]

const known = new WeakMap<Hours, Map<string, Spell[]>>()

/** The stretches that begin on this day, by their beginning. One that goes over midnight ends on the next day. */
function spellsOf(hours: Hours, date: string): Spell[] {
  if (hours.weekly === null) return ALWAYS
  const spells = known.get(hours) ?? new Map<string, Spell[]>()
  known.set(hours, spells)
  const found = spells.get(date) ?? findSpells(hours, hours.weekly, date)
  spells.set(date, found)
  return found
}

function findSpells({ timeZone, days }: Hours, weekly: WeeklyHours, date: string): Spell[] {
  const weekday = WEEKDAYS[weekdayOf(date) - 1]
  const blocks = days.get(date)?.blocks ?? (weekday ? weekly[weekday] : [])
  return blocks
    .map(({ from, to }) => ({
      opensAt: instantAt(date, from, timeZone),
      closesAt: instantAt(to > from ? date : daysLater(date, 1), to, timeZone),
    }))
    .sort((a, b) => a.opensAt - b.opensAt)
}

const isInBlocks = (hours: Hours, at: number): boolean => reachOf(hours, at) > at

/** Where the blocks end that are open at this instant; the instant itself when none is. */
function reachOf(hours: Hours, at: number): number {
  if (!Number.isFinite(at)) return at
  const today = dateAt(at, hours.timeZone)
  const around = [...spellsOf(hours, daysLater(today, -1)), ...spellsOf(hours, today)]
  return Math.max(at, ...around.filter(({ opensAt }) => opensAt <= at).map(({ closesAt }) => closesAt))
}

const breakAt = ({ breaks }: Hours, at: number): Break | undefined =>
  breaks.find(({ startedAt, until }) => startedAt.getTime() <= at && at < until.getTime())

/** Where what opened on this day was closed again, at the latest at this closed instant. */
const endsBefore = (hours: Hours, date: string, at: number): number[] =>
  spellsOf(hours, date).flatMap(({ opensAt, closesAt }) => {
    const end = beforeBreaks(hours, Math.min(closesAt, at))
    return end > opensAt ? [end] : []
  })

/** This instant, or the end of the breaks in which it lies. */
function afterBreaks(hours: Hours, at: number): number {
  const running = breakAt(hours, at)
  return running ? afterBreaks(hours, running.until.getTime()) : at
}

/** This instant, or the beginning of the breaks that had begun before it and go on up to it. */
function beforeBreaks(hours: Hours, at: number): number {
  const running = hours.breaks.find(({ startedAt, until }) => startedAt.getTime() < at && at <= until.getTime())
  return running ? beforeBreaks(hours, running.startedAt.getTime()) : at
}
