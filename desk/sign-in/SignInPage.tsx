import { useSearch } from '@tanstack/react-router'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Entrance } from '../ui/Entrance.tsx'
import { Form } from '../ui/Form.tsx'
import { PasswordField, TextField } from '../ui/TextField.tsx'
import { explainAuth } from './auth-problems.ts'
import { SecondStep } from './SecondStep.tsx'
import { useEntering, usePasskeySignIn, usePasswordSignIn } from './signing-in.ts'

export function SignInPage() {
  const { next, failed } = useSearch({ from: '/sign-in' })
  const [email, setEmail] = useState('')
  const [isSecondStep, setSecondStep] = useState(false)
  const enter = useEntering(next)
  const signIn = usePasswordSignIn(enter, () => setSecondStep(true))
  const passkey = usePasskeySignIn(enter)
  const error = signIn.error ?? passkey.error

  if (isSecondStep) return <SecondStep onDone={enter} onBack={() => setSecondStep(false)} />
  return (
    <Entrance
      title="Sign in"
      lead={
        failed === 'link'
          ? 'This sign-in link has been used or is too old. Ask for a new one, or sign in here.'
          : undefined
      }
      foot="New here? A colleague who is owner or admin can invite you. Forgot your password? They can make you a link for a new one."
    >
      <Form<{ email: string; password: string }>
        onSubmit={(credentials) => {
          passkey.reset()
          signIn.mutate(credentials)
        }}
        isBusy={signIn.isPending}
        problem={error && explainAuth(error)}
        actions={
          <Button type="submit" variant="primary" isBusy={signIn.isPending} className="w-full">
            Sign in
          </Button>
        }
      >
        <TextField
          label="E-mail"
          name="email"
          type="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          autoComplete="username"
          required
          missing="Write your e-mail address."
        />
        <PasswordField
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          missing="Write your password."
        />
      </Form>
      <Button
        icon={KeyRound}
        isBusy={passkey.isPending}
        className="-mt-4 w-full"
        onClick={() => {
          signIn.reset()
          passkey.mutate()
        }}
      >
        Sign in with a passkey
      </Button>
    </Entrance>
  )
}
