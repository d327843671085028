import type { ActivityBody, MessageBody } from '#protocol/conversations.ts'

/** Messages of one author closer than this stand together under one name. */
const TOGETHER_MS = 5 * 60_000

/** What stands in a timeline, from top to bottom. */
export type Entry =
  | { type: 'day'; key: string; at: string }
  | { type: 'activity'; key: string; activity: ActivityBody }
  | { type: 'message'; key: string; message: MessageBody; isFirst: boolean; isLast: boolean }

type Page = { messages: MessageBody[]; activities: ActivityBody[] }

/**
 * Lays out one page of a timeline; `before` is the last message of the page above.
 * @param dayOf the calendar day of an instant, in the time zone of who reads
 */
export function layOut(
  { messages, activities }: Page,
  before: MessageBody | undefined,
  dayOf: (at: string) => string,
): Entry[] {
  const entries: Entry[] = []
  let day = before && dayOf(before.sentAt)
  // What its author took back in time was never said.
  const said = messages.filter(({ delivery }) => delivery.state !== 'withdrawn')
  for (const item of inTime(said, activities)) {
    const at = timeOf(item)
    if (dayOf(at) !== day) {
      day = dayOf(at)
      entries.push({ type: 'day', key: day, at })
    }
    entries.push(
      'text' in item
        ? { type: 'message', key: item.clientId ?? item.id, message: item, isFirst: true, isLast: true }
        : { type: 'activity', key: item.id, activity: item },
    )
  }
  return grouped(entries)
}

function grouped(entries: Entry[]): Entry[] {
  return entries.map((entry, index) => {
    if (entry.type !== 'message') return entry
    return {
      ...entry,
      isFirst: !standTogether(entries[index - 1], entry),
      isLast: !standTogether(entry, entries[index + 1]),
    }
  })
}

function standTogether(above: Entry | undefined, below: Entry | undefined): boolean {
  if (above?.type !== 'message' || below?.type !== 'message') return false
  const [a, b] = [above.message, below.message]
  // Each letter has a head of its own.
  if (a.envelope || b.envelope) return false
  const isSameAuthor = a.author.kind === b.author.kind && a.author.id === b.author.id && a.author.name === b.author.name
  return isSameAuthor && a.kind === b.kind && Date.parse(b.sentAt) - Date.parse(a.sentAt) < TOGETHER_MS
}

/** The server makes the ids of messages and activities by one clock, so they sort together. */
function inTime(messages: MessageBody[], activities: ActivityBody[]): (MessageBody | ActivityBody)[] {
  return [...messages, ...activities].sort((a, b) => (a.id < b.id ? -1 : 1))
}

const timeOf = (item: MessageBody | ActivityBody) => ('text' in item ? item.sentAt : item.at)
