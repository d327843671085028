import { AlarmClock, CircleCheck, Clock, Inbox, type LucideIcon, UserRound, UserRoundX } from 'lucide-react'
import type { InboxView } from '#protocol/conversations.ts'
import type { Role } from '#protocol/members.ts'

export type ViewInfo = { view: InboxView; name: string; icon: LucideIcon; keys: string; empty: string }

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
]

/** A collaborator is assigned nothing. */
export const viewsFor = (role: Role) =>
  role === 'collaborator' ? views.filter(({ view }) => view !== 'mine' && view !== 'unassigned') : views

export const viewInfo = (view: InboxView): ViewInfo =>
  views.find((info) => info.view === view) ?? {
    view,
    name: view,
    icon: Inbox,
    keys: '',
    empty: '',
  }
