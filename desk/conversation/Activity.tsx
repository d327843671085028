import { useQuery } from '@tanstack/react-query'
import type { ActivityBody } from '#protocol/conversations.ts'
import { RelativeTime } from '../ui/RelativeTime.tsx'
import { useMembership } from '../workspace/membership.ts'
import { membersQuery, teamsQuery } from '../workspace/queries.ts'
import { sayActivity } from './activity.ts'
import { sayTime } from './say-time.ts'

/** One line for what happened between messages. */
export function Activity({ activity }: { activity: ActivityBody }) {
  const { memberId, workspace } = useMembership()
  const { data: members = [] } = useQuery(membersQuery(workspace.id))
  const { data: teams = [] } = useQuery(teamsQuery(workspace.id))
  const line = sayActivity(activity, {
    memberId,
    nameOf: (id) => members.find((member) => member.id === id)?.name,
    teamNameOf: (id) => teams.find((team) => team.id === id)?.name,
    sayTime: (at) => sayTime(new Date(at), workspace.timeZone),
  })
  return (
    <p className="py-1.5 text-center text-xs text-muted">
      {line} <span aria-hidden="true">·</span> <RelativeTime at={activity.at} />
    </p>
  )
}
