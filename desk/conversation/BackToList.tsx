import { Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import type { InboxView } from '#protocol/conversations.ts'
import { useWorkspaceId } from '../workspace/membership.ts'

/** On a phone, where the list is not beside the conversation. */
export function BackToList({ view }: { view: InboxView }) {
  const workspaceId = useWorkspaceId()
  return (
    <Link
      to="/$workspaceId/inbox/$view"
      params={{ workspaceId, view }}
      search={(search) => search}
      aria-label="Back to the list"
      className="inline-flex size-10 shrink-0 items-center justify-center rounded text-muted hover:bg-hover md:hidden"
    >
      <ArrowLeft size={20} aria-hidden="true" />
    </Link>
  )
}
