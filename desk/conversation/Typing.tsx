import { useTyping } from '../realtime/fleeting.ts'
import { useConversation } from './useConversation.ts'

/** Who writes now; its line is always there, so that nothing moves. */
export function Typing({ conversationId }: { conversationId: string }) {
  const typists = useTyping(conversationId)
  const customer = useConversation(conversationId)?.customer
  const lines = typists.map(({ memberId, name, isNote }) =>
    memberId === null
      ? `${customer?.name ?? 'The customer'} is typing…`
      : `${name} is writing ${isNote ? 'a note' : 'a reply'}…`,
  )
  return (
    <p aria-live="polite" className="h-6 shrink-0 truncate px-1 pt-1 text-xs text-muted">
      {lines.join(' ')}
    </p>
  )
}
