import { useTyping } from '../realtime/fleeting.ts'
import { useConversation } from './useConversation.ts'

/** Who writes now; its line is always there, so that nothing moves. */
export function Typing({ conversationId }: { conversationId: string }) {
  const typists = useTyping(conversationId)
  const customer = useConversation(conversationId)?.customer
  // That a colleague answers too is said where the answer is written.
  const lines = typists.flatMap(({ memberId, name, isNote }) => {
    if (memberId === null) return `${customer?.name ?? 'The customer'} is typing…`
    return isNote ? `${name} is writing a note…` : []
  })
  return (
    <p aria-live="polite" className="h-6 shrink-0 truncate px-1 pt-1 text-xs text-muted">
      {lines.join(' ')}
    </p>
  )
}
