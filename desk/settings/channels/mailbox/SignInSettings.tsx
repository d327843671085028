import type { MailboxBody } from '#protocol/email.ts'
import { SettingsSection } from '../../SettingsSection.tsx'
import { ConsentButton } from './ProviderSignIn.tsx'
import { SignInDialog } from './SignInDialog.tsx'

/** Servers, and how they let us in. */
export function SignInSettings({ mailbox }: { mailbox: MailboxBody }) {
  const { imap, smtp, signIn } = mailbox.settings
  return (
    <SettingsSection
      title="Signing in"
      action={
        <div className="flex flex-wrap gap-2">
          {signIn === 'oauth' && mailbox.hasConsent && (
            <ConsentButton findChannel={async () => mailbox.channelId} label="Sign in again" />
          )}
          <SignInDialog mailbox={mailbox} label="Change" />
        </div>
      }
    >
      <p className="[overflow-wrap:anywhere]">
        {imap ? `Reads from ${imap.host}` : 'Reads nothing'}
        {smtp ? `, sends by ${smtp.host}` : ', sends nothing'}
        {signIn === 'oauth' ? ', signed in at the provider.' : ', with a password that nobody is shown.'}
      </p>
    </SettingsSection>
  )
}
