import EmailReplyParser from 'email-reply-parser'
import { headerBlockLength, isAttribution, isOriginalLine, mayBeAttribution } from './attributions.ts'
import { findSignature } from './signatures.ts'

export type Folded = {
  reply: string
  folded: string | null
  /** Whether all that is folded comes after the reply. */
  isAtEnd: boolean
}

/**
 * Parts what somebody wrote now from quotes and signature. Every line stays in one of the two. Answers written between
 * quotes stay together with the quotes they answer.
 */
export function foldText(text: string): Folded {
  const lines = text.split('\n')
  const quoteAt = findQuote(lines)
  const own = lines.slice(0, quoteAt)
  const top = topQuoteLength(own)
  const signatureAt = top + findSignature(own.slice(top))
  const reply = tidy(lines.slice(top, signatureAt))
  const folded = [tidy(lines.slice(0, top)), tidy(lines.slice(signatureAt))].filter((part) => part !== '').join('\n\n')
  return { reply, folded: folded === '' ? null : folded, isAtEnd: top === 0 }
}

/** Where the last quote begins, after which nobody answers any more. */
function findQuote(lines: string[]): number {
  const headerAt = findHeader(lines)
  const end = headerAt === -1 ? lines.length : headerAt
  const lastOwn = findLastOwn(lines, end)
  const firstQuoted = lines.findIndex((line, at) => at > lastOwn && at < end && isQuoted(line))
  if (firstQuoted !== -1) return beginning(lines, firstQuoted)
  if (headerAt !== -1) return beginning(lines, headerAt)
  return findForeignQuote(lines)
}

/** A line after which everything is quoted, whether it is marked or not. */
function findHeader(lines: string[]): number {
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (isQuoted(line) || line.trim() === '') continue
    if (isOriginalLine(line) || headerBlockLength(lines, at) > 0) return at
    if (isAttributionAt(lines, at) && !hasQuotedAfter(lines, at)) return at
  }
  return -1
}

/** An attribution may be broken over three lines. */
function isAttributionAt(lines: string[], at: number): boolean {
  let joined = ''
  for (const line of lines.slice(at, at + 3)) {
    if (joined !== '' && line.trim() === '') return false
    joined += `${line} `
    if (joined.length > 600) return false
    if (isAttribution(joined)) return true
  }
  return false
}

function hasQuotedAfter(lines: string[], at: number): boolean {
  for (let next = at + 1; next < lines.length; next++) {
    const line = lines[next] ?? ''
    if (line.trim() !== '' && !isAttribution(line) && !mayBeAttribution(line)) return isQuoted(line)
  }
  return false
}

function findLastOwn(lines: string[], end: number): number {
  const signatureAt = findSignature(lines.slice(0, end))
  // A signature below a quote is nobody's answer.
  const ownEnd = lines.slice(0, signatureAt).some(isQuoted) ? signatureAt : end
  return lines.findLastIndex((line, at) => at < ownEnd && line.trim() !== '' && !isQuoted(line))
}

/** From the attribution above a quote, when there is one; it may be broken over three lines. */
function beginning(lines: string[], quoteAt: number): number {
  let end = quoteAt
  while (end > 0 && lines[end - 1]?.trim() === '') end--
  let from = quoteAt
  for (let at = end - 1; at >= Math.max(0, end - 3); at--) {
    const line = lines[at] ?? ''
    if (line.trim() === '' || isQuoted(line) || line.length > 400) break
    const joined = lines.slice(at, end).join(' ')
    const isFound = from < quoteAt
    if (isFound ? startsAttribution(line) && isAttribution(joined) : isAttribution(joined)) from = at
    else if (at === end - 1 && (mayBeAttribution(line) || isRule(line))) from = at
  }
  return from
}

/** "On Monday", "Am 7. Sept.", "pirmd., 2026. g.", "07.09.2026". */
function startsAttribution(line: string): boolean {
  return /^\s*(on|am|den|le|il|el|em|op|w dniu|\p{L}{1,14}[.,]{1,2} ?\d|\d)(?!\p{L})/iu.test(line)
}

function isRule(line: string): boolean {
  return /^\s*[_-]{10,200}\s*$/.test(line)
}

function isQuoted(line: string): boolean {
  return /^ {0,3}>/.test(line) || /^\| /.test(line)
}

/** A quote at the very beginning with the whole answer below it. */
function topQuoteLength(own: string[]): number {
  const first = own.findIndex((line) => line.trim() !== '')
  if (first === -1) return 0
  const quoteAt = own.findIndex(isQuoted)
  if (quoteAt === -1) return 0
  const before = own.slice(first, quoteAt).filter((line) => line.trim() !== '')
  if (
    before.length > 0 &&
    !(before.length <= 3 && (isAttribution(before.join(' ')) || mayBeAttribution(before.join(' '))))
  )
    return 0
  let end = quoteAt
  while (end < own.length && (isQuoted(own[end] ?? '') || own[end]?.trim() === '')) end++
  return end === own.length || own.slice(end).some(isQuoted) ? 0 : end
}

/** Longer texts cost the parser of other languages too much. */
const MAX_FOREIGN_LENGTH = 8_000

/** email-reply-parser knows more languages than we do; what it holds for a quote at the end is one. */
function findForeignQuote(lines: string[]): number {
  const text = lines.join('\n')
  if (text.length > MAX_FOREIGN_LENGTH || !/:\s*$/m.test(text) || /[^\S\n]{40}|\n{20}/.test(text)) return lines.length
  const fragments = new EmailReplyParser().read(text).getFragments()
  const trailing = fragments.slice(fragments.findLastIndex((fragment) => !fragment.isHidden()) + 1)
  if (trailing.length === fragments.length || !trailing.some((fragment) => fragment.isQuoted())) return lines.length
  // It changes spaces and joins lines: what is not space is counted off instead.
  let left = trailing
    .map((fragment) => fragment.getContent())
    .join('')
    .replace(/\s+/g, '').length
  let at = lines.length
  while (left > 0 && at > 0) left -= (lines[--at] ?? '').replace(/\s+/g, '').length
  return left === 0 ? at : lines.length
}

function tidy(lines: string[]): string {
  return lines
    .join('\n')
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd()
}
