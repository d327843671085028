import type { Actor } from '#platform/events.ts'
import type { Role } from '#protocol/members.ts'

/** A member at work in one workspace: who asks for or changes something. Every lookup starts here. */
export type Agent = { workspaceId: string; id: string; userId: string; name: string; role: Role }

export const asActor = ({ id, name }: Agent): Actor => ({ kind: 'member', id, name })

const RANK: Record<Role, number> = { collaborator: 0, agent: 1, admin: 2, owner: 3 }

/** Whether a role may do what the other may. */
export const isAtLeast = (role: Role, needed: Role): boolean => RANK[role] >= RANK[needed]
