import { open } from 'node:fs/promises'
import type { Transaction } from '#platform/database/database.ts'
import type { Files } from '#platform/files.ts'
import { lockBytes, mediaTypeOf } from './attachments.ts'
import { safeFileName } from './file-name.ts'
import { makeThumbnail } from './pictures.ts'

/** A file that came with a letter; its content is in the files. */
export type LetterFile = {
  name: string
  bytes: number
  sha256: Buffer
  /** Shown inside the letter's HTML. */
  isInline: boolean
  /** By what name it is shown there; without the angle brackets. */
  contentId: string | null
}

export type ExaminedFile = LetterFile & { mediaType: string; picture: { width: number; height: number } | undefined }

const HEAD_BYTES = 4_100

/**
 * Looks into the files of a letter, before the transaction that stores it: pictures take their time. Nothing is refused:
 * what a customer sent is kept, a program too, which is only ever downloaded.
 */
export async function examineLetterFiles(files: Files, given: LetterFile[]): Promise<ExaminedFile[]> {
  const examined: ExaminedFile[] = []
  for (const file of given) {
    const mediaType = await mediaTypeOf(await readHead(files.pathOf(file.sha256)))
    const picture = file.isInline
      ? undefined
      : await makeThumbnail(files, file.sha256, mediaType).catch(() => undefined)
    examined.push({ ...file, mediaType, picture })
  }
  return examined
}

async function readHead(path: string): Promise<Buffer> {
  await using file = await open(path)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
  return buffer.subarray(0, bytesRead)
}

/** Makes attachments of them, to be put on a message by the system as their uploader. In their order. */
export async function insertLetterFiles(
  trx: Transaction,
  files: Files,
  workspaceId: string,
  examined: ExaminedFile[],
): Promise<string[]> {
  if (examined.length === 0) return []
  for (const { sha256 } of examined.toSorted((a, b) => Buffer.compare(a.sha256, b.sha256))) {
    await lockBytes(trx, sha256)
    // Somebody else's equal bytes may have been removed before anybody knew that we need them too.
    if (!(await files.has(sha256)))
      throw new Error('A file of a letter is gone; it comes back when the letter is read anew')
  }
  const createdAt = new Date()
  const rows = await trx
    .insertInto('attachments')
    .values(
      examined.map(({ name, bytes, sha256, isInline, contentId, mediaType, picture }) => ({
        workspaceId,
        uploaderKind: 'system' as const,
        name: safeFileName(name),
        mediaType,
        bytes,
        sha256,
        width: picture?.width,
        height: picture?.height,
        hasThumbnail: picture !== undefined,
        isInline,
        contentId,
        createdAt,
      })),
    )
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}
