import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { explain } from '../problem.ts'
import { ErrorState } from './ErrorState.tsx'
import { useLeaving } from './leaving.ts'
import { SkeletonRows } from './Skeleton.tsx'

type QueryListProps<Item> = {
  query: UseQueryResult<Item[]>
  /** What could not be loaded: "The members". */
  what: string
  empty: ReactNode
  /** Those that are there, without what was just taken away. */
  children: (items: Item[]) => ReactNode
}

/** Every list's four faces: on its way, failed, empty, there. */
export function QueryList<Item extends { id: string }>({ query, what, empty, children }: QueryListProps<Item>) {
  const leaving = useLeaving()
  if (query.isPending) return <SkeletonRows count={3} label={`${what} are on their way`} />
  if (query.data === undefined) {
    return (
      <ErrorState
        title={`${what} could not be loaded`}
        detail={explain(query.error)}
        onRetry={() => query.refetch()}
        isRetrying={query.isFetching}
      />
    )
  }
  const items = query.data.filter(({ id }) => !leaving.has(id))
  return items.length === 0 ? empty : children(items)
}
