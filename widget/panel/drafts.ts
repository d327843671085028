import type { AttachmentBody } from '#protocol/conversations.ts'
import type { Id } from '#protocol/primitives.ts'
import type { PreChatAnswers } from '#protocol/widget.ts'
import { keep } from '../kept.ts'
import { newId } from './id.ts'

/** `answers`: to what the shop asks before the first message. */
export type Draft = { text: string; attachments: AttachmentBody[]; answers?: PreChatAnswers | undefined }
type Kept = { shownId: Id; newId: Id; drafts: Record<Id, Draft> }
export type Drafts = ReturnType<typeof openDrafts>

const EMPTY: Draft = { text: '', attachments: [], answers: undefined }
const SOON_MS = 300

/** What the visitor has begun to write, thread by thread, and which thread they were in. */
export function openDrafts(name: string) {
  const kept = keep<Kept>(`${name}:drafts`)
  const unsaved = new Map<Id, Draft>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function get(threadId: Id): Draft {
    return unsaved.get(threadId) ?? kept.read().drafts?.[threadId] ?? EMPTY
  }

  function change(threadId: Id, change: Partial<Draft>) {
    unsaved.set(threadId, { ...get(threadId), ...change })
    clearTimeout(timer)
    timer = setTimeout(save, SOON_MS)
  }

  function save() {
    clearTimeout(timer)
    if (unsaved.size === 0) return
    const drafts = { ...kept.read().drafts, ...Object.fromEntries(unsaved) }
    unsaved.clear()
    const begun = Object.entries(drafts).filter(
      ([, { text, attachments, answers }]) => text || answers || attachments.length > 0,
    )
    kept.write({ drafts: Object.fromEntries(begun) })
  }

  function clear(threadId: Id) {
    change(threadId, EMPTY)
    save()
  }

  function forget() {
    clearTimeout(timer)
    unsaved.clear()
    kept.forget()
  }

  /** The thread shown last, else a new one. */
  function shownId(): Id {
    return kept.read().shownId ?? newThreadId(() => false)
  }

  /** The same until it is used, so that a conversation begun and left is found again. */
  function newThreadId(isUsed: (threadId: Id) => boolean): Id {
    const earlier = kept.read().newId
    const id = earlier && !isUsed(earlier) ? earlier : newId()
    kept.write({ newId: id })
    return id
  }

  const remember = (shownId: Id) => kept.write({ shownId })

  return { get, change, save, clear, forget, shownId, newThreadId, remember }
}
