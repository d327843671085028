import { headerBlockLength, isForwardLine } from './attributions.ts'
import type { Forwarded } from './mail.ts'
import { parsePeople, readAddress } from './people.ts'
import { oneLine } from './words.ts'

const FORWARDING_SUBJECT = /^\s*(fwd?|edasi|edast|ed|vl|vb|wg|пересл|pārs|persiųsta)\s*:/i
const FROM = /^(from|saatja|kellelt|lähettäjä|от|от кого|no|nuo|från|von|de|van|fra)$/i
const SUBJECT = /^(subject|teema|aihe|тема|temats|tēma|tema|ämne|betreff)$/i
const DATE =
  /^(sent|date|saadetud|kuupäev|saatmisaeg|lähetetty|päivämäärä|päiväys|отправлено|дата|nosūtīts|datums|išsiųsta|data|skickat|datum|gesendet)$/i

/**
 * Somebody else's mail that a person passed on with their own, as mail programs write it into the text. What an old quote
 * below `reply` once forwarded is no longer meant.
 */
export function findForwarded(text: string, reply: string, subject: string | null): Forwarded | null {
  const lines = text.split('\n')
  const isMarked = reply.split('\n').some(isForwardLine)
  const markAt = isMarked ? lines.findIndex(isForwardLine) : -1
  const blockAt = isMarked ? nextText(lines, markAt + 1) : findBlock(lines, subject)
  return blockAt === -1 ? null : readBlock(lines, blockAt, isMarked)
}

/** Outlook writes the same above what it quotes; only the subject tells the two apart. */
function findBlock(lines: string[], subject: string | null): number {
  if (!FORWARDING_SUBJECT.test(subject ?? '')) return -1
  return lines.findIndex((line, at) => !line.startsWith('>') && headerBlockLength(lines, at) > 0)
}

function readBlock(lines: string[], at: number, isMarked: boolean): Forwarded | null {
  const length = headerBlockLength(lines, at) || (isMarked ? looseLength(lines, at) : 0)
  if (length === 0) return null
  const headers = lines
    .slice(at, at + length)
    .map((line) => /^[\s>*]*([^:]{1,30}?)\*?\s*:[*\s]*(.*)$/.exec(line.slice(0, 1_000)))
  const find = (name: RegExp) =>
    headers.find((header) => header?.[1] && name.test(header[1].trim()))?.[2]?.trim() || null
  const from = readFrom(find(FROM) ?? '')
  if (!from) return null
  return {
    from,
    subject: oneLineOrNull(find(SUBJECT)),
    date: oneLineOrNull(find(DATE)),
    text: lines
      .slice(at + length)
      .join('\n')
      .trim(),
  }
}

/** Below a line that says it is a forwarded mail, its headers may be fewer. */
function looseLength(lines: string[], at: number): number {
  let length = 0
  while (length < 8 && /^[\s>*]*\p{L}[^:]{0,29}:/u.test((lines[at + length] ?? '').slice(0, 60))) length++
  return length
}

function readFrom(text: string): Forwarded['from'] | undefined {
  const bare = text
    .slice(0, 500)
    .replaceAll('*', '')
    .replace(/\[mailto:([^\]]+)\]/i, '<$1>')
    .replace(/<mailto:([^>]+)>/i, '')
    .trim()
  const [person] = parsePeople(Buffer.from(bare).toString('latin1'))
  if (person) return person
  const address = readAddress(/[^\s<>()[\]"]+@[^\s<>()[\]"]+/.exec(bare)?.[0] ?? '')
  return address ? { name: null, address } : undefined
}

function nextText(lines: string[], from: number): number {
  return lines.findIndex((line, at) => at >= from && line.trim() !== '')
}

function oneLineOrNull(text: string | null): string | null {
  return text === null ? null : oneLine(text) || null
}
