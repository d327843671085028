import type { Files } from '#platform/files.ts'
import { type Block, plainAsHtml, readBody } from './body.ts'
import { isWinmail, keepBytes, keepFile, openWinmail, typeOf } from './files.ts'
import { findForwarded } from './forwarded.ts'
import { foldHtml } from './html/folding.ts'
import { type CleanHtml, sanitise } from './html/sanitising.ts'
import { htmlText } from './html/text.ts'
import type { Mail, MailAttachment } from './mail.ts'
import type { Part } from './parts.ts'
import { openPgp } from './pgp.ts'
import { type Folded, foldText } from './quotes.ts'

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
  const body = readBody(root, problems)
  const attachments = await keepFiles(body.files, body.blocks, files, problems)
  const locations = new Map(
    body.files.flatMap(({ head }, index) => locate(head.get('content-location')?.[0], attachments[index])),
  )
  const read = body.blocks.map((block) => readBlock(block, locations))
  const clean = read.flatMap(({ clean: html }) => html ?? [])
  attachments.push(...(await keepEmbedded(clean, files)))

  const text = tidy(read.map(({ plain }) => plain).join('\n\n'))
  const forwarded = findForwarded(text, subject)
  const html =
    clean.length === 0 ? null : read.map(({ clean: own, plain }) => own?.html ?? plainAsHtml(plain)).join('\n') || null
  const folded = html && !forwarded && clean.some(({ hasQuotes }) => hasQuotes) ? foldHtml(html) : undefined
  const pgp = openPgp(text)
  const parted = forwarded
    ? { reply: text, folded: null }
    : partOf(text, pgp, isHtmlOnly(body.blocks) ? folded : undefined)
  const shown = folded?.html ?? html
  if (body.encryption ?? pgp?.isEncrypted)
    problems.add(`The mail is encrypted (${body.encryption ?? 'PGP'}); only its original holds what it says.`)
  return {
    text: isHtmlOnly(body.blocks) && folded ? [parted.reply, parted.folded].filter(Boolean).join('\n\n') : text,
    replyText: parted.reply,
    foldedText: parted.folded,
    html: shown,
    forwarded,
    attachments: markInline(attachments, shown),
    isEncrypted: body.encryption !== null || (pgp?.isEncrypted ?? false),
    isSigned: body.isSigned || (pgp !== undefined && !pgp.isEncrypted),
  }
}

/** Only the words of a mail inside another. */
export function readText(root: Part): string {
  const { blocks } = readBody(root, new Set())
  return tidy(blocks.map((block) => readBlock(block, new Map()).plain).join('\n\n'))
}

async function keepFiles(
  parts: Part[],
  blocks: Block[],
  files: Files,
  problems: Set<string>,
): Promise<MailAttachment[]> {
  const kept: MailAttachment[] = []
  for (const part of parts) {
    const unwrapped = isWinmail(part) ? await openWinmail(part, files) : undefined
    if (!unwrapped) {
      if (isWinmail(part)) problems.add('Outlook packed files into a winmail.dat that could not be opened.')
      kept.push(await keepFile(part, files))
      continue
    }
    if (blocks.length === 0)
      blocks.push({ plain: unwrapped.html === null ? unwrapped.text : null, html: unwrapped.html })
    for (const { name, mediaType, contentId, content } of unwrapped.files)
      kept.push(
        await keepBytes(
          content,
          { name: name || 'attachment', mediaType: mediaType ?? (await typeOf(content, name)), contentId },
          files,
        ),
      )
  }
  return kept
}

function locate(location: string | undefined, attachment: MailAttachment | undefined): [string, string][] {
  if (!location || !attachment) return []
  attachment.contentId ??= location.trim()
  return [[location.trim(), attachment.contentId]]
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

function isHtmlOnly(blocks: Block[]): boolean {
  return blocks.length === 1 && blocks[0]?.plain === null
}

/** HTML knows its own quotes; what is left may still hold a signature that only its words give away. */
function partOf(
  text: string,
  pgp: ReturnType<typeof openPgp>,
  html: { own: string; foldedText: string | null } | undefined,
): Folded {
  if (pgp) return { reply: pgp.said, folded: pgp.armour }
  if (!html) return foldText(text)
  const { reply, folded } = foldText(htmlText(html.own))
  return { reply, folded: [folded, html.foldedText].filter((part) => part !== null).join('\n\n') || null }
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
