import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Checkbox } from '../ui/Checkbox.tsx'
import { Entrance } from '../ui/Entrance.tsx'
import { Form } from '../ui/Form.tsx'
import { TextField } from '../ui/TextField.tsx'
import { explainAuth } from './auth-problems.ts'
import { useSecondStep } from './signing-in.ts'

type SecondStepProps = { onDone: () => void; onBack: () => void }

/** After the password: a code from the authenticator app, or one of the backup codes. */
export function SecondStep({ onDone, onBack }: SecondStepProps) {
  const [isBackupCode, setBackupCode] = useState(false)
  const [isTrusted, setTrusted] = useState(false)
  const verify = useSecondStep(onDone)
  return (
    <Entrance
      title="Second step"
      lead={
        isBackupCode
          ? 'Write one of the backup codes you kept. Each works once.'
          : 'Write the code that your authenticator app shows.'
      }
    >
      <Form<{ code: string }>
        key={String(isBackupCode)}
        onSubmit={({ code }) => verify.mutate({ code, isBackupCode, isTrusted })}
        isBusy={verify.isPending}
        problem={verify.error && explainAuth(verify.error)}
        actions={
          <>
            <Button type="submit" variant="primary" isBusy={verify.isPending}>
              Go on
            </Button>
            <Button variant="quiet" onClick={onBack}>
              Back
            </Button>
          </>
        }
      >
        <TextField
          label={isBackupCode ? 'Backup code' : 'Code'}
          name="code"
          inputMode={isBackupCode ? 'text' : 'numeric'}
          autoComplete="one-time-code"
          spellCheck={false}
          autoCapitalize="none"
          autoFocus
          required
          missing={isBackupCode ? 'Write a backup code.' : 'Write the six digits.'}
          className="font-mono"
        />
        <Checkbox label="Do not ask on this device for 30 days" isChecked={isTrusted} onChange={setTrusted} />
      </Form>
      <Button
        variant="link"
        size="sm"
        className="-mt-3 -ml-2 self-start"
        onClick={() => {
          verify.reset()
          setBackupCode(!isBackupCode)
        }}
      >
        {isBackupCode ? 'Use the authenticator app' : 'Use a backup code'}
      </Button>
    </Entrance>
  )
}
