import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { attachToMessages, storeAttachment } from '#conversations/attachments.ts'
import type { Transaction } from '#platform/database/database.ts'
import type { Files } from '#platform/files.ts'
import type { Story } from './story.ts'

/** Puts the customers' pictures on their messages; they are drawn in `photos/`. */
export async function attachPhotos(trx: Transaction, files: Files, stories: Story[]): Promise<void> {
  const taken = stories.flatMap(({ photos, customer, thread }) =>
    photos.map((photo) => ({ ...photo, customer, workspaceId: thread.workspaceId })),
  )
  const { default: sharp } = await import('sharp')
  const develop = async (drawing: string) =>
    sharp(await readFile(drawingOf(drawing)))
      .jpeg({ quality: 82 })
      .toBuffer()
  const pictures = await Promise.all(taken.map(({ photo }) => develop(photo)))
  for (const [index, { name, messageId, customer, workspaceId }] of taken.entries()) {
    const { id: attachmentId } = await storeAttachment(trx, files, {
      workspaceId,
      uploader: { kind: 'visitor', id: customer.id },
      name,
      content: Readable.from([pictures[index]]),
    })
    await attachToMessages(trx, [{ workspaceId, attachmentId, messageId, position: 0 }])
  }
}

const drawingOf = (photo: string) => new URL(`./photos/${photo}.svg`, import.meta.url)
