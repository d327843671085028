import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type LucideIcon, UsersRound } from 'lucide-react'
import type { InboxCountsBody, InboxView } from '#protocol/conversations.ts'
import { useMembership, useWorkspaceId } from '../workspace/membership.ts'
import { teamsQuery } from '../workspace/queries.ts'
import { countsQuery } from './queries.ts'
import { viewsFor } from './views.ts'

type ViewListProps = { view: InboxView; teamId?: string }

/** The views and teams of the inbox with how much lies in each; beside the list on a wide screen. */
export function ViewList({ view, teamId }: ViewListProps) {
  const { role } = useMembership()
  const workspaceId = useWorkspaceId()
  const { data: counts } = useQuery(countsQuery(workspaceId))
  const { data: teams = [] } = useQuery(teamsQuery(workspaceId))
  return (
    <nav
      aria-label="Inbox views"
      className="flex w-46 shrink-0 flex-col overflow-y-auto border-r bg-sunken px-2 py-2 max-lg:hidden"
    >
      <h1 className="px-2 pt-1 pb-2 font-semibold">Inbox</h1>
      <ul className="flex flex-col gap-px">
        {viewsFor(role).map((info) => (
          <ViewLink
            key={info.view}
            view={info.view}
            icon={info.icon}
            name={info.name}
            count={countOf(counts, info.view)}
            isAlarm={info.isAlarm}
            isCurrent={info.view === view && !teamId}
          />
        ))}
      </ul>
      {teams.length > 0 && (
        <>
          <h2 className="px-2 pt-4 pb-1 text-xs text-muted">Teams</h2>
          <ul className="flex flex-col gap-px">
            {teams.map(({ id, name }) => (
              <ViewLink
                key={id}
                view="open"
                teamId={id}
                icon={UsersRound}
                name={name}
                count={counts?.teams[id] ?? (counts && 0)}
                isCurrent={id === teamId}
              />
            ))}
          </ul>
        </>
      )}
    </nav>
  )
}

type ViewLinkProps = {
  view: InboxView
  teamId?: string
  icon: LucideIcon
  name: string
  count: number | undefined
  isCurrent: boolean
  isAlarm?: boolean
}

function ViewLink({ view, teamId, icon: Icon, name, count = 0, isCurrent, isAlarm }: ViewLinkProps) {
  const workspaceId = useWorkspaceId()
  return (
    <li>
      <Link
        to="/$workspaceId/inbox/$view"
        params={{ workspaceId, view }}
        search={({ sort }) => ({ sort, teamId })}
        aria-current={isCurrent ? 'page' : 'false'}
        className="flex h-8 items-center gap-2 rounded px-2 hover:bg-hover aria-[current=page]:bg-selected aria-[current=page]:font-semibold aria-[current=page]:text-accent"
      >
        <Icon size={16} aria-hidden="true" className="shrink-0" />
        <span className="min-w-0 flex-1 truncate">{name}</span>
        {count > 0 && (
          <span
            className={`text-xs tabular-nums ${isAlarm ? 'rounded bg-danger-soft px-1.5 font-semibold text-danger' : 'opacity-80'}`}
          >
            {count}
          </span>
        )}
      </Link>
    </li>
  )
}

/** What is closed is not counted. */
export function countOf(counts: InboxCountsBody | undefined, view: InboxView): number | undefined {
  return view === 'closed' ? undefined : counts?.[view]
}
