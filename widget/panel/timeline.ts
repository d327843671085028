import type { AuthorKind } from '#protocol/conversations.ts'
import type { Id } from '#protocol/primitives.ts'
import type { WidgetMessageBody } from '#protocol/widget.ts'
import type { WaitingMessage } from './outbox.ts'

type Author = { kind: AuthorKind; name: string }

/** A message on screen: one that the server has, or one that waits. The key stays the same when it gets there. */
export type ShownMessage = { key: string; author: Author; at: Date } & (
  | { message: WidgetMessageBody; waiting?: undefined }
  | { waiting: WaitingMessage; message?: undefined }
)

export type Row =
  | { type: 'day'; key: string; at: Date }
  | { type: 'unread'; key: string }
  | { type: 'group'; key: string; author: Author; at: Date; messages: ShownMessage[] }

const PAUSE_MS = 5 * 60_000

/** Messages as they are drawn: by day, by who speaks, with a line before the first unread one. */
export function arrange(messages: WidgetMessageBody[], waiting: WaitingMessage[], firstUnreadId?: Id): Row[] {
  const rows: Row[] = []
  let last: ShownMessage | undefined
  for (const shown of listShown(messages, waiting)) {
    const isFirstUnread = firstUnreadId !== undefined && shown.message?.id === firstUnreadId
    const isNewDay = last?.at.toDateString() !== shown.at.toDateString()
    if (isNewDay) rows.push({ type: 'day', key: `day ${shown.key}`, at: shown.at })
    if (isFirstUnread) rows.push({ type: 'unread', key: 'unread' })
    const row = rows.at(-1)
    if (row?.type === 'group' && last && belongTogether(last, shown)) row.messages.push(shown)
    else rows.push({ type: 'group', key: shown.key, author: shown.author, at: shown.at, messages: [shown] })
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
  const isSameAuthor =
    a.author.kind === b.author.kind && (a.author.kind === 'customer' || a.author.name === b.author.name)
  return isSameAuthor && b.at.getTime() - a.at.getTime() < PAUSE_MS
}
