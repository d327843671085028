import { queryOptions } from '@tanstack/react-query'
import type { Id } from '#protocol/primitives.ts'
import type { BreakBody } from '#protocol/promises.ts'
import { api } from '../api.ts'
import { workspaceKey } from '../workspace/queries.ts'

/** Breaks that run now. They end by themselves, which is told as a change of hours. */
export const breaksQuery = (workspaceId: Id) =>
  queryOptions({
    queryKey: [...workspaceKey(workspaceId), 'hours', 'breaks'],
    queryFn: ({ signal }) => api.get<{ breaks: BreakBody[] }>(`/workspaces/${workspaceId}/breaks`, { signal }),
    select: ({ breaks }) => breaks,
    staleTime: 60_000,
  })
