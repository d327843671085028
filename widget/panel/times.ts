const DAY = 86_400_000

/** "14:05" */
export function formatTime(date: Date, language: string): string {
  return format(date, language, { hour: '2-digit', minute: '2-digit' })
}

/** "Today", "Yesterday", "Monday, 12 May", with the year when it is another. */
export function formatDay(date: Date, language: string, now = new Date()): string {
  const days = daysBetween(date, now)
  if (days < 2)
    return capitalise(new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-days, 'day'), language)
  const year = date.getFullYear() === now.getFullYear() ? undefined : ('numeric' as const)
  return capitalise(format(date, language, { weekday: 'long', day: 'numeric', month: 'long', year }), language)
}

export function formatExactly(date: Date, language: string): string {
  return format(date, language, { dateStyle: 'full', timeStyle: 'short' })
}

/** "14:30" today, "Monday 09:00" within a week, else with the date. */
export function formatWhen(date: Date, language: string, now = new Date()): string {
  const days = daysBetween(now, date)
  const time = { hour: '2-digit', minute: '2-digit' } as const
  if (days === 0) return format(date, language, time)
  const day = days < 7 ? ({ weekday: 'long' } as const) : ({ day: 'numeric', month: 'long' } as const)
  return format(date, language, { ...day, ...time })
}

const SPANS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** "4 minutes", "2 hours": as exact as anybody needs, and at least a minute. */
export function formatSpan(seconds: number, language: string): string {
  const [unit, size] = SPANS.find(([, size]) => seconds >= 1.5 * size) ?? SPANS[2]
  const value = Math.max(1, Math.round(seconds / size))
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value)
}

/** Calendar days of the visitor's own clock; a clock that runs behind ours says today. */
export function daysBetween(date: Date, now: Date) {
  const midnight = (day: Date) => new Date(day).setHours(0, 0, 0, 0)
  return Math.max(0, Math.round((midnight(now) - midnight(date)) / DAY))
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a format costs far more than using it. */
export function format(date: Date, language: string, options: Intl.DateTimeFormatOptions) {
  const key = language + JSON.stringify(options)
  const made = formats.get(key) ?? new Intl.DateTimeFormat(language, options)
  formats.set(key, made)
  return made.format(date)
}

function capitalise(text: string, language: string) {
  return text.charAt(0).toLocaleUpperCase(language) + text.slice(1)
}
