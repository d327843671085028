import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api.ts'
import { explainAuth } from '../../sign-in/auth-problems.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { showToast } from '../../ui/toast.ts'
import { useMe } from '../../workspace/membership.ts'
import { meQuery } from '../../workspace/queries.ts'
import { SettingsSection } from '../SettingsSection.tsx'
import { BackupCodes } from './BackupCodes.tsx'
import { PasswordQuestion } from './PasswordQuestion.tsx'
import { TwoFactorEnrolment } from './TwoFactorEnrolment.tsx'

type Step = 'enrolment' | 'codes' | 'disabling'

export function TwoFactorSettings() {
  const { hasTwoFactor, hasPassword } = useMe().user
  const [step, setStep] = useState<Step | null>(null)
  const close = () => setStep(null)
  return (
    <SettingsSection
      title="Second step"
      lead="After the password, a code from an app on your phone. Who learns your password still cannot come in."
    >
      {hasTwoFactor ? (
        <div className="flex flex-wrap items-center gap-2">
          <Badge tone="accent">
            <ShieldCheck size={12} aria-hidden="true" /> On
          </Badge>
          <Button size="sm" onClick={() => setStep('codes')}>
            New backup codes
          </Button>
          <Button size="sm" variant="danger" onClick={() => setStep('disabling')}>
            Turn off
          </Button>
        </div>
      ) : (
        <div className="flex flex-wrap items-center gap-2">
          <Button disabled={!hasPassword} onClick={() => setStep('enrolment')}>
            Turn on
          </Button>
          {!hasPassword && <span className="text-sm text-muted">Choose a password first.</span>}
        </div>
      )}
      <Dialog title="Turn on the second step" isOpen={step === 'enrolment'} onOpenChange={close}>
        <TwoFactorEnrolment onDone={close} />
      </Dialog>
      <Dialog
        title="New backup codes"
        description="The old ones stop working."
        isOpen={step === 'codes'}
        onOpenChange={close}
      >
        <NewBackupCodes onDone={close} />
      </Dialog>
      <Dialog title="Turn off the second step" isOpen={step === 'disabling'} onOpenChange={close}>
        <Disabling onDone={close} />
      </Dialog>
    </SettingsSection>
  )
}

function NewBackupCodes({ onDone }: { onDone: () => void }) {
  const make = useMutation({
    mutationFn: (password: string) =>
      api.post<{ backupCodes: string[] }>('/auth/two-factor/generate-backup-codes', { password }),
  })
  if (make.data) return <BackupCodes codes={make.data.backupCodes} onDone={onDone} />
  return (
    <PasswordQuestion
      action="Make new codes"
      onAnswer={(password) => make.mutate(password)}
      isBusy={make.isPending}
      problem={make.error && explainAuth(make.error)}
    />
  )
}

function Disabling({ onDone }: { onDone: () => void }) {
  const queryClient = useQueryClient()
  const disable = useMutation({
    mutationFn: (password: string) => api.post('/auth/two-factor/disable', { password }),
    onSuccess: async () => {
      await queryClient.invalidateQueries(meQuery)
      showToast('The second step is off.')
      onDone()
    },
  })
  return (
    <PasswordQuestion
      lead="From now on the password alone will let you in."
      action="Turn off"
      onAnswer={(password) => disable.mutate(password)}
      isBusy={disable.isPending}
      problem={disable.error && explainAuth(disable.error)}
    />
  )
}
