import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { AlarmClock, Clock3, Lock, MailX } from 'lucide-react'
import { memo } from 'react'
import type { InboxItemBody, InboxView } from '#protocol/conversations.ts'
import { bareSubject } from '#protocol/subjects.ts'
import { useTyping } from '../realtime/fleeting.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { RelativeTime } from '../ui/RelativeTime.tsx'
import { useMembership } from '../workspace/membership.ts'
import { membersQuery } from '../workspace/queries.ts'
import { ChannelIcon } from './ChannelIcon.tsx'
import { customerName, whoWroteLast } from './preview.ts'

export const ROW_HEIGHT = 60

type RowProps = {
  id: string
  item: InboxItemBody
  view: InboxView
  workspaceId: string
  isOpen: boolean
  /** The keyboard stands here. */
  isAt: boolean
  position: number
  count: number
}

export const ConversationRow = memo(function ConversationRow({
  id,
  item,
  view,
  workspaceId,
  isOpen,
  isAt,
  position,
  count,
}: RowProps) {
  const isUnread = item.unreadCount > 0
  return (
    <Link
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isOpen}
      aria-posinset={position}
      aria-setsize={count}
      to="/$workspaceId/inbox/$view/$conversationId"
      params={{ workspaceId, view, conversationId: item.id }}
      search={(search) => search}
      preload={false}
      className={`group flex h-15 gap-2.5 border-b py-2 pr-3 pl-1.5 outline-hidden hover:bg-hover aria-selected:bg-selected ${isAt ? 'bg-hover shadow-[inset_2px_0_0_var(--color-focus)]' : ''}`}
    >
      <span className="flex w-2.5 shrink-0 items-center justify-center">
        {isUnread && <span className="size-2 rounded-full bg-unread" />}
      </span>
      <span className="relative flex shrink-0 self-center">
        <Avatar name={customerName(item)} seed={item.customer.id} />
        <span className="absolute -right-1 -bottom-1 inline-flex size-4 items-center justify-center rounded-full bg-surface text-muted group-hover:bg-hover group-aria-selected:bg-selected">
          <ChannelIcon kind={item.channel.kind} size={12} />
        </span>
      </span>
      <span className="flex min-w-0 flex-1 flex-col justify-center">
        <span className="flex items-baseline gap-2">
          <bdi className={`min-w-0 flex-1 truncate ${isUnread ? 'font-semibold' : ''}`}>{customerName(item)}</bdi>
          <RelativeTime at={item.lastMessageAt} className="shrink-0 text-xs text-muted" />
        </span>
        <span className="flex items-center gap-1.5 text-sm text-muted">
          <Preview item={item} />
          {item.failedCount > 0 && (
            <MailX size={14} role="img" aria-label="Not delivered" className="shrink-0 text-danger" />
          )}
          <Standing item={item} />
          {view !== 'mine' && <Assignee memberId={item.assigneeId} />}
        </span>
      </span>
      {isUnread && <span className="sr-only">, {item.unreadCount} unread</span>}
    </Link>
  )
})

function Preview({ item }: { item: InboxItemBody }) {
  const { name } = useMembership()
  const isTyping = useTyping(item.id).some(({ memberId }) => memberId === null)
  const who = whoWroteLast(item, name)
  if (isTyping) return <span className="min-w-0 flex-1 truncate text-accent">is typing…</span>
  return (
    <span className="flex min-w-0 flex-1 items-center gap-1">
      {item.preview?.kind === 'note' && <Lock size={12} aria-hidden="true" className="shrink-0" />}
      <span className="truncate">
        {item.subject && (
          <>
            <bdi className="text-text">{bareSubject(item.subject)}</bdi> <span aria-hidden="true">·</span>{' '}
          </>
        )}
        {who && <>{who}: </>}
        <bdi>{item.preview?.text || (item.preview ? 'Attachment' : 'No messages yet')}</bdi>
      </span>
    </span>
  )
}

/** How long the customer has waited, or until when the conversation sleeps. */
function Standing({ item: { status, waitingSince, snoozedUntil } }: { item: InboxItemBody }) {
  if (status === 'snoozed' && snoozedUntil) {
    return (
      <span className="flex shrink-0 items-center gap-1 text-xs">
        <AlarmClock size={12} role="img" aria-label="Snoozed for" />
        <RelativeTime at={snoozedUntil} as="span" />
      </span>
    )
  }
  if (status !== 'open' || !waitingSince) return null
  return (
    <span className="flex shrink-0 items-center gap-1 text-xs text-waiting">
      <Clock3 size={12} role="img" aria-label="Waiting for" />
      <RelativeTime at={waitingSince} as="span" />
    </span>
  )
}

function Assignee({ memberId }: { memberId: string | null }) {
  const { workspace } = useMembership()
  const { data: members = [] } = useQuery(membersQuery(workspace.id))
  const member = members.find(({ id }) => id === memberId)
  if (!member) return null
  return (
    <span className="inline-flex shrink-0" title={`Assigned to ${member.name}`}>
      <Avatar name={member.name} seed={member.id} size="xs" photoUrl={member.photoUrl} />
      <span className="sr-only">, assigned to {member.name}</span>
    </span>
  )
}
