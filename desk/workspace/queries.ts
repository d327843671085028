import { queryOptions } from '@tanstack/react-query'
import type { ChannelBody } from '#protocol/channels.ts'
import type { InvitationBody, MeBody, MemberBody, TeamBody } from '#protocol/members.ts'
import type { Id } from '#protocol/primitives.ts'
import { api } from '../api.ts'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.get<MeBody>('/me', { signal }),
  staleTime: 5 * 60_000,
})

/** Everything of one workspace stands below this key. */
export const workspaceKey = (workspaceId: Id) => ['workspace', workspaceId] as const

export const membersQuery = (workspaceId: Id) =>
  queryOptions({
    queryKey: [...workspaceKey(workspaceId), 'members'],
    queryFn: ({ signal }) => api.get<{ members: MemberBody[] }>(`/workspaces/${workspaceId}/members`, { signal }),
    select: ({ members }) => members,
    staleTime: 5 * 60_000,
  })

export const teamsQuery = (workspaceId: Id) =>
  queryOptions({
    queryKey: [...workspaceKey(workspaceId), 'teams'],
    queryFn: ({ signal }) => api.get<{ teams: TeamBody[] }>(`/workspaces/${workspaceId}/teams`, { signal }),
    select: ({ teams }) => teams,
    staleTime: 5 * 60_000,
  })

export const channelsQuery = (workspaceId: Id) =>
  queryOptions({
    queryKey: [...workspaceKey(workspaceId), 'channels'],
    queryFn: ({ signal }) => api.get<{ channels: ChannelBody[] }>(`/workspaces/${workspaceId}/channels`, { signal }),
    select: ({ channels }) => channels,
    staleTime: 5 * 60_000,
  })

export const invitationsQuery = (workspaceId: Id) =>
  queryOptions({
    queryKey: [...workspaceKey(workspaceId), 'invitations'],
    queryFn: ({ signal }) =>
      api.get<{ invitations: InvitationBody[] }>(`/workspaces/${workspaceId}/invitations`, { signal }),
    select: ({ invitations }) => invitations,
  })
