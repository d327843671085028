import { PenLine } from 'lucide-react'
import { useTyping } from '../realtime/fleeting.ts'

/** Two answers to one question help nobody: says softly that a colleague is at it. */
export function ColleagueWrites({ conversationId }: { conversationId: string }) {
  const writers = useTyping(conversationId).filter(({ memberId, isNote }) => memberId !== null && !isNote)
  return (
    <div role="status">
      {writers.length > 0 && (
        <p className="flex items-center gap-1.5 border-b border-note-line bg-note px-4 py-1 text-xs text-on-note">
          <PenLine size={12} aria-hidden="true" className="shrink-0" />
          {writers.map(({ name }) => name).join(' and ')} {writers.length === 1 ? 'is' : 'are'} writing a reply to this
          too.
        </p>
      )}
    </div>
  )
}
