import { Link, useLocation } from '@tanstack/react-router'
import { ChevronsUpDown, Inbox, type LucideIcon, Settings, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { BreakMark } from '../breaks/BreakMark.tsx'
import { Avatar } from '../ui/Avatar.tsx'
import { Menu } from '../ui/Menu.tsx'
import { Tooltip } from '../ui/Tooltip.tsx'
import { useMe, useMembership } from '../workspace/membership.ts'
import { AccountChoices, WorkspaceChoices } from './AccountMenu.tsx'

type NavigationProps = { onHelp: () => void; onBreak: () => void }

/** At the left edge of a desk. */
export function NavigationRail({ onHelp, onBreak }: NavigationProps) {
  const { workspace, name } = useMembership()
  const { user } = useMe()
  return (
    <nav
      aria-label="Desk"
      className="flex w-14 shrink-0 flex-col items-center gap-1 border-r bg-sunken py-2 max-sm:hidden"
    >
      <Menu
        side="right"
        trigger={
          <button
            type="button"
            aria-label={`Workspace: ${workspace.name}`}
            title={workspace.name}
            className="relative mb-2 inline-flex rounded"
          >
            <Avatar name={workspace.name} seed={workspace.id} isSquare />
            <ChevronsUpDown
              size={12}
              aria-hidden="true"
              className="absolute -right-1 -bottom-1 rounded-full bg-sunken text-muted"
            />
          </button>
        }
      >
        <WorkspaceChoices />
      </Menu>
      <Places Place={RailPlace} />
      <div className="flex-1" />
      <BreakMark />
      <Menu
        side="right"
        align="end"
        trigger={
          <button type="button" aria-label={`Your account: ${name}`} title={name} className="inline-flex rounded-full">
            <Avatar name={name} seed={user.id} />
          </button>
        }
      >
        <AccountChoices onHelp={onHelp} onBreak={onBreak} />
      </Menu>
    </nav>
  )
}

/** At the lower edge of a phone. */
export function NavigationBar({ onHelp, onBreak }: NavigationProps) {
  return (
    <nav aria-label="Desk" className="flex shrink-0 border-t bg-sunken pb-[env(safe-area-inset-bottom)] sm:hidden">
      <Places Place={BarPlace} />
      <BreakMark />
      <Menu
        side="top"
        align="end"
        trigger={
          <button type="button" className={barClass}>
            <UserRound size={20} aria-hidden="true" />
            You
          </button>
        }
      >
        <WorkspaceChoices />
        <AccountChoices onHelp={onHelp} onBreak={onBreak} />
      </Menu>
    </nav>
  )
}

type PlaceProps = {
  to: '/$workspaceId/inbox/$view' | '/$workspaceId/settings'
  icon: LucideIcon
  label: string
  shortcut: string
}

function Places({ Place }: { Place: (props: PlaceProps) => ReactNode }) {
  return (
    <>
      <Place to="/$workspaceId/inbox/$view" icon={Inbox} label="Inbox" shortcut="g i" />
      <Place to="/$workspaceId/settings" icon={Settings} label="Settings" shortcut="g s" />
    </>
  )
}

function RailPlace({ icon: Icon, label, shortcut, ...place }: PlaceProps) {
  return (
    <Tooltip label={label} shortcut={shortcut} side="right">
      <PlaceLink
        {...place}
        className="inline-flex size-10 items-center justify-center rounded text-muted hover:bg-hover hover:text-text aria-[current=page]:bg-selected aria-[current=page]:text-accent"
      >
        <Icon size={20} aria-hidden="true" />
        <span className="sr-only">{label}</span>
      </PlaceLink>
    </Tooltip>
  )
}

function BarPlace({ icon: Icon, label, shortcut: _, ...place }: PlaceProps) {
  return (
    <PlaceLink {...place} className={barClass}>
      <Icon size={20} aria-hidden="true" />
      {label}
    </PlaceLink>
  )
}

function PlaceLink({ to, ...rest }: Pick<PlaceProps, 'to'> & { className: string; children: ReactNode }) {
  const { workspace } = useMembership()
  const { pathname } = useLocation()
  const params = { workspaceId: workspace.id, view: 'open' } as const
  const place = to === '/$workspaceId/settings' ? 'settings' : 'inbox'
  const isHere = pathname.startsWith(`/${workspace.id}/${place}`)
  return <Link {...rest} to={to} params={params} aria-current={isHere ? 'page' : undefined} />
}

const barClass =
  'flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-xs text-muted aria-[current=page]:text-accent'
