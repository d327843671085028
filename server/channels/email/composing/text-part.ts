import type { Letter } from './letter.ts'
import { quote } from './quoting.ts'

type Parts = Pick<Letter, 'text' | 'signature' | 'history' | 'language' | 'timeZone'>

/** A letter as plain text: what was written, the signature behind its line (RFC 3676 §4.3), what was said before. */
export function writeText(letter: Parts): string {
  const quotations = quote(letter).map(({ attribution, text }) => `${attribution}\n${marked(text)}`)
  const signature = letter.signature.trim() === '' ? [] : [`-- \n${plain(letter.signature).trim()}`]
  return `${[plain(letter.text).trimEnd(), ...signature, ...quotations].join('\n\n')}\n`
}

const marked = (text: string): string =>
  plain(text)
    .split('\n')
    .map((line) => (line === '' || line.startsWith('>') ? `>${line}` : `> ${line}`))
    .join('\n')

/** With one kind of line break, and nothing else that is not shown. */
export const plain = (text: string): string =>
  text
    .replace(/\r\n?|[\u2028\u2029]/gu, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go.
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/gu, '')
    .toWellFormed()
