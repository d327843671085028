import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { MeBody, Role } from '#protocol/members.ts'
import type { Id } from '#protocol/primitives.ts'
import { meQuery } from './queries.ts'

export type Membership = MeBody['memberships'][number]

/** Who is signed in; for components below a workspace, where it is always known. */
export function useMe(): MeBody {
  return useSuspenseQuery(meQuery).data
}

/** What the person signed in is in the workspace on screen. */
export function useMembership(): Membership {
  const { workspaceId } = useParams({ strict: false })
  const membership = findMembership(useMe(), workspaceId)
  if (!membership) throw new Error('This is shown outside a workspace.')
  return membership
}

export function useWorkspaceId(): Id {
  return useMembership().workspace.id
}

export function findMembership(me: MeBody, workspaceId: Id | undefined): Membership | undefined {
  return me.memberships.find(({ workspace }) => workspace.id === workspaceId)
}

export const mayManage = (role: Role) => role === 'owner' || role === 'admin'

export const roleNames: Record<Role, string> = {
  owner: 'Owner',
  admin: 'Admin',
  agent: 'Agent',
  collaborator: 'Collaborator',
}
