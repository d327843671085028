import type { ExpectedAnswer } from '#promises/expected-answer.ts'
import { automaticWords } from './composing/automatic-words.ts'
import { findWords } from './composing/wording.ts'

/** What an automatic answer may say, because it is so. */
export type Facts = {
  shop: string
  /** The conversation's. */
  number: number
  timeZone: string
  isOpen: boolean
  nextOpening: Date | undefined
  expected: Pick<ExpectedAnswer, 'medianSeconds' | 'p90Seconds'> | undefined
}

/** The shop's own words by language, of which `{shop}`, `{number}`, `{opening}` and `{answerTime}` become what is so. */
export type OwnTexts = Record<string, string> | undefined

/**
 * The text of an automatic answer, in the first of these languages that we have words in. Where the shop's own words leave
 * the next opening or the answer time out, they follow: whoever gets it should know what to count on.
 */
export function writeAutomaticText(facts: Facts, own: OwnTexts, ...languages: (string | null)[]): string {
  const { language, words } = findWords(...languages)
  const ours = automaticWords[language] ?? automaticWords.en
  if (!ours) throw new Error('There are no words')
  const opening = facts.isOpen
    ? undefined
    : facts.nextOpening
      ? ours.opens(sayOpening(facts.nextOpening, words.locale, facts.timeZone))
      : ours.closed
  const answerTime = facts.expected && sayAnswerTime(facts.expected, ours, words.locale)
  const written = own?.[language]?.trim()
  const body = written ? fillIn(written, facts, opening, answerTime) : ours.received(facts.shop, facts.number)
  const said = (name: string) => written?.includes(`{${name}}`) ?? false
  return [
    body,
    said('opening') ? undefined : opening,
    said('answerTime') ? undefined : answerTime,
    written ? undefined : ours.goodbye(facts.shop),
  ]
    .filter((part) => part !== undefined)
    .join('\n\n')
}

const fillIn = (text: string, { shop, number }: Facts, opening = '', answerTime = '') =>
  text.replace(/\{(shop|number|opening|answerTime)\}/g, (_whole, name: string) =>
    name === 'shop' ? shop : name === 'number' ? String(number) : name === 'opening' ? opening : answerTime,
  )

const sayOpening = (at: Date, locale: string, timeZone: string): string =>
  new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(at)

function sayAnswerTime(
  { medianSeconds, p90Seconds }: NonNullable<Facts['expected']>,
  ours: (typeof automaticWords)[string],
  locale: string,
): string {
  const [usual, most] = [saySpan(medianSeconds, locale), saySpan(p90Seconds, locale)]
  return usual === most ? ours.answerTime(usual) : ours.answerTimes(usual, most)
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** "4 minutes", "2 hours": as exact as anybody needs, and at least a minute. */
function saySpan(seconds: number, locale: string): string {
  const [unit, size] = UNITS.find(([, unitSeconds]) => seconds >= 1.5 * unitSeconds) ?? UNITS[2]
  const value = Math.max(1, Math.round(seconds / size))
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value)
}
