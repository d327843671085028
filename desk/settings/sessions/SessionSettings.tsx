import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Laptop, Smartphone } from 'lucide-react'
import { api } from '../../api.ts'
import { explain } from '../../problem.ts'
import { authCode } from '../../sign-in/auth-problems.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { QueryList } from '../../ui/QueryList.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { showToast } from '../../ui/toast.ts'
import { Row, SettingsHead } from '../SettingsSection.tsx'
import { SignInAgain } from '../SignInAgain.tsx'
import { deviceOf } from './device.ts'

type Session = {
  id: string
  token: string
  userAgent?: string | null
  ipAddress?: string | null
  createdAt: string
  updatedAt: string
}

type ListedSession = Session & { isThis: boolean }

const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({ signal }): Promise<ListedSession[]> => {
    const [sessions, current] = await Promise.all([
      api.get<Session[]>('/auth/list-sessions', { signal }),
      // Without it the list still says what matters.
      api.get<{ session: Session } | null>('/auth/get-session', { signal }).catch(() => null),
    ])
    return sessions
      .map((session) => ({ ...session, isThis: session.id === current?.session.id }))
      .sort((a, b) => Number(b.isThis) - Number(a.isThis) || b.updatedAt.localeCompare(a.updatedAt))
  },
})

export function SessionSettings() {
  const sessions = useQuery(sessionsQuery)
  const revokeOthers = useRevoking(() => api.post('/auth/revoke-other-sessions'), 'You are signed out everywhere else.')
  const hasOthers = (sessions.data?.length ?? 0) > 1
  return (
    <>
      <SettingsHead
        title="Where you are signed in"
        lead="A browser you do not know? Sign it out and change your password."
        action={
          hasOthers && (
            <Button isBusy={revokeOthers.isPending} onClick={() => revokeOthers.mutate()}>
              Sign out everywhere else
            </Button>
          )
        }
      />
      {authCode(sessions.error) === 'SESSION_NOT_FRESH' ? (
        <SignInAgain />
      ) : (
        <QueryList query={sessions} what="Your sessions" empty={<EmptyState title="You are signed in nowhere" />}>
          {(list) => (
            <ul className="border-t">
              {list.map((session) => (
                <SessionRow key={session.id} session={session} />
              ))}
            </ul>
          )}
        </QueryList>
      )}
    </>
  )
}

function SessionRow({ session }: { session: ListedSession }) {
  const { name, isPhone } = deviceOf(session.userAgent)
  const revoke = useRevoking(() => api.post('/auth/revoke-session', { token: session.token }), `${name} is signed out.`)
  const Icon = isPhone ? Smartphone : Laptop
  return (
    <Row
      start={<Icon size={20} strokeWidth={1.5} aria-hidden="true" className="text-muted" />}
      title={
        <>
          {name} {session.isThis && <Badge tone="accent">This one</Badge>}
        </>
      }
      detail={
        <>
          Signed in <RelativeTime at={session.createdAt} as="ago" />, last seen{' '}
          <RelativeTime at={session.updatedAt} as="ago" />
          {session.ipAddress && ` · ${session.ipAddress}`}
        </>
      }
    >
      {!session.isThis && (
        <Button size="sm" isBusy={revoke.isPending} onClick={() => revoke.mutate()} aria-label={`Sign out ${name}`}>
          Sign out
        </Button>
      )}
    </Row>
  )
}

function useRevoking(act: () => Promise<unknown>, done: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: async () => {
      await queryClient.invalidateQueries(sessionsQuery)
      showToast(done)
    },
    onError: (error) => showToast(`That did not work. ${explain(error)}`, { isFailure: true }),
  })
}
