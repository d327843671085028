import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { EmailSettings, MailboxTestBody } from '#protocol/email.ts'
import { explain } from '../../../problem.ts'
import { Button } from '../../../ui/Button.tsx'
import { Form } from '../../../ui/Form.tsx'
import { PasswordField } from '../../../ui/TextField.tsx'
import { useWorkspaceId } from '../../../workspace/membership.ts'
import type { Draft } from './NewMailbox.tsx'
import { ProviderSignIn } from './ProviderSignIn.tsx'
import { readServers, ServerFields, type ServerValues } from './ServerFields.tsx'
import { TestResult } from './TestResult.tsx'
import { tryMailbox } from './trying.ts'

type SignInStepProps = { draft: Draft; onBack: () => void; onTried: (draft: Draft) => void }

/** By the provider's own page where that goes, else by password; what was entered is tried before it goes on. */
export function SignInStep({ draft, onBack, onTried }: SignInStepProps) {
  const { guess } = draft
  const [wantsPassword, setWantsPassword] = useState(guess.signsInWith === null)
  if (wantsPassword) return <PasswordSignIn draft={draft} onBack={onBack} onTried={onTried} />
  return (
    <div className="flex max-w-112 flex-col items-start gap-4">
      <p>
        {draft.address} is kept by {guess.name}. Sign in there; Infolett never sees that password.
      </p>
      <ProviderSignIn draft={draft} />
      <div className="flex gap-2">
        <Button variant="quiet" onClick={onBack}>
          Another address
        </Button>
        {guess.takesPasswords && (
          <Button variant="link" onClick={() => setWantsPassword(true)}>
            Use a password instead
          </Button>
        )}
      </div>
    </div>
  )
}

type Values = ServerValues & { password: string }

function PasswordSignIn({ draft, onBack, onTried }: SignInStepProps) {
  const workspaceId = useWorkspaceId()
  const { guess } = draft
  const trying = useMutation({
    mutationFn: async (values: Values) => {
      const given = { settings: settingsOf(draft, values), ...passwordsOf(values) }
      return { tested: await tryMailbox(workspaceId, given), given }
    },
    onSuccess: ({ tested, given }) => {
      if (tested.incoming?.ok && tested.outgoing?.ok) onTried({ ...draft, ...withFolders(given, tested) })
    },
  })
  const tested = trying.data?.tested
  return (
    <Form<Values>
      onSubmit={(values) => trying.mutate(values)}
      isBusy={trying.isPending}
      problem={trying.error && explain(trying.error)}
      className="max-w-128"
      actions={
        <>
          <Button type="submit" variant="primary" isBusy={trying.isPending}>
            {trying.isPending ? 'Trying it …' : tested ? 'Try again' : 'Try it'}
          </Button>
          <Button variant="quiet" onClick={onBack}>
            Another address
          </Button>
        </>
      }
    >
      <p>
        {guess.isCertain && guess.settings.provider !== 'other'
          ? `${draft.address} is kept by ${guess.name}.`
          : guess.isCertain
            ? `The servers of ${guess.name} are known.`
            : `Nobody here knows who keeps mail for ${guess.name}. The names of the servers below are likely ones: compare them with what your provider says.`}
      </p>
      {!guess.takesPasswords && (
        <p className="rounded bg-note px-3 py-2 text-sm text-on-note">
          {guess.name} takes no passwords from mail programs. Whoever runs this server registers it with Microsoft
          first; then you sign in there. Or let your mail be forwarded to another mailbox.
        </p>
      )}
      <PasswordField
        label="Password of the mailbox"
        name="password"
        defaultValue={draft.password}
        autoComplete="new-password"
        hint={guess.passwordHint && <PasswordHint {...guess.passwordHint} />}
        required
        missing="Write the password."
      />
      <ServerFields
        imap={draft.settings.imap}
        smtp={draft.settings.smtp}
        isOpen={!guess.isCertain}
        hasOutgoingPassword={draft.outgoingPassword !== null}
      />
      {tested && !trying.isPending && <TestResult tested={tested} />}
    </Form>
  )
}

function PasswordHint({ text, url }: { text: string; url: string | null }) {
  return (
    <>
      {text}{' '}
      {url && (
        <a href={url} target="_blank" rel="noreferrer" className="text-accent underline">
          Make an app password
        </a>
      )}
    </>
  )
}

const settingsOf = (draft: Draft, values: Values): EmailSettings => ({
  ...draft.settings,
  signIn: 'password',
  ...readServers(values),
})

const passwordsOf = ({ password, outgoingPassword }: Values) => ({
  password,
  outgoingPassword: outgoingPassword || null,
})

type Given = Pick<Draft, 'settings' | 'password' | 'outgoingPassword'>

/** What was learned by looking: where junk lies, and where the provider wants to have what we send. */
function withFolders(given: Given, { incoming }: MailboxTestBody): Given & Pick<Draft, 'folders'> {
  const folders = incoming?.folders ?? []
  const placeOf = (use: 'junk' | 'sent') => folders.find((folder) => folder.use === use)?.path ?? null
  const keepsSent = given.settings.provider === 'gmail' || given.settings.provider === 'microsoft365'
  return {
    ...given,
    settings: {
      ...given.settings,
      junkFolder: placeOf('junk'),
      sentFolder: keepsSent ? null : placeOf('sent'),
    },
    folders,
  }
}
