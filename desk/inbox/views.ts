import {
  AlarmClock,
  CircleCheck,
  Clock,
  Inbox,
  type LucideIcon,
  MailX,
  ShieldAlert,
  UserRound,
  UserRoundX,
} from 'lucide-react'
import type { InboxView } from '#protocol/conversations.ts'
import type { Role } from '#protocol/members.ts'

export type ViewInfo = {
  view: InboxView
  name: string
  icon: LucideIcon
  keys: string
  empty: string
  /** Somebody has to look: its number is drawn so. */
  isAlarm?: boolean
}

export const views: readonly ViewInfo[] = [
  { view: 'mine', name: 'Mine', icon: UserRound, keys: 'g m', empty: 'Nothing waits for you.' },
  {
    view: 'unassigned',
    name: 'Unassigned',
    icon: UserRoundX,
    keys: 'g u',
    empty: 'Everything has somebody who cares for it.',
  },
  { view: 'open', name: 'Open', icon: Inbox, keys: 'g o', empty: 'Every question has been answered.' },
  { view: 'pending', name: 'Pending', icon: Clock, keys: 'g p', empty: 'Nothing waits for somebody else.' },
  { view: 'snoozed', name: 'Snoozed', icon: AlarmClock, keys: 'g z', empty: 'Nothing sleeps.' },
  { view: 'closed', name: 'Closed', icon: CircleCheck, keys: 'g c', empty: 'Nothing has been closed yet.' },
  {
    view: 'failed',
    name: 'Not delivered',
    icon: MailX,
    keys: 'g n',
    empty: 'Every answer was taken by the other side.',
    isAlarm: true,
  },
  {
    view: 'spam',
    name: 'Spam',
    icon: ShieldAlert,
    keys: 'g x',
    empty: 'What is marked as spam waits here, and nobody is asked to answer it.',
  },
]

const ofAgents: readonly InboxView[] = ['mine', 'unassigned', 'failed', 'spam']

/** A collaborator is assigned nothing and sends nothing. */
export const viewsFor = (role: Role) =>
  role === 'collaborator' ? views.filter(({ view }) => !ofAgents.includes(view)) : views

export const viewInfo = (view: InboxView): ViewInfo =>
  views.find((info) => info.view === view) ?? {
    view,
    name: view,
    icon: Inbox,
    keys: '',
    empty: '',
  }
