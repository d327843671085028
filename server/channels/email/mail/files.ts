import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { fileTypeFromBuffer } from 'file-type'
import { safeFileName } from '#conversations/file-name.ts'
import type { Files } from '#platform/files.ts'
import { readHead } from './head.ts'
import type { MailAttachment } from './mail.ts'
import type { Part } from './parts.ts'
import { type Unwrapped, unwrap } from './tnef.ts'
import { headerText, oneLine } from './words.ts'

const MAX_WINMAIL_BYTES = 64 * 1_024 * 1_024
const TYPES_BY_ENDING: Record<string, string> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  heic: 'image/heic',
  txt: 'text/plain',
  csv: 'text/csv',
  ics: 'text/calendar',
  eml: 'message/rfc822',
  zip: 'application/zip',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  mp3: 'audio/mpeg',
}

/** Keeps a part as a file, under a name that is safe everywhere. */
export async function keepFile(part: Part, files: Files): Promise<MailAttachment> {
  const stored = part.stored ?? (await store(files, part.content ?? Buffer.alloc(0)))
  const name = part.name ?? nameOf(part)
  return {
    name: safeFileName(name),
    mediaType: part.type === 'application/octet-stream' ? typeByName(name) : part.type,
    bytes: stored.bytes,
    sha256: stored.sha256,
    isInline: false,
    contentId: contentIdOf(part),
  }
}

export async function keepBytes(
  content: Buffer,
  file: Omit<MailAttachment, 'bytes' | 'sha256' | 'isInline'>,
  files: Files,
): Promise<MailAttachment> {
  const { bytes, sha256 } = await store(files, content)
  return { ...file, name: safeFileName(file.name), bytes, sha256, isInline: false }
}

export function isWinmail({ type, name }: Part): boolean {
  return /^application\/(ms-tnef|vnd\.ms-tnef)$/.test(type) || /^win(mail)?\.dat$/i.test(name ?? '')
}

/** What is inside a winmail.dat; undefined when that cannot be told. */
export async function openWinmail({ stored }: Part, files: Files): Promise<Unwrapped | undefined> {
  if (!stored || stored.bytes > MAX_WINMAIL_BYTES) return undefined
  const { stream } = await files.read(stored.sha256)
  try {
    return unwrap(await buffer(stream))
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

export async function typeOf(content: Buffer, name: string): Promise<string> {
  return (await fileTypeFromBuffer(content.subarray(0, 4_100)))?.mime ?? typeByName(name)
}

export function contentIdOf({ head }: Part): string | null {
  const id = oneLine(head.get('content-id')?.[0] ?? '')
    .replace(/^<|>$/g, '')
    .slice(0, 250)
  return id === '' ? null : id
}

function store(files: Files, content: Buffer) {
  return files.store(Readable.from([content]), { maxBytes: content.length })
}

function typeByName(name: string): string {
  return TYPES_BY_ENDING[/\.([A-Za-z0-9]{1,5})$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream'
}

function nameOf(part: Part): string {
  if (part.type === 'text/calendar' || part.type === 'application/ics') return 'invite.ics'
  if (part.type === 'message/rfc822')
    return `${headerText(readHead(part.stored?.head ?? Buffer.alloc(0)).get('subject')?.[0]).slice(0, 80) || 'mail'}.eml`
  const location = part.head.get('content-location')?.[0]
  if (location) return location.split(/[/?#]/).findLast((piece) => piece !== '') ?? 'attachment'
  const ending = Object.entries(TYPES_BY_ENDING).find(([, type]) => type === part.type)?.[0]
  return ending ? `attachment.${ending}` : 'attachment'
}
