import { useQuery } from '@tanstack/react-query'
import { useCallback, useRef } from 'react'
import type { InboxItemBody, InboxView, MessageBody } from '#protocol/conversations.ts'
import { Composer, type ComposerHandle } from '../composer/Composer.tsx'
import { Unsent } from '../composer/Unsent.tsx'
import { BackToList } from '../conversation/BackToList.tsx'
import { ConversationFacts } from '../conversation/ConversationFacts.tsx'
import { ConversationHeader } from '../conversation/ConversationHeader.tsx'
import { Timeline } from '../conversation/Timeline.tsx'
import { useConversation } from '../conversation/useConversation.ts'
import { useViewing } from '../conversation/useViewing.ts'
import { CustomerPanel } from '../customer/CustomerPanel.tsx'
import { customerQuery } from '../customer/queries.ts'
import { type Panel, useCustomerPanel } from '../customer/useCustomerPanel.ts'
import { useWorkspaceId } from '../workspace/membership.ts'
import { useConversationShortcuts } from './useConversationShortcuts.ts'

type PaneProps = { conversationId: string; view: InboxView }

/** A conversation with where to answer it, and who asks. */
export function ConversationPane({ conversationId, view }: PaneProps) {
  const conversation = useConversation(conversationId)
  const panel = useCustomerPanel()
  useViewing(conversationId)
  const composer = useRef<ComposerHandle>(null)
  const takeUp = useCallback(
    (message: MessageBody, where: 'text' | 'recipients') => composer.current?.takeUp(message, where),
    [],
  )
  return (
    <>
      <section aria-labelledby="conversation-name" className="flex min-w-0 flex-1 flex-col">
        {conversation ? <Header conversation={conversation} view={view} panel={panel} /> : <HeaderPlace view={view} />}
        <Timeline conversationId={conversationId} onEdit={takeUp}>
          <Unsent conversationId={conversationId} />
        </Timeline>
        {conversation && <Composer ref={composer} conversation={conversation} />}
      </section>
      {conversation && (
        <CustomerPanel customerId={conversation.customer.id} conversationId={conversationId} view={view} panel={panel}>
          <ConversationFacts conversation={conversation} />
        </CustomerPanel>
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

function HeaderPlace({ view }: { view: InboxView }) {
  return (
    <div className="flex h-12 shrink-0 items-center border-b pl-4 max-md:pl-1">
      <BackToList view={view} />
      <h2 id="conversation-name" className="font-semibold">
        Conversation
      </h2>
    </div>
  )
}
