import type { Choice } from '../../../ui/Select.tsx'

type Days = number | null | undefined

const NEVER = 'never'
const usual = [1, 7, 14, 30, 90]

/** What may be set, and what is set though nobody offers it. */
export function reopenings(days: Days): Choice[] {
  const all =
    typeof days === 'number' && days > 0 && !usual.includes(days) ? [...usual, days].sort((a, b) => a - b) : usual
  return [
    { value: NEVER, label: 'Always go on with it' },
    ...all.map((count) => ({
      value: String(count),
      label: `Go on within ${count === 1 ? 'a day' : `${count} days`}, later begin anew`,
    })),
    { value: '0', label: 'Always begin anew' },
  ]
}

export const writeReopening = (days: Days): string => (typeof days === 'number' ? String(days) : NEVER)

export const readReopening = (chosen: string): number | null => (chosen === NEVER ? null : Number(chosen))
