import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { attachToMessages, storeAttachment } from '#conversations/attachments.ts'
import type { Transaction } from '#platform/database/database.ts'
import type { Files } from '#platform/files.ts'
import type { Story } from './story.ts'

/** Puts pictures and papers on messages; they are in `photos/`, drawn. */
export async function attachPhotos(trx: Transaction, files: Files, stories: Story[]): Promise<void> {
  const taken = stories.flatMap(({ photos, customer, thread }) =>
    photos.map((photo) => ({ ...photo, customer, workspaceId: thread.workspaceId })),
  )
  const { default: sharp } = await import('sharp')
  const develop = async (photo: string) =>
    photo.endsWith('.pdf')
      ? readFile(new URL(`./photos/${photo}`, import.meta.url))
      : sharp(await readFile(drawingOf(photo)))
          .jpeg({ quality: 82 })
          .toBuffer()
  const pictures = await Promise.all(taken.map(({ photo }) => develop(photo)))
  for (const [index, { name, messageId, contentId, customer, workspaceId }] of taken.entries()) {
    const { id: attachmentId } = await storeAttachment(trx, files, {
      workspaceId,
      uploader: { kind: 'visitor', id: customer.id },
      name,
      content: Readable.from([pictures[index]]),
    })
    await attachToMessages(trx, [{ workspaceId, attachmentId, messageId, position: 0 }])
    if (contentId !== null)
      await trx
        .updateTable('attachments')
        .set({ isInline: true, contentId })
        .where('workspaceId', '=', workspaceId)
        .where('id', '=', attachmentId)
        .execute()
  }
}

const drawingOf = (photo: string) => new URL(`./photos/${photo}.svg`, import.meta.url)
