import type { ConversationBody, InboxView } from '#protocol/conversations.ts'

/** One list of the inbox: a view, narrowed to a team or a channel if asked. */
export type InboxList = { view: InboxView; teamId?: string; channelId?: string }

type Placed = Pick<ConversationBody, 'status' | 'assigneeId' | 'teamId' | 'channel' | 'failedCount'>

/** The desk's own copy of the server's rule, so that a list moves at the moment it hears of a change. */
export function belongsIn({ view, teamId, channelId }: InboxList, conversation: Placed, memberId: string): boolean {
  if (teamId && conversation.teamId !== teamId) return false
  if (channelId && conversation.channel.id !== channelId) return false
  return belongsInView(view, conversation, memberId)
}

function belongsInView(view: InboxView, { status, assigneeId, failedCount }: Placed, memberId: string): boolean {
  if (view === 'mine') return status === 'open' && assigneeId === memberId
  if (view === 'unassigned') return status === 'open' && assigneeId === null
  // Whatever became of the conversation since: the customer does not have the answer.
  if (view === 'failed') return failedCount > 0 && status !== 'spam'
  return status === view
}

/** Whether the numbers beside the views may differ now; `before` is what we last knew, if anything. */
export function movesCounts(before: Placed | undefined, after: Placed): boolean {
  if (!before) return true
  return (
    before.status !== after.status ||
    before.assigneeId !== after.assigneeId ||
    before.teamId !== after.teamId ||
    before.failedCount > 0 !== after.failedCount > 0
  )
}
