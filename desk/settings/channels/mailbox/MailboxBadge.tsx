import { CircleCheck, CirclePause, Clock, TriangleAlert } from 'lucide-react'
import { Badge } from '../../../ui/Badge.tsx'
import { useNow } from '../../../ui/RelativeTime.tsx'
import { type MailboxState, type Standing, stateOf } from './state.ts'

type MailboxBadgeProps = { mailbox: Standing }

/** How a mailbox is doing, by icon and word. */
export function MailboxBadge({ mailbox }: MailboxBadgeProps) {
  const { icon: Icon, tone, word } = faces[stateOf(mailbox, useNow())]
  return (
    <Badge tone={tone}>
      <Icon size={12} aria-hidden="true" />
      {word}
    </Badge>
  )
}

type Face = { icon: typeof Clock; tone: 'accent' | 'plain' | 'note' | 'danger'; word: string }

const faces: Record<MailboxState, Face> = {
  working: { icon: CircleCheck, tone: 'accent', word: 'Working' },
  new: { icon: Clock, tone: 'plain', word: 'Not read yet' },
  paused: { icon: CirclePause, tone: 'plain', word: 'Paused' },
  ending: { icon: Clock, tone: 'note', word: 'Sign-in ends soon' },
  failing: { icon: TriangleAlert, tone: 'danger', word: 'Not working' },
}
