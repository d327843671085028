import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { EmailSettings, MailboxBody, MailboxTestBody } from '#protocol/email.ts'
import { explain, fieldErrors } from '../../../problem.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { Form } from '../../../ui/Form.tsx'
import { PasswordField } from '../../../ui/TextField.tsx'
import { useWorkspaceId } from '../../../workspace/membership.ts'
import { type MailboxChange, useMailboxChange } from './changing.ts'
import { readServers, ServerFields, type ServerValues } from './ServerFields.tsx'
import { TestResult } from './TestResult.tsx'
import { tryMailbox } from './trying.ts'

/** Servers and password, tried before they are saved. */
export function SignInDialog({ mailbox, label }: { mailbox: MailboxBody; label: string }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="sm" className="self-start" onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Dialog title="Signing in" isOpen={isOpen} onOpenChange={setOpen} size="lg">
        <SignInForm mailbox={mailbox} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  )
}

type Values = ServerValues & { password: string }

function SignInForm({ mailbox, onDone }: { mailbox: MailboxBody; onDone: () => void }) {
  const workspaceId = useWorkspaceId()
  const { channelId, settings } = mailbox
  const changing = useMailboxChange(channelId, { done: 'It is saved.', onDone })
  const [tested, setTested] = useState<MailboxTestBody | null>(null)
  const trying = useMutation({
    mutationFn: (change: MailboxChange & { settings: EmailSettings }) => {
      const { settings, password, outgoingPassword } = change
      return tryMailbox(workspaceId, { settings, password, outgoingPassword, channelId })
    },
    onSuccess: (result, change) => {
      setTested(result)
      if (result.incoming?.ok && result.outgoing?.ok) changing.mutate(change)
    },
  })
  const error = trying.error ?? changing.error
  const isBusy = trying.isPending || changing.isPending
  return (
    <Form<Values>
      onSubmit={(values) => {
        setTested(null)
        trying.mutate(changeOf(settings, values))
      }}
      isBusy={isBusy}
      errors={fieldErrors(error)}
      problem={error && explain(error)}
      actions={
        <Button type="submit" variant="primary" isBusy={isBusy}>
          {trying.isPending ? 'Trying it …' : 'Try and save'}
        </Button>
      }
    >
      <PasswordField
        label="New password"
        name="password"
        autoComplete="new-password"
        hint="Empty: the one before stays, as long as the servers do."
      />
      <ServerFields imap={settings.imap} smtp={settings.smtp} isOpen hasOutgoingPassword />
      {tested && <TestResult tested={tested} />}
    </Form>
  )
}

/** Whoever enters a password wants to be let in by it. */
const changeOf = (settings: EmailSettings, values: Values): MailboxChange & { settings: EmailSettings } => ({
  settings: { ...settings, ...(values.password ? { signIn: 'password' } : {}), ...readServers(values) },
  ...(values.password ? { password: values.password } : {}),
  ...(values.outgoingPassword ? { outgoingPassword: values.outgoingPassword } : {}),
})
