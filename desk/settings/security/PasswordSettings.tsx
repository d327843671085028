import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api.ts'
import { authCode, explainAuth } from '../../sign-in/auth-problems.ts'
import { checkPassword, PASSWORD_HINT } from '../../sign-in/password.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { Form } from '../../ui/Form.tsx'
import { PasswordField } from '../../ui/TextField.tsx'
import { showToast } from '../../ui/toast.ts'
import { mayManage, useMe, useMembership } from '../../workspace/membership.ts'
import { PasswordLinkDialog } from '../members/PasswordLinkDialog.tsx'
import { SettingsSection } from '../SettingsSection.tsx'

export function PasswordSettings() {
  const { hasPassword } = useMe().user
  const [times, setTimes] = useState(0)
  return (
    <SettingsSection title="Password">
      {hasPassword ? <ChangePassword key={times} onChanged={() => setTimes(times + 1)} /> : <NoPassword />}
    </SettingsSection>
  )
}

type Change = { currentPassword: string; newPassword: string }

function ChangePassword({ onChanged }: { onChanged: () => void }) {
  const [isLeavingOthers, setLeavingOthers] = useState(true)
  const change = useMutation({
    mutationFn: (passwords: Change) =>
      api.post('/auth/change-password', { ...passwords, revokeOtherSessions: isLeavingOthers }),
    onSuccess: () => {
      showToast('Your password is changed.')
      onChanged()
    },
  })
  const isCurrentWrong = authCode(change.error) === 'INVALID_PASSWORD'
  return (
    <Form<Change>
      onSubmit={(passwords) => change.mutate(passwords)}
      isBusy={change.isPending}
      errors={isCurrentWrong ? { currentPassword: 'This is not your password now.' } : undefined}
      problem={change.error && !isCurrentWrong ? explainAuth(change.error) : null}
      actions={
        <Button type="submit" isBusy={change.isPending}>
          Change the password
        </Button>
      }
      className="max-w-84"
    >
      <PasswordField
        label="Password now"
        name="currentPassword"
        autoComplete="current-password"
        required
        missing="Write the password you have now."
      />
      <PasswordField
        label="New password"
        name="newPassword"
        autoComplete="new-password"
        hint={PASSWORD_HINT}
        check={checkPassword}
        required
        missing="Write the new password."
      />
      <Checkbox label="Sign out everywhere else" isChecked={isLeavingOthers} onChange={setLeavingOthers} />
    </Form>
  )
}

function NoPassword() {
  const { role, memberId, name } = useMembership()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <p className="text-muted">
        You have no password yet: you came by a sign-in link.{' '}
        {mayManage(role)
          ? 'Make yourself a link to choose one.'
          : 'Ask a colleague who is owner or admin for a link to choose one.'}
      </p>
      {mayManage(role) && (
        <Button className="self-start" onClick={() => setOpen(true)}>
          Make a password link
        </Button>
      )}
      <PasswordLinkDialog member={{ id: memberId, name }} isOpen={isOpen} onOpenChange={setOpen} />
    </>
  )
}
