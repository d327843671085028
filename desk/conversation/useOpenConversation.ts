import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'

/** Shows a conversation beside the list that is on screen. */
export function useOpenConversation(): (conversationId: string) => void {
  const navigate = useNavigate()
  return useCallback(
    (conversationId: string) =>
      void navigate({
        from: '/$workspaceId/inbox/$view',
        to: '/$workspaceId/inbox/$view/$conversationId',
        params: (params) => ({ ...params, conversationId }),
        search: (search) => search,
      }),
    [navigate],
  )
}
