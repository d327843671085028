import { queryOptions } from '@tanstack/react-query'
import type { Id } from '#protocol/primitives.ts'
import type {
  ChannelPromiseBody,
  HolidayBody,
  HolidayCountry,
  HoursPreviewBody,
  OpeningHours,
  OpeningHoursBody,
} from '#protocol/promises.ts'
import { api } from '../../api.ts'
import { workspaceKey } from '../../workspace/queries.ts'

/** Whose hours: a channel's, or null for those of all that have none of their own. */
export type Scope = Id | null

const hoursKey = (workspaceId: Id) => [...workspaceKey(workspaceId), 'hours'] as const

export const hoursPath = (workspaceId: Id, scope: Scope) =>
  scope === null
    ? `/workspaces/${workspaceId}/opening-hours`
    : `/workspaces/${workspaceId}/channels/${scope}/opening-hours`

export const hoursQuery = (workspaceId: Id, scope: Scope) =>
  queryOptions({
    queryKey: [...hoursKey(workspaceId), scope],
    queryFn: ({ signal }) => api.get<OpeningHoursBody>(hoursPath(workspaceId, scope), { signal }),
  })

/** What these hours mean right now; asked again each minute. */
export const previewQuery = (workspaceId: Id, hours: OpeningHours, isEnabled: boolean) =>
  queryOptions({
    queryKey: [...hoursKey(workspaceId), 'preview', hours],
    queryFn: ({ signal }) =>
      api.post<HoursPreviewBody>(`/workspaces/${workspaceId}/opening-hours/previews`, hours, { signal }),
    enabled: isEnabled,
    placeholderData: (before) => before,
    refetchInterval: 60_000,
    gcTime: 0,
  })

export const holidaysQuery = (workspaceId: Id, country: HolidayCountry, year: number) =>
  queryOptions({
    queryKey: [...workspaceKey(workspaceId), 'holidays', country, year],
    queryFn: ({ signal }) =>
      api.get<{ holidays: HolidayBody[] }>(`/workspaces/${workspaceId}/holidays`, {
        query: { country, year },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const promiseQuery = (workspaceId: Id, channelId: Id) =>
  queryOptions({
    queryKey: [...hoursKey(workspaceId), channelId, 'promise'],
    queryFn: ({ signal }) =>
      api.get<ChannelPromiseBody>(`/workspaces/${workspaceId}/channels/${channelId}/promise`, { signal }),
    refetchInterval: 15_000,
  })
