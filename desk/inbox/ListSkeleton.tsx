import { Skeleton } from '../ui/Skeleton.tsx'

export function ListSkeleton({ rows = 8 }: { rows?: number }) {
  return (
    <div role="status" className="overflow-hidden">
      <span className="sr-only">Loading conversations</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <div key={row} className="flex h-15 items-center gap-2.5 border-b pr-3 pl-6">
          <Skeleton className="size-8 shrink-0 rounded-full" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-3 w-2/5" />
            <Skeleton className="h-3 w-4/5" />
          </div>
        </div>
      ))}
    </div>
  )
}
