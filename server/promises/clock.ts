import { DateTime } from 'luxon'

/**
 * The instant at which a wall clock shows this time on this day. One that comes twice (clocks go back) is its first; one
 * that is skipped (clocks go forward) is the moment of the skip.
 */
export function instantAt(date: string, clock: string, timeZone: string): number {
  if (clock === '24:00') return instantAt(daysLater(date, 1), '00:00', timeZone)
  const wanted = `${date}T${clock}`
  const found = DateTime.fromISO(wanted, { zone: timeZone })
  if (found.toFormat("yyyy-MM-dd'T'HH:mm") !== wanted) return momentOfSkip(found)
  return Math.min(...found.getPossibleOffsets().map((possible) => possible.toMillis()))
}

/** The day that a calendar on the wall shows. */
export const dateAt = (instant: number, timeZone: string): string =>
  isoDate(DateTime.fromMillis(instant, { zone: timeZone }))

export const daysLater = (date: string, days: number): string =>
  isoDate(DateTime.fromISO(date, { zone: 'utc' }).plus({ days }))

/** 1 is Monday, 7 Sunday (ISO 8601). */
export const weekdayOf = (date: string): number => DateTime.fromISO(date, { zone: 'utc' }).weekday

/** Where clocks go forward they do so within a few hours, and on a full minute. */
function momentOfSkip(near: DateTime): number {
  const after = near.plus({ hours: 3 })
  let before = near.minus({ hours: 3 }).toMillis()
  let until = after.toMillis()
  while (until - before > 60_000) {
    const middle = before + Math.floor((until - before) / 120_000) * 60_000
    if (DateTime.fromMillis(middle, { zone: near.zone }).offset === after.offset) until = middle
    else before = middle
  }
  return until
}

const isoDate = (day: DateTime): string => day.toISODate() ?? ''
