import type { Choice } from './Select.tsx'

/** Those our customers write in first, then the rest of Europe's larger ones. */
const LANGUAGES = [
  'et',
  'fi',
  'lv',
  'lt',
  'ru',
  'en',
  'sv',
  'da',
  'nb',
  'de',
  'pl',
  'fr',
  'es',
  'it',
  'nl',
  'pt',
  'uk',
  'cs',
]

/** Each by its own name and in English: "eesti (Estonian)". */
export function languageChoices(chosen?: string): Choice[] {
  const tags = chosen && !LANGUAGES.includes(chosen) ? [chosen, ...LANGUAGES] : LANGUAGES
  return tags.map((tag) => ({ value: tag, label: languageName(tag) }))
}

function languageName(tag: string): string {
  const own = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag
  const english = new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag
  return own === english ? own : `${own} (${english})`
}

export function timeZoneChoices(chosen?: string): Choice[] {
  const known = Intl.supportedValuesOf('timeZone')
  const zones = chosen && !known.includes(chosen) ? [chosen, ...known] : known
  return zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))
}

/** What this browser is set to. */
export const ownTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

export const ownLanguage = () => navigator.language.split('-')[0] ?? 'en'
