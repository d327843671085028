import { Link } from '@tanstack/react-router'
import type { InboxView } from '#protocol/conversations.ts'
import type { CustomerCardBody } from '#protocol/customers.ts'
import { RelativeTime } from '../ui/RelativeTime.tsx'
import { Section } from '../ui/Section.tsx'
import { useWorkspaceId } from '../workspace/membership.ts'

type OtherProps = { conversations: CustomerCardBody['conversations']; view: InboxView }

/** What the same customer asked at other times. */
export function OtherConversations({ conversations, view }: OtherProps) {
  const workspaceId = useWorkspaceId()
  if (conversations.length === 0) return null
  return (
    <Section
      name="conversations"
      title={
        <>
          Other conversations <span className="font-normal text-muted">{conversations.length}</span>
        </>
      }
    >
      <ul className="-mx-2">
        {conversations.map(({ id, number, status, preview, lastMessageAt }) => (
          <li key={id}>
            <Link
              to="/$workspaceId/inbox/$view/$conversationId"
              params={{ workspaceId, view, conversationId: id }}
              search={(search) => search}
              className="block rounded px-2 py-1 hover:bg-hover"
            >
              <span className="flex items-baseline gap-2 text-xs text-muted">
                <span>#{number}</span>
                <span>{status}</span>
                <RelativeTime at={lastMessageAt} className="ml-auto" />
              </span>
              <bdi className="block truncate">{preview || 'No messages yet'}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
