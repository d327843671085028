import type { ChangesBody, InboxItemBody, MessageBody, TimelineBody } from '#protocol/conversations.ts'

/** `upTo`: the revision of the conversation up to which these messages are complete. */
export type TimelinePage = TimelineBody & { upTo: number }

/** What was read of one conversation; the first page is the newest. */
export type Timeline = { pages: TimelinePage[]; pageParams: unknown[] }

export const conversationOf = (timeline: Timeline): InboxItemBody | undefined => timeline.pages[0]?.conversation

/** Oldest first. */
export const messagesOf = (timeline: Timeline): MessageBody[] =>
  timeline.pages.toReversed().flatMap(({ messages }) => messages)

/** Puts a new or changed message in; older than what was read it is left for when that page is asked for. */
export function withMessage(timeline: Timeline, message: MessageBody): Timeline {
  const at = timeline.pages.findIndex(({ messages, hasEarlier }) => {
    const oldest = messages[0]
    return !hasEarlier || (oldest !== undefined && oldest.id <= message.id)
  })
  const page = timeline.pages[at]
  if (!page) return timeline
  const messages = inserted(page.messages, message)
  return messages === page.messages ? timeline : { ...timeline, pages: timeline.pages.with(at, { ...page, messages }) }
}

/** Brings the conversation itself up to date. A copy that is newer already stays. */
export function withConversation(timeline: Timeline, change: Partial<InboxItemBody>): Timeline {
  const [newest, ...earlier] = timeline.pages
  if (!newest || (change.revision ?? newest.conversation.revision) < newest.conversation.revision) return timeline
  return { ...timeline, pages: [{ ...newest, conversation: { ...newest.conversation, ...change } }, ...earlier] }
}

/** Notes that all up to this revision is here. */
export function completeUpTo(timeline: Timeline, revision: number): Timeline {
  const [newest, ...earlier] = timeline.pages
  if (!newest || newest.upTo >= revision) return timeline
  return { ...timeline, pages: [{ ...newest, upTo: revision }, ...earlier] }
}

export function withChanges(timeline: Timeline, { conversation, messages, activities }: ChangesBody): Timeline {
  let changed = withConversation(timeline, conversation)
  for (const message of messages) changed = withMessage(changed, message)
  const [newest, ...earlier] = changed.pages
  if (newest && activities.length > 0) {
    const known = new Set(newest.activities.map(({ id }) => id))
    const news = activities.filter(({ id }) => !known.has(id))
    changed = { ...changed, pages: [{ ...newest, activities: [...newest.activities, ...news] }, ...earlier] }
  }
  return completeUpTo(changed, conversation.revision)
}

function inserted(messages: MessageBody[], message: MessageBody): MessageBody[] {
  const at = messages.findLastIndex(({ id }) => id <= message.id)
  const found = messages[at]
  if (found?.id !== message.id) return messages.toSpliced(at + 1, 0, message)
  return found.revision > message.revision ? messages : messages.with(at, message)
}
