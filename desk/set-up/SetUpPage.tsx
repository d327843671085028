import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { Id } from '#protocol/primitives.ts'
import { api } from '../api.ts'
import { Waiting } from '../page/Waiting.tsx'
import { ApiProblem, explain, fieldErrors } from '../problem.ts'
import { useLinkToken } from '../sign-in/link-token.ts'
import { checkPassword, PASSWORD_HINT } from '../sign-in/password.ts'
import { Button } from '../ui/Button.tsx'
import { Entrance } from '../ui/Entrance.tsx'
import { ErrorState } from '../ui/ErrorState.tsx'
import { Form } from '../ui/Form.tsx'
import { languageChoices, ownLanguage, ownTimeZone, timeZoneChoices } from '../ui/regional.ts'
import { Select } from '../ui/Select.tsx'
import { PasswordField, TextField } from '../ui/TextField.tsx'

/** The first thing on a new server: one workspace and its owner. */
export function SetUpPage() {
  const token = useLinkToken()
  const setup = useQuery({ queryKey: ['setup'], queryFn: () => api.get<{ isNeeded: boolean }>('/setup') })

  if (setup.isPending) return <Waiting />
  if (setup.isError) {
    return (
      <ErrorState
        title="The set-up could not be loaded"
        detail={explain(setup.error)}
        onRetry={() => setup.refetch()}
        isRetrying={setup.isFetching}
      />
    )
  }
  if (!setup.data.isNeeded) {
    return (
      <Entrance title="This server is set up already" lead="Its owner can invite you to a workspace.">
        <Link to="/sign-in" className="text-accent underline">
          Go to sign-in
        </Link>
      </Entrance>
    )
  }
  if (token === '') return <WrongToken />
  return <SetUpForm token={token} />
}

type SetUp = {
  workspaceName: string
  language: string
  timeZone: string
  name: string
  email: string
  password: string
}

function SetUpForm({ token }: { token: string }) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const setUp = useMutation({
    mutationFn: (values: SetUp) => api.post<{ workspaceId: Id }>('/setup', { token, ...values }),
    meta: { isSigningIn: true },
    onSuccess: ({ workspaceId }) => {
      queryClient.clear()
      return navigate({ to: '/$workspaceId/settings/$section', params: { workspaceId, section: 'channels' } })
    },
  })

  if (isWrongToken(setUp.error)) return <WrongToken />
  return (
    <Entrance
      title="Set up Infolett"
      lead="A workspace is a shop: its inbox, its people, its customers. You will be its owner."
    >
      <Form<SetUp>
        onSubmit={(values) => setUp.mutate(values)}
        isBusy={setUp.isPending}
        errors={fieldErrors(setUp.error)}
        problem={setUp.error && explain(setUp.error)}
        actions={
          <Button type="submit" variant="primary" isBusy={setUp.isPending} className="w-full">
            Set up
          </Button>
        }
      >
        <TextField
          label="Name of the shop"
          name="workspaceName"
          autoComplete="organization"
          maxLength={120}
          required
          missing="Write what the shop is called."
        />
        <Select
          label="Its language"
          name="language"
          choices={languageChoices(ownLanguage())}
          defaultValue={ownLanguage()}
        />
        <Select
          label="Its time zone"
          name="timeZone"
          choices={timeZoneChoices(ownTimeZone())}
          defaultValue={ownTimeZone()}
        />
        <TextField
          label="Your name"
          name="name"
          autoComplete="name"
          maxLength={120}
          hint="Customers and colleagues see it."
          required
          missing="Write your name."
          className="border-t pt-4"
        />
        <TextField
          label="Your e-mail"
          name="email"
          type="email"
          autoComplete="username"
          required
          missing="Write your e-mail address."
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
      </Form>
    </Entrance>
  )
}

function WrongToken() {
  return (
    <Entrance
      title="This set-up link does not work"
      lead="It has been used, or was cut off on its way. The server prints the right one to its console each time it starts, until it is set up."
    />
  )
}

/** Also when someone else was quicker. */
const isWrongToken = (error: unknown) =>
  error instanceof ApiProblem && (error.status === 403 || error.problem.type === '/problems/already-set-up')
