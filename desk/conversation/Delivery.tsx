import { Check, CheckCheck, Clock, type LucideIcon, RotateCw, TriangleAlert, Undo2 } from 'lucide-react'
import { useTransition } from 'react'
import type { DeliveryState } from '#protocol/conversations.ts'

type DeliveryProps = {
  state: DeliveryState
  failure: string | null
  /** Left out for those who may not send. */
  onRetry?: () => Promise<void>
}

/** How far a reply has come on its way to the customer. */
export function Delivery({ state, failure, onRetry }: DeliveryProps) {
  const [isRetrying, start] = useTransition()
  if (state === 'received') return null
  if (state !== 'failed') {
    const { icon: Icon, name } = steps[state]
    return (
      <p className={`flex items-center gap-1 px-1 pt-0.5 text-xs ${state === 'read' ? 'text-accent' : 'text-muted'}`}>
        <Icon size={12} aria-hidden="true" />
        {name}
      </p>
    )
  }
  return (
    <p
      role="alert"
      className="flex max-w-[min(36rem,85%)] flex-wrap items-center justify-end gap-x-2 gap-y-1 px-1 pt-0.5 text-xs text-danger"
    >
      <span className="flex items-center gap-1">
        <TriangleAlert size={12} aria-hidden="true" className="shrink-0" />
        Not delivered{failure ? `: ${failure}` : ''}
      </span>
      {onRetry && (
        <button
          type="button"
          aria-busy={isRetrying}
          onClick={() => start(onRetry)}
          className="flex items-center gap-1 rounded px-1 font-semibold underline underline-offset-2 hover:bg-danger-soft pointer-coarse:min-h-9"
        >
          <RotateCw size={12} aria-hidden="true" />
          Send again
        </button>
      )}
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
