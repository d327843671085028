import { words as en } from './words/en.ts'
import { words as et } from './words/et.ts'
import { words as fi } from './words/fi.ts'
import { words as lt } from './words/lt.ts'
import { words as lv } from './words/lv.ts'
import { words as ru } from './words/ru.ts'
import { words as sv } from './words/sv.ts'
import type { Words } from './words/words.ts'

const byLanguage = new Map<string, Words>(Object.entries({ en, et, fi, lt, lv, ru, sv }))

/** The first of these languages (BCP 47) that we have words in, else English. */
export function findWords(...languages: (string | null)[]): { language: string; words: Words } {
  for (const tag of languages) {
    const language = tag?.split('-')[0]?.toLowerCase() ?? ''
    const words = byLanguage.get(language)
    if (words) return { language, words }
  }
  return { language: 'en', words: en }
}

/** A day and time as this language writes them in a sentence. */
export const sayDate = ({ locale }: Words, date: Date, timeZone: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(date)
