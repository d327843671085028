import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { TeamBody } from '#protocol/members.ts'
import type { Id } from '#protocol/primitives.ts'
import { api } from '../../api.ts'
import { explain } from '../../problem.ts'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { QueryList } from '../../ui/QueryList.tsx'
import { useWorkspaceId } from '../../workspace/membership.ts'
import { membersQuery, teamsQuery } from '../../workspace/queries.ts'

/** Each tick counts at once. */
export function TeamMembers({ team }: { team: TeamBody }) {
  const workspaceId = useWorkspaceId()
  const members = useQuery(membersQuery(workspaceId))
  const [memberIds, setMemberIds] = useState(team.memberIds)
  const change = useTeamMembership(team)
  const tick = (memberId: Id, isIn: boolean) => {
    setMemberIds((ids) => (isIn ? [...ids, memberId] : ids.filter((id) => id !== memberId)))
    change.mutate({ memberId, isIn }, { onError: () => setMemberIds(team.memberIds) })
  }
  return (
    <div className="flex flex-col gap-2">
      <QueryList query={members} what="The members" empty={<EmptyState title="Nobody works here yet" />}>
        {(list) =>
          list
            .filter(({ deactivatedAt }) => deactivatedAt === null)
            .map(({ id, name, email }) => (
              <Checkbox
                key={id}
                label={name}
                hint={email}
                isChecked={memberIds.includes(id)}
                onChange={(isIn) => tick(id, isIn)}
              />
            ))
        }
      </QueryList>
      {change.error && (
        <p role="alert" className="text-sm text-danger">
          {explain(change.error)}
        </p>
      )}
    </div>
  )
}

function useTeamMembership({ id: teamId }: TeamBody) {
  const workspaceId = useWorkspaceId()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ memberId, isIn }: { memberId: Id; isIn: boolean }) => {
      const path = `/workspaces/${workspaceId}/teams/${teamId}/members/${memberId}`
      return isIn ? api.put(path) : api.delete(path)
    },
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: teamsQuery(workspaceId).queryKey }),
        queryClient.invalidateQueries({ queryKey: membersQuery(workspaceId).queryKey }),
      ]),
  })
}
