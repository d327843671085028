import { decodeText } from './charsets.ts'

const WORD = /=\?([^?\s]{1,60})\?([BbQq])\?([^?]*)\?=/g

/** A header's value as one line of text: bytes beyond ASCII understood, encoded words (RFC 2047) decoded. */
export function headerText(value: string | undefined, hint?: string): string {
  if (value === undefined) return ''
  return oneLine(decodeWords(rawText(value, hint)))
}

/** A header's bytes as text, its encoded words left as they are. Who writes bytes into a header writes the body in `hint`. */
export function rawText(value: string, hint?: string): string {
  if (!/[\u0080-\u00ff]/.test(value)) return value
  const bytes = Buffer.from(value, 'latin1')
  const unicode = decodeText(bytes, 'utf-8')
  return unicode.doubt ? decodeText(bytes, hint === 'utf-8' ? undefined : hint).text : unicode.text
}

export function decodeWords(text: string): string {
  let decoded = ''
  let from = 0
  for (let run = nextRun(text, 0); run; run = nextRun(text, from)) {
    decoded += text.slice(from, run.start) + run.text
    from = run.end
  }
  return decoded + text.slice(from)
}

/** Without what could break out of a line: control characters, line and paragraph separators, direction overrides. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u202A-\u202E\u2066-\u2069\uFEFF]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim()
    .toWellFormed()
}

type Run = { start: number; end: number; text: string }
type Word = { start: number; end: number; charset: string; bytes: Buffer }

/** The next encoded words that stand together; some programs split a letter's bytes between two of them. */
function nextRun(text: string, from: number): Run | undefined {
  const first = nextWord(text, from)
  if (!first) return undefined
  const words = [first]
  let end = first.end
  for (let word = nextWord(text, end); word && text.slice(end, word.start).trim() === ''; word = nextWord(text, end)) {
    words.push(word)
    end = word.end
  }
  return { start: first.start, end, text: joinWords(words) }
}

function nextWord(text: string, from: number): Word | undefined {
  WORD.lastIndex = from
  const found = WORD.exec(text)
  if (!found) return undefined
  const [whole, charset = '', encoding = '', content = ''] = found
  const bytes = encoding.toUpperCase() === 'B' ? fromBase64(content) : fromQ(content)
  // RFC 2231 §5 lets a language follow the character set.
  return {
    start: found.index,
    end: found.index + whole.length,
    charset: charset.split('*')[0]?.toLowerCase() ?? '',
    bytes,
  }
}

function joinWords(words: Word[]): string {
  let text = ''
  let pending: Buffer[] = []
  words.forEach((word, index) => {
    pending.push(word.bytes)
    if (words[index + 1]?.charset === word.charset) return
    text += decodeText(Buffer.concat(pending), word.charset).text
    pending = []
  })
  return text
}

function fromBase64(content: string): Buffer {
  return Buffer.concat(content.split('=').map((piece) => Buffer.from(piece, 'base64')))
}

function fromQ(content: string): Buffer {
  const bytes = Buffer.from(content.replaceAll('_', ' '))
  return Buffer.from(
    bytes.toString('latin1').replace(/=([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}
