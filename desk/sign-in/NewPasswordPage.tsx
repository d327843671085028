import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../api.ts'
import { ApiProblem, explain, fieldErrors } from '../problem.ts'
import { Button } from '../ui/Button.tsx'
import { Entrance } from '../ui/Entrance.tsx'
import { Form } from '../ui/Form.tsx'
import { PasswordField } from '../ui/TextField.tsx'
import { useLinkToken } from './link-token.ts'
import { checkPassword, PASSWORD_HINT } from './password.ts'

/** Behind a link that an owner or admin made for someone who forgot the password. */
export function NewPasswordPage() {
  const token = useLinkToken()
  const choose = useMutation({
    mutationFn: ({ password }: { password: string }) =>
      api.post(`/password-links/${encodeURIComponent(token)}`, { password }),
    meta: { isSigningIn: true },
  })

  if (choose.isSuccess) {
    return (
      <Entrance title="Your new password is set" lead="It has signed you out everywhere. Sign in with it now.">
        <SignInLink />
      </Entrance>
    )
  }
  if (token === '' || isDead(choose.error)) {
    return (
      <Entrance
        title="This link does not work"
        lead="It has been used, is too old, or was cut off on its way. Ask the colleague who made it for a new one."
      >
        <SignInLink />
      </Entrance>
    )
  }
  return (
    <Entrance title="Choose a new password">
      <Form<{ password: string }>
        onSubmit={(values) => choose.mutate(values)}
        isBusy={choose.isPending}
        errors={fieldErrors(choose.error)}
        problem={choose.error && explain(choose.error)}
        actions={
          <Button type="submit" variant="primary" isBusy={choose.isPending}>
            Set the password
          </Button>
        }
      >
        <PasswordField
          label="New password"
          name="password"
          autoComplete="new-password"
          hint={PASSWORD_HINT}
          check={checkPassword}
          required
          missing="Write a password."
        />
      </Form>
    </Entrance>
  )
}

const isDead = (error: unknown) => error instanceof ApiProblem && [404, 410].includes(error.status)

function SignInLink() {
  return (
    <Link to="/sign-in" className="text-accent underline">
      Go to sign-in
    </Link>
  )
}
