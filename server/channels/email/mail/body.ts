import { describeEvent } from './calendar.ts'
import { decodeText } from './charsets.ts'
import { unflow } from './flowed.ts'
import type { Part } from './parts.ts'

/** One piece of what was written, in the order it is read; both forms say the same. */
export type Block = { plain: string | null; html: string | null }

export type Body = {
  blocks: Block[]
  /** Leaves that are no text to be read here. */
  files: Part[]
  /** Whether anything to be read has come yet. */
  hasText: boolean
  isSigned: boolean
  encryption: 'S/MIME' | 'PGP' | null
}

/** What of a mail's parts is to be read, and what are files. */
export function readBody(root: Part, problems: Set<string>): Body {
  const body: Body = { blocks: [], files: [], hasText: false, isSigned: false, encryption: null }
  body.blocks = readPart(root, body, problems).filter(({ plain, html }) => hasText(plain) || hasText(html))
  return body
}

function readPart(part: Part, body: Body, problems: Set<string>): Block[] {
  if (part.type === 'multipart/alternative') return readAlternatives(part, body, problems)
  if (part.type === 'multipart/signed') body.isSigned = true
  if (part.type === 'multipart/encrypted') body.encryption = 'PGP'
  if (part.type.startsWith('multipart/')) return part.children.flatMap((child) => readPart(child, body, problems))
  if (/^application\/(x-)?pkcs7-mime$/.test(part.type)) noteSmime(part, body, problems)
  if (isNamedAfterText(part, body)) {
    body.files.push(part)
    return []
  }
  const block = readText(part, problems)
  body.hasText ||= hasText(block?.plain ?? null) || hasText(block?.html ?? null)
  if (!block || part.stored || part.type === 'text/calendar') body.files.push(part)
  return block ? [block] : []
}

/** A text with a name that follows the letter is a file; Exchange gives such names to what it cuts off the letter itself. */
function isNamedAfterText({ type, name, content }: Part, { hasText: isLater }: Body): boolean {
  return isLater && content !== null && /^text\/(plain|html)$/.test(type) && name !== null && !/^ATT\d+\./i.test(name)
}

/** The plainest form for text, the richest for HTML (RFC 2046 §5.1.4). */
function readAlternatives(part: Part, body: Body, problems: Set<string>): Block[] {
  const choices = part.children
    // A form that is neither is a third copy of the same: AMP, enriched text.
    .filter((child) => !/^text\/(?!plain|html|calendar)/.test(child.type) || child.disposition === 'attachment')
    .map((child) => ({ type: child.type, blocks: readPart(child, body, problems) }))
  const events = choices.filter(({ type }) => type === 'text/calendar').flatMap(({ blocks }) => blocks)
  const texts = choices.filter(({ type }) => type !== 'text/calendar')
  const plain = texts.map(({ blocks }) => joinPlain(blocks)).find(hasText) ?? null
  const html = texts.map(({ blocks }) => joinHtml(blocks)).findLast(hasText) ?? null
  return [{ plain, html }, ...events]
}

function joinPlain(blocks: Block[]): string | null {
  return blocks.some(({ html }) => html !== null) ? null : blocks.map(({ plain }) => plain ?? '').join('\n\n')
}

function joinHtml(blocks: Block[]): string | null {
  if (!blocks.some(({ html }) => hasText(html))) return null
  return blocks.map(({ plain, html }) => html ?? plainAsHtml(plain ?? '')).join('\n')
}

function readText(part: Part, problems: Set<string>): Block | undefined {
  if (!part.content) return undefined
  if (part.type === 'text/calendar' || part.type === 'application/ics') {
    const line = describeEvent(decodeText(part.content, part.params.charset ?? 'utf-8').text, part.params.method)
    return { plain: line, html: null }
  }
  if (part.type !== 'text/plain' && part.type !== 'text/html') return { plain: null, html: null }
  const charset = part.params.charset ?? (part.type === 'text/html' ? charsetInside(part.content) : undefined)
  const { text, doubt } = decodeText(part.content, charset)
  if (doubt) problems.add(doubt)
  const tidy = text.replace(/\r\n?/g, '\n')
  if (part.type === 'text/html') return { plain: null, html: tidy }
  const isFlowed = part.params.format?.toLowerCase() === 'flowed'
  return { plain: isFlowed ? unflow(tidy, part.params.delsp?.toLowerCase() === 'yes') : tidy, html: null }
}

function charsetInside(content: Buffer): string | undefined {
  return /<meta[^>]{1,200}charset\s*=\s*["']?([\w-]{1,40})/i.exec(content.subarray(0, 4_096).toString('latin1'))?.[1]
}

function noteSmime(part: Part, body: Body, problems: Set<string>): void {
  if (/signed/i.test(part.params['smime-type'] ?? '')) {
    body.isSigned = true
    problems.add('The mail is inside its signature (S/MIME); only its original holds what it says.')
  } else body.encryption = 'S/MIME'
}

export function plainAsHtml(plain: string): string {
  const escaped = plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return `<div style="white-space:pre-wrap">${escaped.trim()}</div>`
}

function hasText(text: string | null): text is string {
  return text !== null && text.trim() !== ''
}
