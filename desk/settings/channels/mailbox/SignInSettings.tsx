import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { EmailSettings, MailboxBody, MailboxTestBody } from '#protocol/email.ts'
import { explain, fieldErrors } from '../../../problem.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { Form } from '../../../ui/Form.tsx'
import { PasswordField } from '../../../ui/TextField.tsx'
import { useWorkspaceId } from '../../../workspace/membership.ts'
import { SettingsSection } from '../../SettingsSection.tsx'
import { type MailboxChange, useMailboxChange } from './changing.ts'
import { ConsentButton } from './ProviderSignIn.tsx'
import { readServers, ServerFields, type ServerValues } from './ServerFields.tsx'
import { TestResult } from './TestResult.tsx'
import { tryMailbox } from './trying.ts'

/** Servers, and how they let us in. */
export function SignInSettings({ mailbox }: { mailbox: MailboxBody }) {
  const [isOpen, setOpen] = useState(false)
  const { channelId, settings } = mailbox
  const { imap, smtp, signIn } = settings
  return (
    <SettingsSection
      title="Signing in"
      action={
        <div className="flex flex-wrap gap-2">
          {signIn === 'oauth' && <ConsentButton findChannel={async () => channelId} label="Sign in again" />}
          <Button size="sm" onClick={() => setOpen(true)}>
            Change
          </Button>
        </div>
      }
    >
      <p className="[overflow-wrap:anywhere]">
        {imap ? `Reads from ${imap.host}` : 'Reads nothing'}
        {smtp ? `, sends by ${smtp.host}` : ', sends nothing'}
        {signIn === 'oauth' ? ', signed in at the provider.' : ', with a password that nobody is shown.'}
      </p>
      <Dialog title="Signing in" isOpen={isOpen} onOpenChange={setOpen} size="lg">
        <SignInForm mailbox={mailbox} onDone={() => setOpen(false)} />
      </Dialog>
    </SettingsSection>
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
