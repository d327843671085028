import type { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Files } from '#platform/files.ts'
import type { StoredAttachment } from './attachments.ts'
import { safeFileName } from './file-name.ts'
import { isPicture, THUMBNAIL } from './pictures.ts'
import { attachmentNotFound } from './problems.ts'

/**
 * Sends a file so that a browser can do no more than show a picture or save the rest: our type, never guessed again,
 * nothing it holds may run or load (RFC 6266 for the name).
 */
export async function sendAttachment(
  answer: FastifyReply,
  files: Files,
  attachment: StoredAttachment,
): Promise<FastifyReply> {
  const { name, mediaType, sha256 } = attachment
  const { stream, bytes } = await files.read(sha256)
  const shown = isPicture(mediaType)
  return safely(answer)
    .type(shown ? mediaType : 'application/octet-stream')
    .header('content-length', bytes)
    .header('content-disposition', `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeName(name)}`)
    .send(stream)
}

/** @throws attachmentNotFound when it is no picture */
export async function sendThumbnail(
  answer: FastifyReply,
  files: Files,
  attachment: StoredAttachment,
): Promise<FastifyReply> {
  if (!attachment.hasThumbnail) throw attachmentNotFound()
  const { stream, bytes } = await files.read(attachment.sha256, THUMBNAIL)
  return safely(answer).type('image/webp').header('content-length', bytes).send(stream)
}

/** A letter byte for byte, to be kept or looked into elsewhere. */
export async function sendOriginal(
  answer: FastifyReply,
  files: Files,
  { sha256, subject }: { sha256: Buffer; subject: string | null },
): Promise<FastifyReply> {
  const { stream, bytes } = await files.read(sha256)
  const name = safeFileName(`${(subject ?? 'letter').replaceAll(/[/\\]/g, ' ')}.eml`)
  return safely(answer)
    .type('message/rfc822')
    .header('content-length', bytes)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeName(name)}`)
    .send(stream)
}

export const sendText = (answer: FastifyReply, text: string): FastifyReply =>
  safely(answer).type('text/plain; charset=utf-8').send(text)

/** A picture that was found elsewhere. */
export const sendPicture = (
  answer: FastifyReply,
  { mediaType, content }: { mediaType: string; content: Readable },
): FastifyReply => safely(answer).type(mediaType).send(content)

const safely = (answer: FastifyReply): FastifyReply =>
  answer
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cross-origin-resource-policy', 'cross-origin')
    .header('cache-control', 'private, max-age=86400, immutable')

const encodeName = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
