import { useEffect } from 'react'
import { queryClient } from '../query-client.ts'
import { viewConversation } from '../realtime/connection.ts'
import { useWorkspaceId } from '../workspace/membership.ts'
import { keepNewest } from './queries.ts'

/** Tells colleagues that this conversation is on screen, and when it no longer is; then only its newest page is kept. */
export function useViewing(conversationId: string) {
  const workspaceId = useWorkspaceId()
  useEffect(() => {
    const tell = () => viewConversation(document.visibilityState === 'visible' ? conversationId : null)
    tell()
    document.addEventListener('visibilitychange', tell)
    return () => {
      document.removeEventListener('visibilitychange', tell)
      viewConversation(null)
      keepNewest(queryClient, workspaceId, conversationId)
    }
  }, [workspaceId, conversationId])
}
