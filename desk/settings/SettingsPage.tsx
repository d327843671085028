import { Link, useParams } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type ComponentType, useEffect, useRef } from 'react'
import { NotFound } from '../page/NotFound.tsx'
import { useMembership } from '../workspace/membership.ts'
import { ApiKeySettings } from './api-keys/ApiKeySettings.tsx'
import { AuditTrail } from './audit/AuditTrail.tsx'
import { BlockedSenders } from './blocked/BlockedSenders.tsx'
import { ChannelSettings } from './channels/ChannelSettings.tsx'
import { HoursSettings } from './hours/HoursSettings.tsx'
import { MemberSettings } from './members/MemberSettings.tsx'
import { ProfileSettings } from './profile/ProfileSettings.tsx'
import { findSection, type Section, sectionsFor } from './sections.ts'
import { SecuritySettings } from './security/SecuritySettings.tsx'
import { SessionSettings } from './sessions/SessionSettings.tsx'
import { TeamSettings } from './teams/TeamSettings.tsx'
import { WorkspaceSettings } from './workspace/WorkspaceSettings.tsx'

const pages: Record<Section, ComponentType> = {
  profile: ProfileSettings,
  security: SecuritySettings,
  sessions: SessionSettings,
  workspace: WorkspaceSettings,
  members: MemberSettings,
  teams: TeamSettings,
  channels: ChannelSettings,
  hours: HoursSettings,
  blocked: BlockedSenders,
  'api-keys': ApiKeySettings,
  audit: AuditTrail,
}

/** Beside each other on a desk; one after the other on a phone. */
export function SettingsPage() {
  const { section: asked, channelId } = useParams({ strict: false })
  const { role } = useMembership()
  const section = asked === undefined ? 'profile' : findSection(asked)
  const isAllowed = sectionsFor(role).some((group) => group.sections.some(({ name }) => name === section))

  if (!section || !isAllowed) return <NotFound />
  const SectionPage = pages[section]
  return (
    <div className="flex h-full">
      <SectionList section={section} isOpenOnPhone={asked === undefined} />
      <div className={`min-w-0 flex-1 flex-col ${asked === undefined ? 'hidden sm:flex' : 'flex'}`}>
        <BackOnPhone />
        <Scroll key={`${section} ${channelId ?? ''}`}>
          <SectionPage />
        </Scroll>
      </div>
    </div>
  )
}

function SectionList({ section, isOpenOnPhone }: { section: Section; isOpenOnPhone: boolean }) {
  const { role, workspace } = useMembership()
  return (
    <nav
      aria-label="Settings"
      className={`w-full shrink-0 overflow-y-auto p-3 sm:block sm:w-56 sm:border-r sm:bg-sunken ${isOpenOnPhone ? '' : 'hidden'}`}
    >
      <h1 className="px-2 pt-1 pb-3 text-lg">Settings</h1>
      {sectionsFor(role).map((group) => (
        <section key={group.title} className="mb-4">
          <h2 className="px-2 pb-1 text-sm font-normal text-muted">{group.title}</h2>
          <ul>
            {group.sections.map(({ name, label, icon: Icon }) => (
              <li key={name}>
                <Link
                  to="/$workspaceId/settings/$section"
                  params={{ workspaceId: workspace.id, section: name }}
                  aria-current={name === section ? 'page' : undefined}
                  className="flex h-8 items-center gap-2 rounded px-2 hover:bg-hover max-sm:h-12 sm:aria-[current=page]:bg-selected"
                >
                  <Icon size={16} aria-hidden="true" className="text-muted" />
                  <span className="min-w-0 flex-1 truncate">{label}</span>
                  <ChevronRight size={16} aria-hidden="true" className="text-muted sm:hidden" />
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}

function BackOnPhone() {
  const { workspace } = useMembership()
  return (
    <div className="border-b p-1 sm:hidden">
      <Link
        to="/$workspaceId/settings"
        params={{ workspaceId: workspace.id }}
        className="inline-flex h-10 items-center gap-1 rounded pr-3 pl-1 text-accent"
      >
        <ChevronLeft size={20} aria-hidden="true" />
        Settings
      </Link>
    </div>
  )
}

/** Starts at the top, and takes the focus when a section was chosen, so that its heading is read out. */
function Scroll({ children }: { children: React.ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const focused = document.activeElement
    if (focused?.closest('nav[aria-label="Settings"]')) place.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div ref={place} tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto outline-hidden">
      <div className="mx-auto flex max-w-184 flex-col gap-8 px-4 py-5 sm:px-8 sm:py-6">{children}</div>
    </div>
  )
}
