import { useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { api } from '../../api.ts'
import { explainAuth } from '../../sign-in/auth-problems.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyField } from '../../ui/CopyField.tsx'
import { Form } from '../../ui/Form.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { showToast } from '../../ui/toast.ts'
import { meQuery } from '../../workspace/queries.ts'
import { BackupCodes } from './BackupCodes.tsx'
import { PasswordQuestion } from './PasswordQuestion.tsx'
import { readableSecret } from './totp-secret.ts'

const QrCode = lazy(() => import('./QrCode.tsx').then(({ QrCode }) => ({ default: QrCode })))

type Enrolment = { totpURI: string; backupCodes: string[] }

/** Password, then the app is shown the secret, then a code from it proves that it works, then the backup codes. */
export function TwoFactorEnrolment({ onDone }: { onDone: () => void }) {
  const [isProven, setProven] = useState(false)
  const queryClient = useQueryClient()
  const begin = useMutation({
    mutationFn: (password: string) => api.post<Enrolment>('/auth/two-factor/enable', { password }),
  })

  if (!begin.data) {
    return (
      <PasswordQuestion
        action="Go on"
        onAnswer={(password) => begin.mutate(password)}
        isBusy={begin.isPending}
        problem={begin.error && explainAuth(begin.error)}
      />
    )
  }
  if (!isProven) return <Proof uri={begin.data.totpURI} onProven={() => setProven(true)} />
  return (
    <BackupCodes
      codes={begin.data.backupCodes}
      onDone={async () => {
        onDone()
        await queryClient.invalidateQueries(meQuery)
        showToast('The second step is on.')
      }}
    />
  )
}

function Proof({ uri, onProven }: { uri: string; onProven: () => void }) {
  const verify = useMutation({
    mutationFn: (code: string) => api.post('/auth/two-factor/verify-totp', { code: code.replace(/\s/g, '') }),
    // A wrong code is answered as if nobody were signed in.
    meta: { isSigningIn: true },
    onSuccess: onProven,
  })
  return (
    <Form<{ code: string }>
      onSubmit={({ code }) => verify.mutate(code)}
      isBusy={verify.isPending}
      problem={verify.error && explainAuth(verify.error)}
      actions={
        <Button type="submit" variant="primary" isBusy={verify.isPending}>
          Check the code
        </Button>
      }
    >
      <p>Scan this with an authenticator app, then write the code that it shows.</p>
      <Suspense fallback={<Skeleton className="size-44 self-center" />}>
        <QrCode text={uri} label="QR code with the secret; it stands below as text too." />
      </Suspense>
      <CopyField label="Or write this secret into the app" text={readableSecret(uri)} />
      <TextField
        label="Code"
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        missing="Write the six digits."
      />
    </Form>
  )
}
