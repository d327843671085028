import { Clock, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { MailboxBody } from '#protocol/email.ts'
import { useNow } from '../../../ui/RelativeTime.tsx'
import { sayExactly } from '../../../ui/relative-time.ts'
import { ConsentButton } from './ProviderSignIn.tsx'
import { SignInDialog } from './SignInDialog.tsx'
import { stateOf } from './state.ts'

/** What somebody has to see to: it does not work, nobody has signed in yet, or a sign-in ends soon. */
export function MailboxTrouble({ mailbox }: { mailbox: MailboxBody }) {
  const state = stateOf(mailbox, useNow())
  const { channelId, settings, hasConsent, failingSince, failure, consentExpiresAt } = mailbox
  const isByConsent = settings.signIn === 'oauth'
  const again = isByConsent && (
    <ConsentButton findChannel={async () => channelId} label={hasConsent ? 'Sign in again' : 'Sign in'} />
  )
  if (isByConsent && !hasConsent)
    return (
      <Trouble isDanger>
        <p>Nobody has signed in to this mailbox yet, so it cannot be read.</p>
        {again}
      </Trouble>
    )
  if (failingSince)
    return (
      <Trouble isDanger>
        <p>
          It has not worked since {sayExactly(new Date(failingSince))}. Nothing is lost: what comes meanwhile lies at
          the provider, what is to be sent waits here, and both go on as soon as it works again.
        </p>
        <p className="font-semibold">{failure}</p>
        {again || <SignInDialog mailbox={mailbox} label="Change password or servers" />}
      </Trouble>
    )
  if (state === 'ending' && consentExpiresAt)
    return (
      <Trouble>
        <p>
          Its sign-in ends on {sayExactly(new Date(consentExpiresAt))}, and then its mail is no longer read. Sign in
          again before. Should it be this server’s own registration that ends, its operator renews the client secret.
        </p>
        {again}
      </Trouble>
    )
  return null
}

function Trouble({ isDanger = false, children }: { isDanger?: boolean; children: ReactNode }) {
  const Icon = isDanger ? TriangleAlert : Clock
  return (
    <div
      role={isDanger ? 'alert' : 'status'}
      className={`flex gap-2 rounded px-3 py-2.5 ${isDanger ? 'bg-danger-soft text-danger' : 'bg-note text-on-note'}`}
    >
      <Icon size={16} aria-hidden="true" className="mt-0.5 shrink-0" />
      <div className="flex min-w-0 flex-col gap-2 [overflow-wrap:anywhere]">{children}</div>
    </div>
  )
}
