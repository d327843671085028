import type { Id, MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS } from '#protocol/primitives.ts'
import { attachedFiles, setAttached } from './attached.ts'
import type { Chat } from './chat.ts'
import { newId } from './id.ts'
import { formatBytes } from './numbers.ts'
import type { WaitingFile } from './outbox.ts'
import { Refused } from './server.ts'
import { explainRefusal, uploadFile } from './uploading.ts'

const maxFiles: typeof MAX_ATTACHMENTS = 10
const maxBytes: typeof MAX_ATTACHMENT_BYTES = 20_971_520

/** The files chosen before: pictures take longer to look at, and must not be overtaken. */
let turn = Promise.resolve()

/** Takes files into the message that is being written and begins to bring them up; says which it can't take and why. */
export function attachFiles(chat: Chat, threadId: Id, files: File[]): Promise<void> {
  const attaching = turn.then(() => attachAll(chat, threadId, files))
  turn = attaching.catch(() => {})
  return attaching
}

async function attachAll(chat: Chat, threadId: Id, files: File[]) {
  chat.notices = []
  for (const file of files) {
    const problem = whyNot(chat, threadId, file)
    if (problem) chat.notices = [...chat.notices, problem]
    else await attach(chat, threadId, file)
  }
  chat.changed()
}

/** Files whose way up was cut off. */
export function resumeUploads(chat: Chat) {
  for (const [threadId, files] of chat.attached) for (const file of files) void bringUp(chat, threadId, file)
}

function whyNot(chat: Chat, threadId: Id, { name, size }: File) {
  const { texts, more, locale, config } = chat
  if (!more) return texts.cannotUpload(name)
  const limit = config?.maxAttachmentBytes ?? maxBytes
  if (attachedFiles(chat, threadId).length >= maxFiles) return more.tooMany(maxFiles)
  if (size === 0) return more.isEmpty(name)
  if (size > limit) return more.tooLarge(name, formatBytes(limit, locale))
}

async function attach(chat: Chat, threadId: Id, blob: File) {
  const file = { key: newId(), name: blob.name, bytes: blob.size, blob, ...(await measure(blob)) }
  setAttached(chat, threadId, [...attachedFiles(chat, threadId), file])
  void bringUp(chat, threadId, file)
}

async function measure(blob: Blob) {
  if (!blob.type.startsWith('image/')) return
  try {
    const { width, height } = await createImageBitmap(blob)
    return { width, height }
  } catch {
    // Not an image that this browser can draw: shown by its name.
  }
}

async function bringUp(chat: Chat, threadId: Id, file: WaitingFile) {
  try {
    const attachment = await uploadFile(chat, file)
    replace(chat, threadId, file.key, [{ ...file, attachment }])
  } catch (error) {
    if (!(error instanceof Refused) || error.isPassing) return
    if (!replace(chat, threadId, file.key, [])) return
    chat.notices = [...chat.notices, explainRefusal(chat, file.name, error)]
    chat.changed()
  }
}

/** Only while the file is still in the message being written: once sent, it belongs to the outbox. */
function replace(chat: Chat, threadId: Id, key: string, by: WaitingFile[]) {
  const files = attachedFiles(chat, threadId)
  if (!files.some((file) => file.key === key)) return false
  setAttached(
    chat,
    threadId,
    files.flatMap((file) => (file.key === key ? by : [file])),
  )
  return true
}
