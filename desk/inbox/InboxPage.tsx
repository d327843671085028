import type { InboxView } from '#protocol/conversations.ts'
import type { Id } from '#protocol/primitives.ts'

export type InboxSearch = { teamId?: Id; channelId?: Id; sort?: 'waiting' }

type InboxPageProps = { workspaceId: Id; view: InboxView; conversationId: Id | null; search: InboxSearch }

export function InboxPage({ view }: InboxPageProps) {
  return <p className="p-4 text-muted">{view}</p>
}
