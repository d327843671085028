const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
/** RFC 5322 §4.3; letters other than these mean nothing certain. */
const ZONES: Record<string, number> = { EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7 }
const WRITTEN =
  /(\d{1,2})[ -]+([A-Za-z]{3})[A-Za-z]{0,6}\.?,?[ -]+(\d{2,4})[ ,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?(?: *([+-]\d{4}|[A-Za-z]{1,5}))?/

/** The instant a Date header means, read leniently; null when that cannot be told or cannot be. */
export function readDate(value: string | undefined): Date | null {
  if (!value) return null
  const text = value
    .slice(0, 200)
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\s+/g, ' ')
  const date = readWritten(text) ?? readIso(text)
  return date && date.getUTCFullYear() >= 1970 && date.getUTCFullYear() < 2100 ? date : null
}

function readWritten(text: string): Date | undefined {
  const [, day, month = '', year = '', hour, minute, second = '0', zone = ''] = WRITTEN.exec(text) ?? []
  const monthIndex = MONTHS.indexOf(month.toLowerCase())
  if (monthIndex === -1) return undefined
  const instant = Date.UTC(fullYear(year), monthIndex, Number(day), Number(hour), Number(minute), Number(second))
  return new Date(instant - zoneMinutes(zone) * 60_000)
}

function readIso(text: string): Date | undefined {
  const found = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?( ?Z| ?[+-]\d\d:?\d\d)?/.exec(text)?.[0]
  const date = found
    ? new Date(/[Z]$|[+-]\d\d:?\d\d$/.test(found) ? found.replace(' ', 'T') : `${found.replace(' ', 'T')}Z`)
    : undefined
  return date && !Number.isNaN(date.getTime()) ? date : undefined
}

/** RFC 5322 §4.3: two digits below 50 are of this century, three are since 1900. */
function fullYear(year: string): number {
  const number = Number(year)
  if (year.length === 2) return number + (number < 50 ? 2_000 : 1_900)
  return year.length === 3 ? number + 1_900 : number
}

function zoneMinutes(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)$/.exec(zone) ?? []
  if (!sign) return (ZONES[zone.toUpperCase()] ?? 0) * 60
  const offset = Number(hours) * 60 + Number(minutes)
  // No place on Earth is further from Greenwich than fourteen hours.
  return offset > 14 * 60 ? 0 : offset * (sign === '-' ? -1 : 1)
}
