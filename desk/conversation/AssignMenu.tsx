import { useQuery } from '@tanstack/react-query'
import { UserRound, UserRoundX, UsersRound } from 'lucide-react'
import { useTransition } from 'react'
import type { InboxItemBody } from '#protocol/conversations.ts'
import { usePresent } from '../realtime/fleeting.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { Menu, MenuChoices, MenuLine } from '../ui/Menu.tsx'
import { useMembership } from '../workspace/membership.ts'
import { membersQuery, teamsQuery } from '../workspace/queries.ts'
import { useActs } from './useConversation.ts'

const NOBODY = 'nobody'
const NO_TEAM = 'no-team'

/** Who is to answer: a member, a team, both or nobody yet. */
export function AssignMenu({ conversation }: { conversation: InboxItemBody }) {
  const { memberId, workspace } = useMembership()
  const { data: members = [] } = useQuery(membersQuery(workspace.id))
  const { data: teams = [] } = useQuery(teamsQuery(workspace.id))
  const online = new Set(usePresent().map((member) => member.memberId))
  const acts = useActs(conversation.id)
  const [isBusy, start] = useTransition()
  const now = { memberId: conversation.assigneeId, teamId: conversation.teamId }
  const assignee = members.find(({ id }) => id === now.memberId)
  const team = teams.find(({ id }) => id === now.teamId)
  const able = members.filter(({ role, deactivatedAt }) => role !== 'collaborator' && deactivatedAt === null)
  const meFirst = able.toSorted(
    (a, b) => Number(b.id === memberId) - Number(a.id === memberId) || a.name.localeCompare(b.name),
  )
  const label = assignee?.name ?? team?.name ?? 'Assign'

  function assignTo(id: string) {
    const next = id === NOBODY ? null : id
    const name = members.find((member) => member.id === next)?.name
    start(() =>
      acts.assign(
        { ...now, memberId: next },
        now,
        name ? `Assigned to ${next === memberId ? 'you' : name}` : 'Unassigned',
      ),
    )
  }

  function giveTo(id: string) {
    const next = id === NO_TEAM ? null : id
    const name = teams.find((candidate) => candidate.id === next)?.name
    start(() => acts.assign({ ...now, teamId: next }, now, name ? `Given to ${name}` : 'Taken from the team'))
  }

  return (
    <Menu
      align="end"
      trigger={
        <Button
          variant="quiet"
          size="sm"
          isBusy={isBusy}
          aria-label={`Assigned to: ${assignee?.name ?? 'nobody'}${team ? `, team ${team.name}` : ''}`}
          className="min-w-0 shrink"
        >
          {assignee ? (
            <Avatar name={assignee.name} seed={assignee.id} size="xs" photoUrl={assignee.photoUrl} />
          ) : (
            <UserRound size={16} aria-hidden="true" className="text-muted" />
          )}
          <span className="max-w-24 truncate max-sm:hidden">{label}</span>
        </Button>
      }
    >
      <MenuChoices
        label="Answered by"
        value={now.memberId ?? NOBODY}
        choices={[
          { value: NOBODY, label: 'Nobody yet', icon: UserRoundX },
          ...meFirst.map(({ id, name }) => ({
            value: id,
            label: id === memberId ? `${name} (you)` : name,
            start: <Avatar name={name} seed={id} size="xs" isOnline={online.has(id)} />,
          })),
        ]}
        onChoose={assignTo}
      />
      {teams.length > 0 && (
        <>
          <MenuLine />
          <MenuChoices
            label="Team"
            value={now.teamId ?? NO_TEAM}
            choices={[
              { value: NO_TEAM, label: 'No team' },
              ...teams.map(({ id, name }) => ({ value: id, label: name, icon: UsersRound })),
            ]}
            onChoose={giveTo}
          />
        </>
      )}
    </Menu>
  )
}
