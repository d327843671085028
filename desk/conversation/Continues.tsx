import { Link, useParams } from '@tanstack/react-router'
import { History } from 'lucide-react'
import type { ConversationBody } from '#protocol/conversations.ts'
import { useWorkspaceId } from '../workspace/membership.ts'

/** The way to the closed conversation that this one takes up again. */
export function Continues({ conversation }: { conversation: NonNullable<ConversationBody['follows']> }) {
  const workspaceId = useWorkspaceId()
  const { view = 'open' } = useParams({ strict: false })
  return (
    <p className="flex justify-center pb-1 text-xs text-muted">
      <Link
        to="/$workspaceId/inbox/$view/$conversationId"
        params={{ workspaceId, view, conversationId: conversation.id }}
        search={(search) => search}
        className="flex items-center gap-1 rounded px-1 text-accent hover:bg-hover pointer-coarse:min-h-9"
      >
        <History size={12} aria-hidden="true" />
        Continues #{conversation.number}
      </Link>
    </p>
  )
}
