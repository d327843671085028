/** Reads a time as people write it, by a 24-hour clock: "9", "930", "9.30" and "09:30"; undefined: it is none. */
export function readClock(text: string): string | undefined {
  const [, hours, minutes = '0'] =
    /^\s*(\d{1,2})(?:[:.,h ]?(\d{2}))?\s*$/.exec(text) ?? /^\s*(\d)(\d{2})\s*$/.exec(text) ?? []
  if (hours === undefined) return undefined
  const [hour, minute] = [Number(hours), Number(minutes)]
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return undefined
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}
