import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query'
import type { ChangesBody, TimelineBody } from '#protocol/conversations.ts'
import { api } from '../api.ts'
import { workspaceKey } from '../workspace/queries.ts'
import { conversationOf, type Timeline, type TimelinePage, withChanges } from './timeline.ts'

const PAGE_SIZE = 50

export const conversationPath = (workspaceId: string, conversationId: string) =>
  `/workspaces/${workspaceId}/conversations/${conversationId}`

export const timelinesKey = (workspaceId: string) => [...workspaceKey(workspaceId), 'timeline'] as const

/** A conversation with its messages, newest page first; earlier pages are asked for as the reader goes up. */
export const timelineQuery = (workspaceId: string, conversationId: string) =>
  infiniteQueryOptions({
    queryKey: [...timelinesKey(workspaceId), conversationId] as const,
    queryFn: async ({ pageParam, signal }): Promise<TimelinePage> => {
      const path = conversationPath(workspaceId, conversationId)
      const body = await api.get<TimelineBody>(path, { query: { before: pageParam, limit: PAGE_SIZE }, signal })
      return { ...body, upTo: body.conversation.revision }
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ hasEarlier, messages }) => (hasEarlier ? messages[0]?.id : undefined),
    // Events keep an open conversation true; one that was left is marked stale by the next event.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })

/** Asks for what this desk missed of a conversation and puts it in. */
export async function catchUp(queryClient: QueryClient, workspaceId: string, conversationId: string) {
  const { queryKey } = timelineQuery(workspaceId, conversationId)
  const since = queryClient.getQueryData(queryKey)?.pages[0]?.upTo
  if (since === undefined) return
  const changes = await api.get<ChangesBody>(`${conversationPath(workspaceId, conversationId)}/changes`, {
    query: { since },
  })
  if (changes.isComplete) change(queryClient, workspaceId, conversationId, (timeline) => withChanges(timeline, changes))
  else await readAnew(queryClient, workspaceId, conversationId)
}

/** Changes the copy of a conversation that this desk holds, if it holds one. */
export function change(
  queryClient: QueryClient,
  workspaceId: string,
  conversationId: string,
  how: (timeline: Timeline) => Timeline,
) {
  const { queryKey } = timelineQuery(workspaceId, conversationId)
  const isStale = queryClient.getQueryState(queryKey)?.isInvalidated
  queryClient.setQueryData(queryKey, (timeline) => timeline && how(timeline))
  // A copy that lacks something still does.
  if (isStale) void queryClient.invalidateQueries({ queryKey, refetchType: 'none' })
}

/** Keeps the newest page only, so that coming back does not read all of a long conversation. */
export function keepNewest(queryClient: QueryClient, workspaceId: string, conversationId: string) {
  change(queryClient, workspaceId, conversationId, (timeline) =>
    timeline.pages.length > 1
      ? { pages: timeline.pages.slice(0, 1), pageParams: timeline.pageParams.slice(0, 1) }
      : timeline,
  )
}

export const selectConversation = (timeline: Timeline) => conversationOf(timeline)

async function readAnew(queryClient: QueryClient, workspaceId: string, conversationId: string) {
  keepNewest(queryClient, workspaceId, conversationId)
  await queryClient.invalidateQueries({ queryKey: timelineQuery(workspaceId, conversationId).queryKey })
}
