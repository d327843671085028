import type { Id } from '#protocol/primitives.ts'
import type { WidgetMessageBody } from '#protocol/widget.ts'
import type { WaitingMessage } from './outbox.ts'

type Author = WidgetMessageBody['author']

/** A message on screen: one that the server has, or one that waits. The key stays the same when it gets there. */
export type ShownMessage = { key: string; author: Author; at: Date } & (
  | { message: WidgetMessageBody; waiting?: undefined }
  | { waiting: WaitingMessage; message?: undefined }
)

export type Row =
  | { type: 'day'; key: string; at: Date }
  | { type: 'unread'; key: string }
  /** Another than before speaks for the shop. */
  | { type: 'hand-over'; key: string; name: string }
  /** `begins`: another speaks than before, or after a pause. */
  | { type: 'message'; key: string; shown: ShownMessage; begins: boolean }

const PAUSE_MS = 5 * 60_000

/**
 * Messages as they are drawn: by day, by who speaks, with a line before the first unread one. A flat list, so that what
 * is on screen stays the same element when messages come above or below it.
 */
export function arrange(messages: WidgetMessageBody[], waiting: WaitingMessage[], firstUnreadId?: Id): Row[] {
  const rows: Row[] = []
  let last: ShownMessage | undefined
  let speaker: Author | undefined
  for (const shown of listShown(messages, waiting)) {
    const isFirstUnread = firstUnreadId !== undefined && shown.message?.id === firstUnreadId
    const isNewDay = last?.at.toDateString() !== shown.at.toDateString()
    if (isNewDay) rows.push({ type: 'day', key: `day ${shown.key}`, at: shown.at })
    if (isFirstUnread) rows.push({ type: 'unread', key: 'unread' })
    const { author } = shown
    if (author.kind === 'member' || author.kind === 'bot') {
      if (speaker && !isSame(speaker, author))
        rows.push({ type: 'hand-over', key: `now ${shown.key}`, name: author.name })
      speaker = author
    }
    const begins = isNewDay || isFirstUnread || !last || !belongTogether(last, shown)
    rows.push({ type: 'message', key: shown.key, shown, begins })
    last = shown
  }
  return rows
}

function listShown(messages: WidgetMessageBody[], waiting: WaitingMessage[]): ShownMessage[] {
  const arrived = new Set(messages.map(({ clientId }) => clientId))
  const author = { kind: 'customer' as const, name: '' }
  return [
    ...messages.map((message) => ({
      key: message.clientId ?? message.id,
      author: message.author,
      at: new Date(message.sentAt),
      message,
    })),
    ...waiting
      .filter(({ clientId }) => !arrived.has(clientId))
      .map((message) => ({ key: message.clientId, author, at: new Date(message.writtenAt), waiting: message })),
  ]
}

function belongTogether(a: ShownMessage, b: ShownMessage) {
  return isSame(a.author, b.author) && b.at.getTime() - a.at.getTime() < PAUSE_MS
}

function isSame(a: Author, b: Author) {
  return a.kind === b.kind && (a.kind === 'customer' || a.name === b.name)
}
