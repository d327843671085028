import type { Id } from '#protocol/primitives.ts'
import type { Chat } from './chat.ts'

/** What a visitor needs who sends files; most never do. */
export const loadFiles = () => import('./files.ts')

export async function attachFiles(chat: Chat, threadId: Id, files: File[]) {
  try {
    await (await loadFiles()).attachFiles(chat, threadId, files)
  } catch {
    chat.notices = files.map(({ name }) => chat.texts.cannotUpload(name))
    chat.changed()
  }
}
