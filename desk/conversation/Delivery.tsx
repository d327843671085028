import { Check, CheckCheck, Clock, type LucideIcon, PenLine, RotateCw, TriangleAlert, Undo2 } from 'lucide-react'
import { type ReactNode, useTransition } from 'react'
import type { DeliveryState, MessageBody } from '#protocol/conversations.ts'
import { useShortcut } from '../ui/shortcuts.ts'
import { useMembership } from '../workspace/membership.ts'
import { useUndoSeconds } from './undoing.ts'

/** What an agent can do about a message of the team that is on its way or did not arrive. */
export type MessageActs = {
  retry: (message: MessageBody) => Promise<void>
  takeBack: (message: MessageBody) => Promise<void>
  /** Writes it once more, to somebody else; left out where a message has no address. */
  readdress: (message: MessageBody) => void
  /** Says that it was dealt with in another way; left out when all has been. */
  settle?: () => Promise<void>
}

type DeliveryProps = {
  message: MessageBody
  /** The customer has seen it. */
  isRead: boolean
  /** Left out for those who may not send. */
  acts?: MessageActs
}

/** How far a reply has come on its way to the customer. */
export function Delivery({ message, isRead, acts }: DeliveryProps) {
  const { memberId } = useMembership()
  const { state, undoUntil } = message.delivery
  if (state === 'received') return null
  if (state === 'failed') return <Failed message={message} acts={acts} />
  if (acts && state === 'queued' && undoUntil !== null && message.author.id === memberId)
    return <Leaving message={message} takeBack={acts.takeBack} />
  if (state === 'queued' && message.delivery.failure !== null) return <Waiting message={message} acts={acts} />
  return (
    <>
      <Step state={isRead ? 'read' : state} />
      {message.delivery.leftOut && <LeftOut those={message.delivery.leftOut} settle={acts?.settle} />}
    </>
  )
}

/** It will be sent by itself, unless what is in the way stays there. */
function Waiting({ message, acts }: { message: MessageBody; acts?: MessageActs }) {
  return (
    <div
      role="status"
      className="mt-1 flex max-w-[min(36rem,100%)] flex-wrap items-center gap-x-2 gap-y-1 self-end rounded bg-note px-2 py-1 text-sm text-on-note"
    >
      <p className="flex min-w-0 items-start gap-1.5">
        <Clock size={16} aria-hidden="true" className="mt-0.5 shrink-0" />
        <span className="min-w-0 [overflow-wrap:anywhere]">
          <strong>Not sent yet</strong>: {message.delivery.failure} It is tried again by itself.
        </span>
      </p>
      {acts && (
        <Act icon={RotateCw} act={() => acts.retry(message)}>
          Try now
        </Act>
      )}
    </div>
  )
}

type LeftOutProps = { those: NonNullable<MessageBody['delivery']['leftOut']>; settle: MessageActs['settle'] }

/** It reached others, so it is not sent again; but somebody may be waiting for it. */
function LeftOut({ those, settle }: LeftOutProps) {
  return (
    <div className="mt-1 flex max-w-[min(36rem,100%)] flex-col items-start gap-1 self-end rounded bg-danger-soft px-2 py-1 text-sm text-danger">
      <ul className="flex flex-col gap-1">
        {those.map(({ address, why }) => (
          <li key={address} className="flex items-start gap-1.5">
            <TriangleAlert size={16} aria-hidden="true" className="mt-0.5 shrink-0" />
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <strong>Not delivered to {address}</strong>: {why}
            </span>
          </li>
        ))}
      </ul>
      {settle && (
        <Act icon={Check} act={settle}>
          Dealt with
        </Act>
      )}
    </div>
  )
}

function Step({ state }: { state: Exclude<DeliveryState, 'received' | 'failed'> }) {
  const { icon: Icon, name } = steps[state]
  return (
    <p
      className={`flex items-center justify-end gap-1 px-1 pt-0.5 text-xs ${state === 'read' ? 'text-accent' : 'text-muted'}`}
    >
      <Icon size={12} aria-hidden="true" />
      {name}
    </p>
  )
}

const steps: Record<Exclude<DeliveryState, 'received' | 'failed'>, { icon: LucideIcon; name: string }> = {
  queued: { icon: Clock, name: 'On its way' },
  sent: { icon: Check, name: 'Sent' },
  delivered: { icon: CheckCheck, name: 'Delivered' },
  read: { icon: CheckCheck, name: 'Read' },
  withdrawn: { icon: Undo2, name: 'Taken back' },
}

/** Still here for a few seconds: its author may think again. */
function Leaving({ message, takeBack }: { message: MessageBody; takeBack: MessageActs['takeBack'] }) {
  const seconds = useUndoSeconds(message)
  const [isBusy, start] = useTransition()
  const undo = () => {
    if (!isBusy) start(() => takeBack(message))
  }
  useShortcut({ keys: 'z', label: 'Take back what was just sent', group: 'Conversation' }, undo, { isOn: seconds > 0 })
  if (seconds === 0) return <Step state="queued" />
  return (
    <p className="flex items-center justify-end gap-1 px-1 pt-0.5 text-xs text-muted">
      <Clock size={12} aria-hidden="true" />
      <span className="tabular-nums">Sending in {seconds} s</span>
      <span aria-hidden="true">·</span>
      <button
        type="button"
        title="Undo (z)"
        aria-busy={isBusy || undefined}
        onClick={undo}
        className="rounded px-1 font-semibold text-accent underline underline-offset-2 hover:bg-hover pointer-coarse:min-h-9"
      >
        Undo
      </button>
    </p>
  )
}

function Failed({ message, acts }: { message: MessageBody; acts?: MessageActs }) {
  const { failure } = message.delivery
  return (
    <div
      role="alert"
      className="mt-1 flex max-w-[min(36rem,100%)] flex-wrap items-center gap-x-2 gap-y-1 self-end rounded bg-danger-soft px-2 py-1 text-sm text-danger"
    >
      <p className="flex min-w-0 items-start gap-1.5">
        <TriangleAlert size={16} aria-hidden="true" className="mt-0.5 shrink-0" />
        <span className="min-w-0 [overflow-wrap:anywhere]">
          <strong>Not delivered</strong>
          {failure ? `: ${failure}` : ''}
        </span>
      </p>
      {acts && (
        <span className="flex flex-wrap gap-x-2">
          <Act icon={RotateCw} act={() => acts.retry(message)}>
            Try again
          </Act>
          {message.envelope && (
            <Act icon={PenLine} act={() => acts.readdress(message)}>
              Change address
            </Act>
          )}
          {acts.settle && (
            <Act icon={Check} act={acts.settle}>
              Dealt with
            </Act>
          )}
        </span>
      )}
    </div>
  )
}

type ActProps = { icon: LucideIcon; act: () => Promise<void> | void; children: ReactNode }

function Act({ icon: Icon, act, children }: ActProps) {
  const [isBusy, start] = useTransition()
  return (
    <button
      type="button"
      aria-busy={isBusy || undefined}
      onClick={() => !isBusy && start(() => act())}
      className="flex items-center gap-1 rounded px-1 font-semibold underline underline-offset-2 hover:bg-surface pointer-coarse:min-h-9"
    >
      <Icon size={12} aria-hidden="true" />
      {children}
    </button>
  )
}
