import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
  useParams,
} from '@tanstack/react-router'
import type { InboxView } from '#protocol/conversations.ts'
import { InboxPage, type InboxSearch } from './inbox/InboxPage.tsx'
import { Crash } from './page/Crash.tsx'
import { NotFound } from './page/NotFound.tsx'
import { Page } from './page/Page.tsx'
import { Waiting } from './page/Waiting.tsx'
import { isSignedOut } from './problem.ts'
import { onSignedOut, queryClient } from './query-client.ts'
import { findOutcome, type Outcome } from './settings/channels/mailbox/outcome.ts'
import { chooseWorkspace, rememberWorkspace } from './workspace/last-workspace.ts'
import { findMembership } from './workspace/membership.ts'
import { meQuery } from './workspace/queries.ts'

const rootRoute = createRootRoute({ notFoundComponent: NotFound, errorComponent: Crash })

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search): { next?: string; failed?: 'link' } => {
    const next = textOf(search.next)
    return {
      next: next?.startsWith('/desk/') ? next : undefined,
      failed: search.failed === 'link' ? 'link' : undefined,
    }
  },
  component: lazyRouteComponent(() => import('./sign-in/SignInPage.tsx'), 'SignInPage'),
})

const newPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/new-password',
  component: lazyRouteComponent(() => import('./sign-in/NewPasswordPage.tsx'), 'NewPasswordPage'),
})

const setUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/set-up',
  component: lazyRouteComponent(() => import('./set-up/SetUpPage.tsx'), 'SetUpPage'),
})

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./invitation/InvitationPage.tsx'), 'InvitationPage'),
})

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  // A sign-in link that did not work comes back here with its error.
  validateSearch: (search): { error?: string } => ({ error: textOf(search.error) }),
  beforeLoad: async ({ location, search }) => {
    if (search.error) throw redirect({ to: '/sign-in', search: { failed: 'link' } })
    const workspaceId = chooseWorkspace((await getMe(location.publicHref)).memberships)
    if (workspaceId)
      throw redirect({ to: '/$workspaceId/inbox/$view', params: { workspaceId, view: 'open' }, replace: true })
  },
  component: lazyRouteComponent(() => import('./sign-in/NoWorkspace.tsx'), 'NoWorkspace'),
})

const workspaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$workspaceId',
  beforeLoad: async ({ location, params: { workspaceId } }) => {
    if (!findMembership(await getMe(location.publicHref), workspaceId)) throw notFound()
    rememberWorkspace(workspaceId)
  },
  component: Page,
})

const workspaceHomeRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/$workspaceId/inbox/$view', params: { ...params, view: 'open' }, replace: true })
  },
})

const inboxViews: readonly InboxView[] = [
  'mine',
  'unassigned',
  'open',
  'pending',
  'snoozed',
  'closed',
  'failed',
  'spam',
]

const inboxRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/inbox/$view',
  validateSearch: (search): InboxSearch => ({
    teamId: textOf(search.teamId),
    channelId: textOf(search.channelId),
    sort: search.sort === 'waiting' ? 'waiting' : undefined,
  }),
  params: {
    parse: ({ view }) => {
      const known = inboxViews.find((one) => one === view)
      if (!known) throw notFound()
      return { view: known }
    },
    stringify: ({ view }) => ({ view }),
  },
  component: function Inbox() {
    const { workspaceId, view } = inboxRoute.useParams()
    const { conversationId = null } = useParams({ strict: false })
    return (
      <InboxPage
        workspaceId={workspaceId}
        view={view}
        conversationId={conversationId}
        search={inboxRoute.useSearch()}
      />
    )
  },
})

/** Drawn by the inbox, so that opening a conversation keeps the list as it is. */
const conversationRoute = createRoute({ getParentRoute: () => inboxRoute, path: '/$conversationId' })

const settingsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/SettingsPage.tsx'), 'SettingsPage'),
})

const settingsSectionRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/$section',
})

/** One channel, or a new one; drawn by the settings. */
const settingsChannelRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/$section/$channelId',
  validateSearch: (search): { consent?: Outcome } => ({ consent: findOutcome(search.consent) }),
})

export const router = createRouter({
  basepath: '/desk',
  routeTree: rootRoute.addChildren([
    signInRoute,
    newPasswordRoute,
    setUpRoute,
    invitationRoute,
    homeRoute,
    workspaceRoute.addChildren([
      workspaceHomeRoute,
      inboxRoute.addChildren([conversationRoute]),
      settingsRoute.addChildren([settingsSectionRoute, settingsChannelRoute]),
    ]),
  ]),
  defaultPreload: 'intent',
  defaultPendingComponent: Waiting,
  defaultErrorComponent: Crash,
  defaultNotFoundComponent: NotFound,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

onSignedOut(() => {
  const { pathname, publicHref } = router.state.location
  if (pathname.startsWith('/sign-in')) return
  void router.navigate({ to: '/sign-in', search: { next: publicHref } }).then(() => queryClient.clear())
})

async function getMe(href: string) {
  try {
    return await queryClient.ensureQueryData(meQuery)
  } catch (error) {
    if (isSignedOut(error))
      throw redirect({ to: '/sign-in', search: href === '/desk' || href === '/desk/' ? {} : { next: href } })
    throw error
  }
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
