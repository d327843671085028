import { DateTime } from 'luxon'

/** Answers to what was asked at such an hour: of a weekday or at the weekend, within three hours of the clock. */
export const BAND_HOURS = 3

/** `open`: asked at any open hour. */
export const OPEN_BAND = 'open'

/** `weekday 09`, `weekend 21` */
export function bandAt(at: Date, timeZone: string): string {
  const { weekday, hour } = DateTime.fromJSDate(at, { zone: timeZone })
  return bandOf(weekday, hour)
}

/** @param weekday 1 is Monday, 7 Sunday */
export const bandOf = (weekday: number, hour: number): string =>
  `${weekday >= 6 ? 'weekend' : 'weekday'} ${String(hour - (hour % BAND_HOURS)).padStart(2, '0')}`
