import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { ArrowDownWideNarrow, ChevronDown, UsersRound } from 'lucide-react'
import { useEffect } from 'react'
import type { InboxView } from '#protocol/conversations.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { Menu, MenuChoices, MenuItem, MenuLabel, MenuLine } from '../ui/Menu.tsx'
import { useMembership, useWorkspaceId } from '../workspace/membership.ts'
import { channelsQuery, teamsQuery } from '../workspace/queries.ts'
import type { SortedList } from './queries.ts'
import { countsQuery } from './queries.ts'
import { countOf } from './ViewList.tsx'
import { viewInfo, viewsFor } from './views.ts'

/** What this list is; on narrower screens also the way to the others. */
export function ListHeader({ list }: { list: SortedList }) {
  const workspaceId = useWorkspaceId()
  const { data: counts } = useQuery(countsQuery(workspaceId))
  const { data: teams = [] } = useQuery(teamsQuery(workspaceId))
  const team = teams.find(({ id }) => id === list.teamId)
  const name = team?.name ?? viewInfo(list.view).name
  const all = team ? counts?.teams[team.id] : countOf(counts, list.view)
  const count = list.channelId ? undefined : all
  useEffect(() => {
    document.title = `${count ? `(${count}) ` : ''}${name} · Infolett`
  }, [count, name])
  return (
    <header className="flex h-12 shrink-0 items-center gap-1 border-b pr-2 pl-3">
      <h2 className="flex min-w-0 flex-1 items-baseline gap-2 max-lg:hidden">
        <ListName name={name} count={count} />
      </h2>
      <div className="flex min-w-0 flex-1 lg:hidden">
        <ViewMenu list={list} name={name} count={count} />
      </div>
      {list.view !== 'failed' && <FailedLink count={counts?.failed ?? 0} />}
      <OrderMenu list={list} />
    </header>
  )
}

function ListName({ name, count }: { name: string; count?: number }) {
  return (
    <>
      <span className="truncate font-semibold">{name}</span>
      {count !== undefined && count > 0 && <span className="text-sm text-muted tabular-nums">{count}</span>}
    </>
  )
}

/** Where the views are folded into a menu, what did not arrive is still in sight. */
function FailedLink({ count }: { count: number }) {
  const workspaceId = useWorkspaceId()
  const { role } = useMembership()
  if (count === 0 || role === 'collaborator') return null
  const { icon: Icon } = viewInfo('failed')
  return (
    <Link
      to="/$workspaceId/inbox/$view"
      params={{ workspaceId, view: 'failed' }}
      search={({ sort }) => ({ sort })}
      aria-label={`${count} not delivered`}
      className="flex h-7 items-center gap-1 rounded bg-danger-soft px-2 text-sm font-semibold text-danger tabular-nums lg:hidden pointer-coarse:h-10"
    >
      <Icon size={16} aria-hidden="true" />
      {count}
    </Link>
  )
}

function ViewMenu({ list, name, count }: { list: SortedList; name: string; count?: number }) {
  const workspaceId = useWorkspaceId()
  const { role } = useMembership()
  const navigate = useNavigate()
  const { data: counts } = useQuery(countsQuery(workspaceId))
  const { data: teams = [] } = useQuery(teamsQuery(workspaceId))
  const goTo = (view: InboxView, teamId?: string) =>
    navigate({
      to: '/$workspaceId/inbox/$view',
      params: { workspaceId, view },
      search: { sort: list.sort === 'waiting' ? 'waiting' : undefined, teamId },
    })
  return (
    <Menu
      trigger={
        <button type="button" className="-ml-2 flex h-10 min-w-0 items-center gap-2 rounded px-2 hover:bg-hover">
          <h2 className="flex min-w-0 items-baseline gap-2">
            <ListName name={name} count={count} />
          </h2>
          <ChevronDown size={16} aria-hidden="true" className="shrink-0 text-muted" />
          <span className="sr-only">, other views</span>
        </button>
      }
    >
      {viewsFor(role).map((info) => (
        <MenuItem key={info.view} icon={info.icon} onSelect={() => goTo(info.view)}>
          <NameAndCount name={info.name} count={countOf(counts, info.view)} isAlarm={info.isAlarm} />
        </MenuItem>
      ))}
      {teams.length > 0 && (
        <>
          <MenuLine />
          <MenuLabel>Teams</MenuLabel>
          {teams.map((team) => (
            <MenuItem key={team.id} icon={UsersRound} onSelect={() => goTo('open', team.id)}>
              <NameAndCount name={team.name} count={counts?.teams[team.id]} />
            </MenuItem>
          ))}
        </>
      )}
    </Menu>
  )
}

function NameAndCount({ name, count = 0, isAlarm }: { name: string; count?: number; isAlarm?: boolean }) {
  return (
    <span className="flex items-baseline gap-3">
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {count > 0 && (
        <span className={`text-xs tabular-nums ${isAlarm ? 'font-semibold text-danger' : 'text-muted'}`}>{count}</span>
      )}
    </span>
  )
}

const ANY = 'any'

function OrderMenu({ list }: { list: SortedList }) {
  const workspaceId = useWorkspaceId()
  const navigate = useNavigate()
  const { data: channels = [] } = useQuery(channelsQuery(workspaceId))
  return (
    <Menu align="end" trigger={<IconButton icon={ArrowDownWideNarrow} label="Order and channel" size="sm" />}>
      <MenuChoices
        label="Order"
        value={list.sort}
        choices={[
          { value: 'newest', label: 'Newest first' },
          { value: 'waiting', label: 'Longest waiting first' },
        ]}
        onChoose={(sort) =>
          navigate({
            to: '.',
            search: (search) => ({ ...search, sort: sort === 'waiting' ? sort : undefined }),
            replace: true,
          })
        }
      />
      {channels.length > 1 && (
        <>
          <MenuLine />
          <MenuChoices
            label="Channel"
            value={list.channelId ?? ANY}
            choices={[
              { value: ANY, label: 'All channels' },
              ...channels.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChoose={(id) =>
              navigate({
                to: '.',
                search: (search) => ({ ...search, channelId: id === ANY ? undefined : id }),
                replace: true,
              })
            }
          />
        </>
      )}
    </Menu>
  )
}
