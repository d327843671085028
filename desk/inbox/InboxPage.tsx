import { MessagesSquare } from 'lucide-react'
import type { InboxView } from '#protocol/conversations.ts'
import type { Id } from '#protocol/primitives.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Announcements } from './Announcements.tsx'
import { ConversationList } from './ConversationList.tsx'
import { ConversationPane } from './ConversationPane.tsx'
import { ListHeader } from './ListHeader.tsx'
import { useInboxShortcuts } from './useInboxShortcuts.ts'
import { ViewList } from './ViewList.tsx'

export type InboxSearch = { teamId?: Id; channelId?: Id; sort?: 'waiting' }

type InboxPageProps = { workspaceId: Id; view: InboxView; conversationId: Id | null; search: InboxSearch }

/** Views, list, conversation and customer side by side; on a phone one after the other. */
export function InboxPage({ view, conversationId, search }: InboxPageProps) {
  const list = { view, teamId: search.teamId, channelId: search.channelId, sort: search.sort ?? ('newest' as const) }
  const listKey = [view, search.teamId, search.channelId, list.sort].join(' ')
  useInboxShortcuts()
  return (
    <div className="flex h-full min-h-0">
      <ViewList view={view} teamId={search.teamId} />
      <section
        aria-label="Conversations"
        className={`flex w-72 2xl:w-80 shrink-0 flex-col border-r max-md:w-full max-md:border-r-0 ${conversationId ? 'max-md:hidden' : ''}`}
      >
        <ListHeader list={list} />
        <ConversationList key={listKey} list={list} conversationId={conversationId} />
      </section>
      {conversationId ? (
        <ConversationPane key={conversationId} conversationId={conversationId} view={view} />
      ) : (
        <div className="flex min-w-0 flex-1 items-center justify-center max-md:hidden">
          <EmptyState icon={MessagesSquare} title="No conversation open">
            Choose one from the list.
          </EmptyState>
        </div>
      )}
      <Announcements openId={conversationId} />
    </div>
  )
}
