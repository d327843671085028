import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { MeBody, OpenInvitationBody } from '#protocol/members.ts'
import type { Id } from '#protocol/primitives.ts'
import { api } from '../api.ts'
import { Waiting } from '../page/Waiting.tsx'
import { ApiProblem, explain, fieldErrors, isSignedOut } from '../problem.ts'
import { useLinkToken } from '../sign-in/link-token.ts'
import { checkPassword, PASSWORD_HINT } from '../sign-in/password.ts'
import { Button } from '../ui/Button.tsx'
import { Entrance } from '../ui/Entrance.tsx'
import { ErrorState } from '../ui/ErrorState.tsx'
import { Form } from '../ui/Form.tsx'
import { PasswordField, TextField } from '../ui/TextField.tsx'
import { roleNames } from '../workspace/membership.ts'

/** Behind an invitation link: a new colleague chooses name and password, a known one only says yes. */
export function InvitationPage() {
  const token = useLinkToken()
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => api.get<OpenInvitationBody>(`/invitations/${encodeURIComponent(token)}`),
    enabled: token !== '',
  })
  const me = useQuery({ queryKey: ['invitation', 'me'], queryFn: findMe })

  if (token === '' || isDead(invitation.error)) return <DeadInvitation />
  if (invitation.isError || me.isError) {
    return (
      <ErrorState
        title="The invitation could not be loaded"
        detail={explain(invitation.error ?? me.error)}
        onRetry={() => Promise.all([invitation.refetch(), me.refetch()])}
        isRetrying={invitation.isFetching}
      />
    )
  }
  if (invitation.isPending || me.isPending) return <Waiting />
  return <Acceptance token={token} invitation={invitation.data} me={me.data} />
}

type AcceptanceProps = { token: string; invitation: OpenInvitationBody; me: MeBody | null }
type NewAccount = { name: string; password: string }

function Acceptance({ token, invitation, me }: AcceptanceProps) {
  const { workspaceName, invitedBy, role, email, hasAccount } = invitation
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const accept = useMutation({
    mutationFn: (account: NewAccount | Record<string, never>) =>
      api.post<{ workspaceId: Id }>(`/invitations/${encodeURIComponent(token)}/acceptance`, account),
    meta: { isSigningIn: true },
    onSuccess: ({ workspaceId }) => {
      queryClient.clear()
      return navigate({ to: '/$workspaceId/inbox/$view', params: { workspaceId, view: 'open' } })
    },
  })
  const frame = {
    title: `Join ${workspaceName}`,
    lead: `${invitedBy} invites you as ${roleNames[role].toLowerCase()}.`,
  }

  if (isDead(accept.error)) return <DeadInvitation />
  if (hasAccount && me?.user.email !== email) {
    return (
      <Entrance {...frame}>
        <p>
          {me
            ? `You are signed in as ${me.user.email}, but the invitation is for ${email}.`
            : `${email} already has an account here.`}{' '}
          Sign in with it to accept.
        </p>
        <Link
          to="/sign-in"
          search={{ next: `/desk/invitation#${encodeURIComponent(token)}` }}
          className="text-accent underline"
        >
          Sign in
        </Link>
      </Entrance>
    )
  }
  return (
    <Entrance {...frame}>
      <Form<NewAccount>
        onSubmit={({ name, password }) => accept.mutate(hasAccount ? {} : { name, password })}
        isBusy={accept.isPending}
        errors={fieldErrors(accept.error)}
        problem={accept.error && explain(accept.error)}
        actions={
          <Button type="submit" variant="primary" isBusy={accept.isPending} className="w-full">
            Join
          </Button>
        }
      >
        {hasAccount ? <p>You keep signing in as {email}.</p> : <AccountFields email={email} />}
      </Form>
    </Entrance>
  )
}

function AccountFields({ email }: { email: string }) {
  return (
    <>
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        value={email}
        readOnly
        hint="You will sign in with it."
      />
      <TextField
        label="Your name"
        name="name"
        autoComplete="name"
        maxLength={120}
        hint="Customers and colleagues see it."
        required
        missing="Write your name."
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="new-password"
        hint={PASSWORD_HINT}
        check={checkPassword}
        required
        missing="Choose a password."
      />
    </>
  )
}

function DeadInvitation() {
  return (
    <Entrance
      title="This invitation does not work"
      lead="It has been used, taken back, is too old, or was cut off on its way. Ask the colleague who invited you for a new one."
    >
      <Link to="/sign-in" className="text-accent underline">
        Go to sign-in
      </Link>
    </Entrance>
  )
}

/** Unlike everywhere else, nobody has to be signed in here. */
async function findMe(): Promise<MeBody | null> {
  try {
    return await api.get<MeBody>('/me')
  } catch (error) {
    if (isSignedOut(error)) return null
    throw error
  }
}

const isDead = (error: unknown) => error instanceof ApiProblem && [404, 410].includes(error.status)
