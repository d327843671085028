import { Skeleton } from '../ui/Skeleton.tsx'

const widths = ['w-64', 'w-48', 'w-72', 'w-40', 'w-56']

export function TimelineSkeleton() {
  return (
    <div role="status" className="flex min-h-0 flex-1 flex-col justify-end gap-3 overflow-hidden px-4 pb-6">
      <span className="sr-only">Loading the conversation</span>
      {widths.map((width, index) => (
        <div key={width} className={index % 2 ? 'self-end' : 'self-start'}>
          <Skeleton className={`h-9 max-w-full ${width}`} />
        </div>
      ))}
    </div>
  )
}
