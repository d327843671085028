import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { InboxCountsBody, InboxPageBody } from '#protocol/conversations.ts'
import { api } from '../api.ts'
import { workspaceKey } from '../workspace/queries.ts'
import type { InboxList } from './membership.ts'
import type { InboxSort } from './pages.ts'

/** One list in one order. */
export type SortedList = InboxList & { sort: InboxSort }

const PAGE_SIZE = 50

export const inboxKey = (workspaceId: string) => [...workspaceKey(workspaceId), 'inbox'] as const

export const inboxQuery = (workspaceId: string, { view, teamId, channelId, sort }: SortedList) =>
  infiniteQueryOptions({
    queryKey: [...inboxKey(workspaceId), { view, teamId, channelId, sort }] as const,
    queryFn: ({ pageParam, signal }) =>
      api.get<InboxPageBody>(`/workspaces/${workspaceId}/inbox`, {
        query: { view, teamId, channelId, sort, cursor: pageParam, limit: PAGE_SIZE },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // The socket keeps lists true; after a break in it they are read anew.
    staleTime: 60_000,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })

export const countsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: [...workspaceKey(workspaceId), 'inbox-counts'],
    queryFn: ({ signal }) => api.get<InboxCountsBody>(`/workspaces/${workspaceId}/inbox/counts`, { signal }),
    staleTime: 60_000,
  })
