import type { Id } from '#protocol/primitives.ts'
import type { Chat } from './chat.ts'
import type { WaitingFile } from './outbox.ts'

/** Files of the message that is being written. */
export function attachedFiles(chat: Chat, threadId: Id): WaitingFile[] {
  const kept = () =>
    chat.drafts.get(threadId).attachments.map((attachment) => {
      const { id, name, bytes } = attachment
      return { key: id, name, bytes, attachment }
    })
  return chat.attached.get(threadId) ?? kept()
}

export function detachFile(chat: Chat, threadId: Id, key: string) {
  setAttached(
    chat,
    threadId,
    attachedFiles(chat, threadId).filter((file) => file.key !== key),
  )
}

export function setAttached(chat: Chat, threadId: Id, files: WaitingFile[]) {
  chat.attached.set(threadId, files)
  chat.drafts.change(threadId, { attachments: files.flatMap(({ attachment }) => attachment ?? []) })
  chat.changed()
}
