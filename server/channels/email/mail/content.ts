import type { Files } from '#platform/files.ts'
import { type Block, plainAsHtml, readBody } from './body.ts'
import { isWinmail, keepBytes, keepFile, openWinmail, typeOf } from './files.ts'
import { findForwarded } from './forwarded.ts'
import { type FoldedHtml, foldHtml, foldHtmlFrom, unfoldHtml } from './html/folding.ts'
import { type CleanHtml, sanitise } from './html/sanitising.ts'
import { htmlText } from './html/text.ts'
import type { Mail, MailAttachment } from './mail.ts'
import type { Part } from './parts.ts'
import { openPgp } from './pgp.ts'
import { type Folded, foldText } from './quotes.ts'
import type { Unwrapped } from './tnef.ts'

export type Content = Pick<
  Mail,
  'text' | 'replyText' | 'foldedText' | 'html' | 'forwarded' | 'attachments' | 'isEncrypted' | 'isSigned'
>

/** What a mail says and brings; its files are in `files` when it resolves. */
export async function readContent(
  root: Part,
  subject: string | null,
  files: Files,
  problems: Set<string>,
): Promise<Content> {
  const { blocks, files: parts, encryption, isSigned } = readBody(root, problems)
  const { attachments, locations } = await keepFiles(parts, blocks, files, problems)
  const read = blocks.map((block) => readBlock(block, locations))
  const clean = read.flatMap(({ clean: own }) => own ?? [])
  attachments.push(...(await keepEmbedded(clean, files)))

  const text = tidy(read.map(({ plain }) => plain).join('\n\n'))
  const parted = foldText(text)
  const forwarded = findForwarded(text, parted.reply, subject)
  const pgp = openPgp(text)
  const shown = showHtml(read, forwarded !== null, parted)
  const isHtmlOnly = blocks.length === 1 && blocks[0]?.plain === null
  const said = partText(text, parted, { forwarded, pgp, html: isHtmlOnly ? shown.folded : undefined })
  const isEncrypted = encryption !== null || (pgp?.isEncrypted ?? false)
  if (isEncrypted) problems.add(`The mail is encrypted (${encryption ?? 'PGP'}); only its original holds what it says.`)
  return {
    ...said,
    html: shown.html,
    forwarded,
    attachments: markInline(attachments, shown.html),
    isEncrypted,
    isSigned: isSigned || (pgp !== undefined && !pgp.isEncrypted),
  }
}

/** Only the words of a mail inside another. */
export function readText(root: Part): string {
  const { blocks } = readBody(root, new Set())
  return tidy(blocks.map((block) => readBlock(block, new Map()).plain).join('\n\n'))
}

async function keepFiles(parts: Part[], blocks: Block[], files: Files, problems: Set<string>) {
  const attachments: MailAttachment[] = []
  const locations = new Map<string, string>()
  for (const part of parts) {
    const unwrapped = isWinmail(part) ? await openWinmail(part, files) : undefined
    if (unwrapped) {
      attachments.push(...(await keepUnwrapped(unwrapped, files)))
      if (blocks.length === 0) takeWords(unwrapped, blocks, problems)
      continue
    }
    if (isWinmail(part)) problems.add('Outlook packed files into a winmail.dat that could not be opened.')
    const kept = await keepFile(part, files)
    // An invitation often comes twice: to be read and to be saved.
    if (isCalendar(kept) && attachments.some((other) => isCalendar(other) && other.sha256.equals(kept.sha256))) continue
    const location = part.head.get('content-location')?.[0]?.trim()
    if (location) locations.set(location, kept.contentId ?? location)
    attachments.push(location ? { ...kept, contentId: kept.contentId ?? location } : kept)
  }
  return { attachments, locations }
}

function takeWords({ text, html, hasRichText }: Unwrapped, blocks: Block[], problems: Set<string>): void {
  if (text !== null || html !== null) blocks.push({ plain: html === null ? text : null, html })
  else if (hasRichText)
    problems.add('Outlook packed the text into a winmail.dat in a form of its own; only the original holds it.')
}

function isCalendar({ mediaType }: MailAttachment): boolean {
  return mediaType === 'text/calendar' || mediaType === 'application/ics'
}

async function keepUnwrapped(unwrapped: Unwrapped, files: Files): Promise<MailAttachment[]> {
  const kept: MailAttachment[] = []
  for (const { name, mediaType, contentId, content } of unwrapped.files) {
    const file = { name: name || 'attachment', mediaType: mediaType ?? (await typeOf(content, name)), contentId }
    kept.push(await keepBytes(content, file, files))
  }
  return kept
}

function readBlock({ plain, html }: Block, locations: Map<string, string>): { plain: string; clean: CleanHtml | null } {
  const clean = html === null ? null : sanitise(html, locations)
  return { plain: plain ?? (clean ? htmlText(clean.html) : ''), clean }
}

async function keepEmbedded(clean: CleanHtml[], files: Files): Promise<MailAttachment[]> {
  const pictures = clean.flatMap(({ embedded }) => embedded)
  return Promise.all(
    pictures.map(({ contentId, mediaType, content }) =>
      keepBytes(content, { name: `picture.${mediaType.slice('image/'.length)}`, mediaType, contentId }, files),
    ),
  )
}

type Read = ReturnType<typeof readBlock>

/** A forwarded mail stays open: it is what its sender wants to be read. */
function showHtml(read: Read[], isForwarded: boolean, parted: Folded): { html: string | null; folded?: FoldedHtml } {
  if (!read.some(({ clean }) => clean)) return { html: null }
  const html = read.map(({ clean, plain }) => clean?.html ?? plainAsHtml(plain)).join('\n')
  if (html === '') return { html: null }
  const hasMarks = read.some(({ clean }) => clean?.hasQuotes)
  if (isForwarded) return { html: hasMarks ? unfoldHtml(html) : html }
  if (!hasMarks) return { html: parted.folded && parted.isAtEnd ? foldHtmlFrom(html, parted.folded) : html }
  const folded = foldHtml(html)
  return { html: folded.html, folded }
}

type Said = Pick<Mail, 'text' | 'replyText' | 'foldedText'>
type Known = { forwarded: Mail['forwarded']; pgp: ReturnType<typeof openPgp>; html: FoldedHtml | undefined }

function partText(text: string, parted: Folded, { forwarded, pgp, html }: Known): Said {
  if (forwarded) return { text, replyText: text, foldedText: null }
  if (pgp) return { text, replyText: pgp.said, foldedText: pgp.armour }
  if (!html) return { text, replyText: parted.reply, foldedText: parted.folded }
  // HTML knows its own quotes; what is left may still hold a signature that only its words give away.
  const { reply, folded } = foldText(htmlText(html.own))
  const foldedText = [folded, html.foldedText].filter(Boolean).join('\n\n') || null
  return { text: [reply, foldedText].filter(Boolean).join('\n\n'), replyText: reply, foldedText }
}

function markInline(attachments: MailAttachment[], html: string | null): MailAttachment[] {
  const shown = new Set([...(html ?? '').matchAll(/src="cid:([^"]+)"/g)].map(([, id]) => id?.replaceAll('&amp;', '&')))
  return attachments.map((attachment) => ({
    ...attachment,
    isInline: attachment.contentId !== null && shown.has(attachment.contentId),
  }))
}

function tidy(text: string): string {
  return text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd()
}
