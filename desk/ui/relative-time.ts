/** 24-hour clock and day before month, as the desk's users write them. */
const LOCALE = 'en-GB'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

type Options = { locale?: string; timeZone?: string }

/** When something happened, as people say it: "now", "12 min", "14:05", "yesterday 14:05", "Tue 14:05", "3 Mar", "3 Mar 2024". */
export function sayWhen(at: Date, now: Date, { locale = LOCALE, timeZone }: Options = {}): string {
  const elapsed = now.getTime() - at.getTime()
  if (elapsed >= -MINUTE && elapsed < MINUTE) return relative(locale).format(0, 'second')
  if (elapsed >= 0 && elapsed < HOUR) return unit(Math.floor(elapsed / MINUTE), 'minute', locale)

  const days = dayNumber(now, timeZone) - dayNumber(at, timeZone)
  const time = date(locale, { hour: '2-digit', minute: '2-digit', timeZone }).format(at)
  if (days === 0) return time
  if (days === 1 || days === -1) return `${relative(locale).format(-days, 'day')} ${time}`
  if (days > 1 && days < 7) return `${date(locale, { weekday: 'short', timeZone }).format(at)} ${time}`
  const isThisYear = part(at, { year: 'numeric' }, timeZone) === part(now, { year: 'numeric' }, timeZone)
  return date(locale, {
    day: 'numeric',
    month: 'short',
    year: isThisYear ? undefined : 'numeric',
    timeZone,
  }).format(at)
}

/** The same inside a sentence: "made 12 minutes ago", "made yesterday 14:05". */
export function sayAgo(at: Date, now: Date, options: Options = {}): string {
  const elapsed = now.getTime() - at.getTime()
  if (elapsed < MINUTE || elapsed >= HOUR) return sayWhen(at, now, options)
  const minutes = Math.floor(elapsed / MINUTE)
  return new Intl.RelativeTimeFormat(wordsOf(options.locale)).format(-minutes, 'minute')
}

/** How long something lasts or has lasted, in its largest unit: "now", "12 min", "3 hr", "2 days". */
export function saySpan(ms: number, { locale = LOCALE }: Options = {}): string {
  if (ms < MINUTE) return relative(locale).format(0, 'second')
  if (ms < HOUR) return unit(Math.floor(ms / MINUTE), 'minute', locale)
  if (ms < DAY) return unit(Math.floor(ms / HOUR), 'hour', locale)
  return unit(Math.floor(ms / DAY), 'day', locale)
}

/** The whole of it, for a hover: "Tuesday, 3 March 2026 at 14:05:09 EET". */
export function sayExactly(at: Date, { locale = LOCALE, timeZone }: Options = {}): string {
  return date(locale, { dateStyle: 'full', timeStyle: 'long', timeZone }).format(at)
}

function unit(value: number, name: 'minute' | 'hour' | 'day', locale: string): string {
  return number(wordsOf(locale), { style: 'unit', unit: name, unitDisplay: 'short' }).format(value)
}

/** "12 min" is the same in all of a language but Britain, which has "12 mins". */
const wordsOf = (locale = LOCALE) => locale.replace(/-.*/, '')

/** Days since 1970 on the calendar of that time zone. */
function dayNumber(at: Date, timeZone: string | undefined): number {
  return Math.round(
    Date.UTC(
      Number(part(at, { year: 'numeric' }, timeZone)),
      Number(part(at, { month: 'numeric' }, timeZone)) - 1,
      Number(part(at, { day: 'numeric' }, timeZone)),
    ) / DAY,
  )
}

function part(at: Date, options: Intl.DateTimeFormatOptions, timeZone: string | undefined): string {
  return date('en', { ...options, timeZone }).format(at)
}

// A timeline says hundreds of times at once, and making a formatter takes far longer than using it.
const relative = remembered((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
const number = remembered((locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options))
const date = remembered((locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options))

function remembered<Options extends unknown[], Formatter>(make: (locale: string, ...options: Options) => Formatter) {
  const made = new Map<string, Formatter>()
  return (locale: string, ...options: Options): Formatter => {
    const key = JSON.stringify([locale, ...options])
    const formatter = made.get(key) ?? make(locale, ...options)
    made.set(key, formatter)
    return formatter
  }
}
