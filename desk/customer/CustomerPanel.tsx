import { Dialog as Base } from '@base-ui/react/dialog'
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { InboxView } from '#protocol/conversations.ts'
import { explain } from '../problem.ts'
import { ErrorState } from '../ui/ErrorState.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { useWorkspaceId } from '../workspace/membership.ts'
import { CustomerFacts } from './CustomerFacts.tsx'
import { CustomerName } from './CustomerName.tsx'
import { Orders } from './Orders.tsx'
import { OtherConversations } from './OtherConversations.tsx'
import { customerQuery } from './queries.ts'
import type { Panel } from './useCustomerPanel.ts'
import { Visit } from './Visit.tsx'

type CustomerPanelProps = {
  customerId: string
  conversationId: string
  view: InboxView
  panel: Panel
  /** What is known of the conversation itself; it stands below who asks. */
  children: ReactNode
}

/** Who asks, what they look at now, what they bought and asked before; beside the conversation or, where room is short, over it. */
export function CustomerPanel({ panel, ...card }: CustomerPanelProps) {
  if (panel.isBeside) {
    return (
      panel.isShown && (
        <aside aria-label="Customer" className="w-68 shrink-0 overflow-y-auto border-l 2xl:w-80">
          <Card {...card} />
        </aside>
      )
    )
  }
  return (
    <Base.Root open={panel.isShown} onOpenChange={panel.toggle}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-30 bg-backdrop transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup className="fixed inset-y-0 right-0 z-30 w-80 max-w-full overflow-y-auto bg-raised pb-[env(safe-area-inset-bottom)] shadow-floating outline-hidden transition-transform duration-100 data-ending-style:translate-x-full data-starting-style:translate-x-full max-sm:inset-x-0 max-sm:top-auto max-sm:bottom-0 max-sm:h-[85dvh] max-sm:w-full max-sm:rounded-t max-sm:data-ending-style:translate-x-0 max-sm:data-ending-style:translate-y-full max-sm:data-starting-style:translate-x-0 max-sm:data-starting-style:translate-y-full">
          <Base.Title className="sr-only">Customer</Base.Title>
          <Base.Close render={<IconButton icon={X} label="Close" className="absolute top-2 right-2" />} />
          <Card {...card} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

function Card({ customerId, conversationId, view, children }: Omit<CustomerPanelProps, 'panel'>) {
  const query = useQuery(customerQuery(useWorkspaceId(), customerId))
  if (query.data) {
    const { customer, visit, orders, conversations } = query.data
    return (
      <>
        <CustomerName customer={customer} isOnline={visit?.isOnline ?? false} />
        <CustomerFacts customer={customer} />
        {children}
        {visit && <Visit visit={visit} />}
        <Orders orders={orders} />
        <OtherConversations conversations={conversations.filter(({ id }) => id !== conversationId)} view={view} />
      </>
    )
  }
  if (!query.isError)
    return (
      <div className="p-4">
        <SkeletonRows count={4} label="Loading the customer" />
      </div>
    )
  return (
    <ErrorState
      title="The customer could not be loaded."
      detail={explain(query.error)}
      onRetry={() => query.refetch()}
      isRetrying={query.isFetching}
    />
  )
}
