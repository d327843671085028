import type { Choice } from '../../../ui/Select.tsx'

export type Beginning = 'now' | 'week' | 'month' | 'year'

export const beginnings: Choice<Beginning>[] = [
  { value: 'now', label: 'What comes from now on' },
  { value: 'week', label: 'The last week' },
  { value: 'month', label: 'The last month' },
  { value: 'year', label: 'The last year' },
]

const DAY_MS = 24 * 60 * 60 * 1_000
const days: Record<Exclude<Beginning, 'now'>, number> = { week: 7, month: 31, year: 366 }

/** From when on mail is read; null: what comes from now on. */
export const importSince = (beginning: Beginning, now: Date): string | null =>
  beginning === 'now' ? null : new Date(now.getTime() - days[beginning] * DAY_MS).toISOString()
