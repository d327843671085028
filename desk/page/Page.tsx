import { Outlet, useNavigate, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { Realtime } from '../realtime/Realtime.tsx'
import { useShortcut } from '../ui/shortcuts.ts'
import { useWorkspaceId } from '../workspace/membership.ts'
import { ConnectionBanner } from './ConnectionBanner.tsx'
import { KeyboardHelp } from './KeyboardHelp.tsx'
import { NavigationBar, NavigationRail } from './Navigation.tsx'
import { Waiting } from './Waiting.tsx'

// After the first screen: there is seldom anything to tell.
const MailboxAlarm = lazy(() => import('./MailboxAlarm.tsx').then((module) => ({ default: module.MailboxAlarm })))
const TakeBreak = lazy(() => import('../breaks/TakeBreak.tsx').then((module) => ({ default: module.TakeBreak })))

/** What stands around every screen of a workspace. */
export function Page() {
  const workspaceId = useWorkspaceId()
  const { conversationId } = useParams({ strict: false })
  const navigate = useNavigate()
  const [isHelpOpen, setHelpOpen] = useState(false)
  const [isBreakOpen, setBreakOpen] = useState(false)
  const group = 'Everywhere'
  const around = { onHelp: () => setHelpOpen(true), onBreak: () => setBreakOpen(true) }

  useShortcut({ keys: '?', label: 'Show the keyboard help', group }, () => setHelpOpen(true))
  useShortcut({ keys: 'g i', label: 'Go to the inbox', group }, () =>
    navigate({ to: '/$workspaceId/inbox/$view', params: { workspaceId, view: 'open' } }),
  )
  useShortcut({ keys: 'g s', label: 'Go to the settings', group }, () =>
    navigate({ to: '/$workspaceId/settings', params: { workspaceId } }),
  )

  return (
    <div className="flex h-full flex-col">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded focus:bg-raised focus:px-3 focus:py-2"
      >
        Skip to the content
      </a>
      <ConnectionBanner />
      <Suspense fallback={null}>
        <MailboxAlarm />
      </Suspense>
      <div className="flex min-h-0 flex-1 max-sm:flex-col-reverse">
        <NavigationRail {...around} />
        {!conversationId && <NavigationBar {...around} />}
        <main id="main" tabIndex={-1} className="min-h-0 min-w-0 flex-1 outline-hidden">
          <Suspense fallback={<Waiting />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <Realtime key={workspaceId} workspaceId={workspaceId} />
      <KeyboardHelp isOpen={isHelpOpen} onOpenChange={setHelpOpen} />
      {isBreakOpen && (
        <Suspense fallback={null}>
          <TakeBreak isOpen onOpenChange={setBreakOpen} />
        </Suspense>
      )}
    </div>
  )
}
