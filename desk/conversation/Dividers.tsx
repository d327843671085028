import { sayExactly } from '../ui/relative-time.ts'

export function DayLine({ at }: { at: string }) {
  return (
    <div className="flex items-center gap-3 py-3 text-xs text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      <time dateTime={at} title={sayExactly(new Date(at))}>
        {sayDay(new Date(at))}
      </time>
    </div>
  )
}

export function UnreadLine() {
  return (
    <div
      data-unread-line
      className="flex items-center gap-3 py-2 text-xs font-semibold text-unread before:h-px before:flex-1 before:bg-unread after:h-px after:flex-1 after:bg-unread"
    >
      New
    </div>
  )
}

function sayDay(at: Date): string {
  const now = new Date()
  const daysAgo = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000)
  if (daysAgo === 0) return 'Today'
  if (daysAgo === 1) return 'Yesterday'
  const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric'
  return new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year }).format(at)
}

const startOfDay = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime()
