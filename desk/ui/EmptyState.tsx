import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

type EmptyStateProps = { icon?: LucideIcon; title: string; children?: ReactNode; action?: ReactNode }

/** What a list says when there is nothing in it. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center justify-center gap-1 px-6 py-10 text-center">
      {Icon && <Icon size={24} strokeWidth={1.5} aria-hidden="true" className="mb-2 text-muted" />}
      <h2 className="font-semibold">{title}</h2>
      {children && <div className="max-w-80 text-sm text-muted">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  )
}
