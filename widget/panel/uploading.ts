import type { AttachmentBody } from '#protocol/conversations.ts'
import type { Id } from '#protocol/primitives.ts'
import type { Page } from '../page.ts'
import type { Chat } from './chat.ts'
import { formatBytes } from './numbers.ts'
import type { WaitingFile, WaitingMessage } from './outbox.ts'
import { addressOf, bearer, Refused } from './server.ts'

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

const PATIENCE_MS = 300_000

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

/** Brings up the files of a message that waits. Undefined: the server does not want one of them, and the message says so. */
export async function uploadAll(chat: Chat, message: WaitingMessage) {
  const files = [...message.files]
  for (const [index, file] of files.entries()) {
    try {
      files[index] = { ...file, attachment: await uploadFile(chat, file) }
    } catch (error) {
      if (!(error instanceof Refused) || error.isPassing || error.status === 401) throw error
      await chat.outbox.put({ ...message, files, failure: explainRefusal(chat, file.name, error) })
      return
    }
  }
  if (files.some(({ attachment }, index) => attachment !== message.files[index]?.attachment)) {
    await chat.outbox.put({ ...message, files })
  }
  return files.flatMap(({ attachment }) => attachment?.id ?? [])
}

/** Why the server does not want the file, in the visitor's words. */
export function explainRefusal({ texts, more, config, locale }: Chat, name: string, { status }: Refused): string {
  if (status === 413 && config && more) return more.tooLarge(name, formatBytes(config.maxAttachmentBytes, locale))
  return (status === 415 && more?.notAllowed(name)) || texts.cannotUpload(name)
}

/** `XMLHttpRequest`, because `fetch` does not tell how much has gone up. `onProgress` gets a share from 0 to 1. */
function upload(page: Page, token: string, file: Blob, name: string, onProgress: (share: number) => void) {
  return new Promise<AttachmentBody>((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', addressOf(page, `attachments?name=${encodeURIComponent(name)}`))
    for (const [header, value] of Object.entries(bearer(token))) request.setRequestHeader(header, value)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0)
    request.onload = () =>
      request.status < 300
        ? resolve(JSON.parse(request.responseText))
        : reject(new Refused({ status: request.status, title: request.statusText }))
    request.timeout = PATIENCE_MS
    request.onerror = request.ontimeout = () => reject(new Error('The connection was lost.'))
    request.send(file)
  })
}
