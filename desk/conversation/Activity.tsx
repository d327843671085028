import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ActivityBody } from '#protocol/conversations.ts'
import { RelativeTime } from '../ui/RelativeTime.tsx'
import { useMembership, useWorkspaceId } from '../workspace/membership.ts'
import { membersQuery, teamsQuery } from '../workspace/queries.ts'
import { otherConversation, sayActivity } from './activity.ts'
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
      <Line text={line} other={otherConversation(activity)} /> <span aria-hidden="true">·</span>{' '}
      <RelativeTime at={activity.at} />
    </p>
  )
}

/** Where it speaks of another conversation, the number leads there. */
function Line({ text, other }: { text: string; other: { id: string; number: number } | undefined }) {
  const workspaceId = useWorkspaceId()
  const { view = 'open' } = useParams({ strict: false })
  const name = `#${other?.number}`
  if (!other || !text.includes(name)) return text
  const [before, after] = text.split(name)
  return (
    <>
      {before}
      <Link
        to="/$workspaceId/inbox/$view/$conversationId"
        params={{ workspaceId, view, conversationId: other.id }}
        search={(search) => search}
        className="text-accent underline underline-offset-2"
      >
        {name}
      </Link>
      {after}
    </>
  )
}
