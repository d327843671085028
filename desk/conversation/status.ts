import { AlarmClock, CircleCheck, Clock, Inbox, type LucideIcon, ShieldAlert } from 'lucide-react'
import type { ConversationStatus } from '#protocol/conversations.ts'

export const statusNames: Record<ConversationStatus, string> = {
  open: 'Open',
  pending: 'Pending',
  snoozed: 'Snoozed',
  closed: 'Closed',
  spam: 'Spam',
}

export const statusIcons: Record<ConversationStatus, LucideIcon> = {
  open: Inbox,
  pending: Clock,
  snoozed: AlarmClock,
  closed: CircleCheck,
  spam: ShieldAlert,
}
