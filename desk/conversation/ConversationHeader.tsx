import { Check, PanelRight, RotateCcw, ShieldCheck } from 'lucide-react'
import { useTransition } from 'react'
import type { InboxItemBody, InboxView } from '#protocol/conversations.ts'
import { bareSubject } from '#protocol/subjects.ts'
import { useViewers } from '../realtime/fleeting.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Tooltip } from '../ui/Tooltip.tsx'
import { useMembership } from '../workspace/membership.ts'
import { AssignMenu } from './AssignMenu.tsx'
import { BackToList } from './BackToList.tsx'
import { MoreMenu } from './MoreMenu.tsx'
import { SnoozeMenu } from './SnoozeMenu.tsx'
import { sayTime } from './say-time.ts'
import { statusIcons, statusNames } from './status.ts'
import { useActs } from './useConversation.ts'

type HeaderProps = {
  conversation: InboxItemBody
  view: InboxView
  isCustomerOnline: boolean
  /** The customer panel beside it. */
  panel: { isShown: boolean; toggle: () => void }
}

export function ConversationHeader({ conversation, view, isCustomerOnline, panel }: HeaderProps) {
  const { role } = useMembership()
  const { customer } = conversation
  const name = customer.name ?? customer.email ?? 'Visitor'
  const mayAnswer = role !== 'collaborator'
  return (
    <header className="flex h-12 shrink-0 items-center gap-1 border-b pr-2 pl-4 max-md:pl-1 max-sm:gap-0">
      <BackToList view={view} />
      <div className="min-w-0 flex-1">
        <h2
          id="conversation-name"
          tabIndex={-1}
          className="flex items-center gap-1.5 leading-4 font-semibold outline-hidden"
        >
          <bdi className={`truncate ${conversation.subject ? 'max-w-2/3 shrink-0' : ''}`}>{name}</bdi>
          {conversation.subject && <bdi className="truncate font-normal">{bareSubject(conversation.subject)}</bdi>}
          {isCustomerOnline && (
            <span className="flex shrink-0 items-center gap-1 text-xs font-normal text-muted">
              <span className="size-2 rounded-full bg-online" />
              online
            </span>
          )}
        </h2>
        <Facts conversation={conversation} />
      </div>
      <Viewers conversationId={conversation.id} />
      {mayAnswer && (
        <>
          <AssignMenu conversation={conversation} />
          <SnoozeMenu conversation={conversation} />
          <MoreMenu conversation={conversation} onAboutCustomer={panel.toggle} />
          <CloseOrReopen conversation={conversation} />
        </>
      )}
      <IconButton
        icon={PanelRight}
        label="About the customer"
        shortcut="i"
        aria-pressed={panel.isShown}
        onClick={panel.toggle}
        className={mayAnswer ? 'max-sm:hidden' : ''}
      />
    </header>
  )
}

function Facts({ conversation: { status, snoozedUntil, number, channel } }: { conversation: InboxItemBody }) {
  const { timeZone } = useMembership().workspace
  const Icon = statusIcons[status]
  return (
    <p className="flex items-center gap-1 text-xs text-muted">
      <Icon size={12} aria-hidden="true" className="shrink-0" />
      <span className="shrink-0">
        {statusNames[status]}
        {snoozedUntil && ` until ${sayTime(new Date(snoozedUntil), timeZone)}`}
      </span>
      <span aria-hidden="true">·</span>
      <span>#{number}</span>
      <span aria-hidden="true">·</span>
      <span className="truncate">{channel.name}</span>
    </p>
  )
}

/** Colleagues who have this conversation on their screen. */
function Viewers({ conversationId }: { conversationId: string }) {
  const viewers = useViewers(conversationId)
  if (viewers.length === 0) return null
  const names = viewers.map(({ name }) => name).join(', ')
  return (
    <Tooltip label={`${names} ${viewers.length === 1 ? 'looks' : 'look'} at this too`}>
      <span role="img" aria-label={`Also looking: ${names}`} className="flex shrink-0 -space-x-1.5 max-sm:hidden">
        {viewers.slice(0, 3).map(({ memberId, name }) => (
          <span key={memberId} className="inline-flex rounded-full ring-2 ring-surface">
            <Avatar name={name} seed={memberId} size="sm" />
          </span>
        ))}
        {viewers.length > 3 && <span className="pl-2 text-xs text-muted">+{viewers.length - 3}</span>}
      </span>
    </Tooltip>
  )
}

/** What is done with a conversation when it has been dealt with, or the way back. */
function CloseOrReopen({ conversation: { id, status } }: { conversation: InboxItemBody }) {
  const acts = useActs(id)
  const [isBusy, start] = useTransition()
  const { icon, name, keys, act } = {
    close: { icon: Check, name: 'Close', keys: 'e', act: acts.close },
    reopen: { icon: RotateCcw, name: 'Reopen', keys: 'e', act: acts.reopen },
    unmark: { icon: ShieldCheck, name: 'Not spam', keys: '!', act: acts.unmarkSpam },
  }[status === 'closed' ? 'reopen' : status === 'spam' ? 'unmark' : 'close']
  return (
    <Button
      size="sm"
      icon={icon}
      isBusy={isBusy}
      title={`${name} (${keys})`}
      onClick={() => start(act)}
      className="ml-1"
    >
      <span className="max-sm:sr-only">{name}</span>
    </Button>
  )
}
