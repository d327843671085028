import { useQuery } from '@tanstack/react-query'
import type { InboxItemBody, InboxView } from '#protocol/conversations.ts'
import { Composer } from '../composer/Composer.tsx'
import { Unsent } from '../composer/Unsent.tsx'
import { ConversationHeader } from '../conversation/ConversationHeader.tsx'
import { Timeline } from '../conversation/Timeline.tsx'
import { useConversation } from '../conversation/useConversation.ts'
import { useViewing } from '../conversation/useViewing.ts'
import { CustomerPanel } from '../customer/CustomerPanel.tsx'
import { customerQuery } from '../customer/queries.ts'
import { type Panel, useCustomerPanel } from '../customer/useCustomerPanel.ts'
import { Skeleton } from '../ui/Skeleton.tsx'
import { useWorkspaceId } from '../workspace/membership.ts'
import { useConversationShortcuts } from './useConversationShortcuts.ts'

type PaneProps = { conversationId: string; view: InboxView }

/** A conversation with where to answer it, and who asks. */
export function ConversationPane({ conversationId, view }: PaneProps) {
  const conversation = useConversation(conversationId)
  const panel = useCustomerPanel()
  useViewing(conversationId)
  return (
    <>
      <section aria-labelledby="conversation-name" className="flex min-w-0 flex-1 flex-col">
        {conversation ? <Header conversation={conversation} view={view} panel={panel} /> : <HeaderPlace />}
        <Timeline conversationId={conversationId}>
          <Unsent conversationId={conversationId} />
        </Timeline>
        {conversation && <Composer conversation={conversation} />}
      </section>
      {conversation && (
        <CustomerPanel
          customerId={conversation.customer.id}
          conversationId={conversationId}
          view={view}
          panel={panel}
        />
      )}
    </>
  )
}

function Header({ conversation, view, panel }: { conversation: InboxItemBody; view: InboxView; panel: Panel }) {
  const { data: card } = useQuery(customerQuery(useWorkspaceId(), conversation.customer.id))
  useConversationShortcuts({ conversation, view, togglePanel: panel.toggle })
  return (
    <ConversationHeader
      conversation={conversation}
      view={view}
      isCustomerOnline={card?.visit?.isOnline ?? false}
      panel={panel}
    />
  )
}

function HeaderPlace() {
  return (
    <div className="flex h-12 shrink-0 items-center border-b px-4">
      <h2 id="conversation-name" className="sr-only">
        Conversation
      </h2>
      <Skeleton className="h-4 w-40" />
    </div>
  )
}
