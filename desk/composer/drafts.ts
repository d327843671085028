import type { MessageContent } from '#protocol/content.ts'
import type { AttachmentBody } from '#protocol/conversations.ts'
import { type Stored, stored } from '../stored.ts'
import { choiceOf, type LetterChoice } from './letter-choice.ts'
import type { OutboxItem } from './outbox.ts'

/** reply: the customer reads it; note: only the team does. Each has a draft of its own, so that neither becomes the other. */
export type Mode = 'reply' | 'note'
export type Draft = {
  text: string
  attachments: AttachmentBody[]
  letter?: LetterChoice
  /** What a chat shows beside the words. */
  content?: MessageContent
}
export type Drafts = { mode: Mode; reply: Draft; note: Draft }

const empty: Draft = { text: '', attachments: [] }
export const noDrafts: Drafts = { mode: 'reply', reply: empty, note: empty }

const open = new Map<string, Stored<Drafts | undefined>>()

/** What somebody began to write in a conversation, in this browser. */
export function draftsOf(memberId: string, conversationId: string): Stored<Drafts | undefined> {
  const key = `infolett.draft.${memberId}.${conversationId}`
  const drafts = open.get(key) ?? stored<Drafts>(key)
  open.set(key, drafts)
  return drafts
}

/** The same drafts with one of them changed; undefined when there is nothing left to keep. */
export function withDraft(drafts: Drafts, mode: Mode, change: Partial<Draft>): Drafts | undefined {
  const next = { ...drafts, [mode]: { ...drafts[mode], ...change } }
  const isNothing =
    isEmpty(next.reply) && !next.reply.letter && !next.reply.content && isEmpty(next.note) && next.mode === 'reply'
  return isNothing ? undefined : next
}

/** What could not be sent becomes a draft again, above what is being written. */
export function putBack(memberId: string, { conversationId, kind, text, attachments, letter, content }: OutboxItem) {
  const store = draftsOf(memberId, conversationId)
  const drafts = store.get() ?? noDrafts
  const mode = kind === 'note' ? 'note' : 'reply'
  const draft = drafts[mode]
  const change = {
    text: [text, draft.text].filter(Boolean).join('\n'),
    attachments: [...attachments, ...draft.attachments],
    letter: letter ? choiceOf(letter) : draft.letter,
    content: content ?? draft.content,
  }
  store.set(withDraft({ ...drafts, mode }, mode, change))
}

export const isEmpty = ({ text, attachments }: Draft) => text.trim() === '' && attachments.length === 0
