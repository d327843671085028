import type { Id } from '#protocol/primitives.ts'
import type { Chat } from './chat.ts'
import type { MoreTexts } from './texts/texts.ts'

/** What a visitor needs who sends files; most never do. */
export async function loadFiles(chat: Chat) {
  const [files] = await Promise.all([importFiles(), loadMoreTexts(chat)])
  return files
}

const importFiles = () => import('./files.ts')

/** What tells the team of errors on the page; of use only once a visitor writes. */
export const loadTrouble = () => import('./trouble.ts')

/** Put in by the build: the hash under which the parts are served. */
declare const PARTS_HASH: string

/** What rarely drawn parts say, in the window's language. */
export async function loadMoreTexts(chat: Chat) {
  const address = `./${chat.page.language}More-${PARTS_HASH}.js`
  const { more }: { more: MoreTexts } = await import(/* @vite-ignore */ address)
  chat.more = more
}

export async function attachFiles(chat: Chat, threadId: Id, files: File[]) {
  try {
    await (await loadFiles(chat)).attachFiles(chat, threadId, files)
  } catch {
    chat.notices = files.map(({ name }) => chat.texts.cannotUpload(name))
    chat.changed()
  }
}
