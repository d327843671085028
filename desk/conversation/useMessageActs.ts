import { useMemo } from 'react'
import type { MessageBody } from '#protocol/conversations.ts'
import { useMembership } from '../workspace/membership.ts'
import type { MessageActs } from './Delivery.tsx'
import { useActs, useConversation } from './useConversation.ts'

/** What can be done about what the team wrote; nothing for those who only take part. */
export function useMessageActs(
  conversationId: string,
  onEdit: (message: MessageBody, where: 'text' | 'recipients') => void,
): MessageActs | undefined {
  const { role } = useMembership()
  const acts = useActs(conversationId)
  const hasFailures = (useConversation(conversationId)?.failedCount ?? 0) > 0
  return useMemo(() => {
    if (role === 'collaborator') return undefined
    return {
      retry: async ({ id }) => void (await acts.retryDelivery(id)),
      takeBack: async (message) => {
        const taken = await acts.takeBack(message.id)
        if (taken) onEdit(taken, 'text')
      },
      readdress: (message) => onEdit(message, 'recipients'),
      settle: hasFailures ? acts.settleFailures : undefined,
    }
  }, [role, acts, onEdit, hasFailures])
}
