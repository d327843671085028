import { daysBetween, format, formatTime } from './times.ts'

const MINUTE = 60_000

/** "12 min. ago", "14:05", "yesterday", "12 May" */
export function formatAge(date: Date, language: string, now = new Date()): string {
  const minutes = Math.floor((now.getTime() - date.getTime()) / MINUTE)
  const days = daysBetween(date, now)
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' })
  if (minutes < 1) return relative.format(0, 'second')
  if (minutes < 60) return relative.format(-minutes, 'minute')
  if (days === 0) return formatTime(date, language)
  return days === 1 ? relative.format(-1, 'day') : format(date, language, { day: 'numeric', month: 'short' })
}
