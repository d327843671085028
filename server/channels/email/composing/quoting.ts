import type { Letter } from './letter.ts'
import { findWords, sayDate } from './wording.ts'

/** More than this nobody reads below an answer. */
const MOST_QUOTED = 10
const LONGEST_QUOTED = 20 * 1024

export type Quotation = { attribution: string; text: string }

/** What was said before, newest first, as it stands below an answer. */
export function quote({ history, language, timeZone }: Pick<Letter, 'history' | 'language' | 'timeZone'>): Quotation[] {
  const { words } = findWords(language)
  const quotations: Quotation[] = []
  let room = LONGEST_QUOTED
  for (const { author, at, text, fileNames } of history.slice(0, MOST_QUOTED)) {
    const said = text.trim() || (fileNames.length > 0 ? `${words.attached} ${fileNames.join(', ')}` : '')
    if (said === '') continue
    quotations.push({ attribution: words.wrote(author, sayDate(words, at, timeZone)), text: shorten(said, room) })
    room -= said.length
    if (room <= 0) break
  }
  return quotations
}

/** Cut after a whole line where there is one. */
function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text
  const start = text
    .slice(0, longest)
    .toWellFormed()
    .replace(/\uFFFD$/u, '')
  const line = start.lastIndexOf('\n')
  return `${line > 0 ? start.slice(0, line) : start}\n[…]`
}
