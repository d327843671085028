/** The months in which the invented conversations live and to which their dates may move. */
const MONTHS = [
  ['jaanuari', 'января'],
  ['veebruari', 'февраля'],
  ['märtsi', 'марта'],
  ['aprilli', 'апреля'],
  ['mai', 'мая'],
  ['juuni', 'июня'],
  ['juuli', 'июля'],
  ['augusti', 'августа'],
  ['septembri', 'сентября'],
  ['oktoobri', 'октября'],
  ['novembri', 'ноября'],
  ['detsembri', 'декабря'],
]
const YEAR = 2026

/** "9. oktoobril", "18.–20. novembriks" or "3 октября". */
const IN_WORDS = new RegExp(`(?:(\\d{1,2})\\.–)?\\b(\\d{1,2})(\\.? )(${MONTHS.flat().join('|')})`, 'g')
/** "23.09." or "5.11", and neither "kl 9.10" nor "109.00 €". */
const IN_DIGITS = /(?<!(?:kl|kell) |[\d.,])(0?[1-9]|[12]\d|3[01])\.(09|9|10|11|12)(?!\d|,\d| ?€)/g

/** Moves the calendar dates that people wrote of, in the forms that occur in demo/data/conversations.json. */
export function moveDates(text: string, days: number): string {
  if (days === 0) return text
  return text
    .replace(IN_WORDS, (_found, from: string | undefined, day: string, space: string, name: string) => {
      const month = MONTHS.findIndex((names) => names.includes(name))
      const date = move(Number(day), month, days)
      const start = from === undefined ? '' : `${move(Number(from), month, days).getUTCDate()}.–`
      const language = MONTHS[month]?.indexOf(name) ?? 0
      return `${start}${date.getUTCDate()}${space}${MONTHS[date.getUTCMonth()]?.[language]}`
    })
    .replace(IN_DIGITS, (found: string, day: string, month: string) => {
      const date = move(Number(day), Number(month) - 1, days)
      const width = /\b0/.test(found) ? 2 : 1
      return [date.getUTCDate(), date.getUTCMonth() + 1].map((part) => String(part).padStart(width, '0')).join('.')
    })
}

const move = (day: number, month: number, days: number) => new Date(Date.UTC(YEAR, month, day + days))
