import type { AttachmentBody } from '#protocol/conversations.ts'
import type { Id } from '#protocol/primitives.ts'
import type { Chat } from './chat.ts'
import { formatBytes } from './numbers.ts'
import type { WaitingFile } from './outbox.ts'
import { Refused, upload } from './server.ts'

export type Uploads = {
  /** By the file's key; those that are done stay. */
  begun: Map<string, Promise<AttachmentBody>>
  /** How much of a file has gone up, from 0 to 1, by its key. */
  shares: Map<string, number>
  /** Pictures sent from this page, by attachment: shown until the server's thumbnail has come. */
  pictures: Map<Id, Blob>
}

/** Brings a file to the server, once however often it is asked for. */
export async function uploadFile(chat: Chat, file: WaitingFile): Promise<AttachmentBody> {
  if (file.attachment) return file.attachment
  const { begun } = chat.uploads
  const uploading = begun.get(file.key) ?? bringUp(chat, file)
  begun.set(file.key, uploading)
  return uploading.catch((error) => {
    begun.delete(file.key)
    throw error
  })
}

async function bringUp(chat: Chat, { key, name, blob }: WaitingFile) {
  if (!blob) throw new Refused({ status: 410, title: 'The file is gone.' })
  if (!chat.token) throw new Error('There is no session yet.')
  const { shares, pictures } = chat.uploads
  try {
    const attachment = await upload(chat.page, chat.token, blob, name, (share) => {
      shares.set(key, share)
      chat.changed()
    })
    pictures.set(attachment.id, blob)
    return attachment
  } finally {
    shares.delete(key)
    chat.changed()
  }
}

/** Why the server does not want the file, in the visitor's words. */
export function explainRefusal({ texts, config, locale }: Chat, name: string, { status }: Refused): string {
  if (status === 413 && config) return texts.tooLarge(name, formatBytes(config.maxAttachmentBytes, locale))
  return status === 415 ? texts.notAllowed(name) : texts.cannotUpload(name)
}
