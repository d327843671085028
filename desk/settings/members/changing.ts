import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { MemberBody, Role } from '#protocol/members.ts'
import { api } from '../../api.ts'
import { explain } from '../../problem.ts'
import { showToast } from '../../ui/toast.ts'
import { roleNames, useWorkspaceId } from '../../workspace/membership.ts'
import { membersQuery, meQuery } from '../../workspace/queries.ts'

type Member = Pick<MemberBody, 'id' | 'name' | 'role'>

export function useRoleChange(member: Member) {
  const change = useMemberMutation(member, (role: Role) => ({
    act: (path) => api.patch(path, { role }),
    done: `${member.name} is ${roleNames[role].toLowerCase()} now.`,
    undo: () => change.mutate(member.role),
  }))
  return change
}

export function useDeactivation(member: Member) {
  const change = useMemberMutation(member, (isDeactivated: boolean) => ({
    act: (path) => (isDeactivated ? api.put(`${path}/deactivation`) : api.delete(`${path}/deactivation`)),
    done: isDeactivated ? `${member.name} can no longer come in.` : `${member.name} can come in again.`,
    undo: isDeactivated ? () => change.mutate(false) : undefined,
  }))
  return change
}

type Step = { act: (path: string) => Promise<unknown>; done: string; undo?: () => void }

function useMemberMutation<To>(member: Member, stepTo: (to: To) => Step) {
  const workspaceId = useWorkspaceId()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (to: To) => stepTo(to).act(`/workspaces/${workspaceId}/members/${member.id}`),
    onSuccess: async (_, to) => {
      const { done, undo } = stepTo(to)
      showToast(done, { undo })
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: membersQuery(workspaceId).queryKey }),
        queryClient.invalidateQueries(meQuery),
      ])
    },
    onError: (error) => showToast(`That did not work. ${explain(error)}`, { isFailure: true }),
  })
}
