import type { Id } from '#protocol/primitives.ts'
import { keep, kept } from '../keeping.ts'
import type { Membership } from './membership.ts'

const KEY = 'infolett.workspace'

export const rememberWorkspace = (workspaceId: Id) => keep(KEY, workspaceId)

/** Where to go after sign-in: where this browser was last, else where the person works. */
export function chooseWorkspace(memberships: readonly Membership[]): Id | undefined {
  const last = kept(KEY)
  return (memberships.find(({ workspace }) => workspace.id === last) ?? memberships[0])?.workspace.id
}
