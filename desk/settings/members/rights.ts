import type { MemberBody, Role } from '#protocol/members.ts'

type Asker = { memberId: string; role: Role }
type Target = Pick<MemberBody, 'id' | 'role' | 'deactivatedAt'>

/** Roles that someone in this role may give. */
export function rolesToGive(role: Role): Role[] {
  if (role === 'owner') return ['owner', 'admin', 'agent', 'collaborator']
  return role === 'admin' ? ['admin', 'agent', 'collaborator'] : []
}

/** Why role and access of this member cannot be changed by the one who asks; null: they can. */
export function whyNotChange(asker: Asker, member: Target, members: readonly Target[]): string | null {
  if (asker.role !== 'owner' && asker.role !== 'admin') return 'Only owners and admins can change this.'
  if (member.role === 'owner' && asker.role !== 'owner') return 'Only owners can change owners.'
  if (member.role === 'owner' && isLastOwner(member, members)) return 'The last owner stays owner.'
  return null
}

/** Why this member cannot be shut out by the one who asks; null: they can. */
export function whyNotDeactivate(asker: Asker, member: Target, members: readonly Target[]): string | null {
  if (asker.memberId === member.id) return 'You cannot shut yourself out.'
  return whyNotChange(asker, member, members)
}

function isLastOwner(member: Target, members: readonly Target[]): boolean {
  return !members.some(({ id, role, deactivatedAt }) => role === 'owner' && deactivatedAt === null && id !== member.id)
}
