import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { MailboxBody } from '#protocol/email.ts'
import type { Id } from '#protocol/primitives.ts'
import { explain } from '../../../problem.ts'
import { ErrorState } from '../../../ui/ErrorState.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { useWorkspaceId } from '../../../workspace/membership.ts'
import { SettingsHead } from '../../SettingsSection.tsx'
import { AnswerSettings } from './AnswerSettings.tsx'
import { AutomaticAnswers } from './AutomaticAnswers.tsx'
import { ConsentOutcome } from './ConsentOutcome.tsx'
import { FailedMails } from './FailedMails.tsx'
import { Forwarding } from './Forwarding.tsx'
import { MailboxBadge } from './MailboxBadge.tsx'
import { MailboxHealth } from './MailboxHealth.tsx'
import { MailboxTrouble } from './MailboxTrouble.tsx'
import { BackToChannels } from './NewMailbox.tsx'
import { mailboxQuery } from './queries.ts'
import { ReadingSettings } from './ReadingSettings.tsx'
import { SignInSettings } from './SignInSettings.tsx'

/** One mailbox: how it is doing, and all that can be set. */
export function MailboxPage({ channelId }: { channelId: Id }) {
  const mailbox = useQuery(mailboxQuery(useWorkspaceId(), channelId))
  return (
    <>
      <BackToChannels />
      {mailbox.isPending && <SkeletonRows count={4} label="The mailbox is on its way" />}
      {mailbox.data === undefined && mailbox.isError && (
        <ErrorState
          title="The mailbox could not be loaded"
          detail={explain(mailbox.error)}
          onRetry={() => mailbox.refetch()}
          isRetrying={mailbox.isFetching}
        />
      )}
      {mailbox.data && <Mailbox mailbox={mailbox.data} />}
    </>
  )
}

function Mailbox({ mailbox }: { mailbox: MailboxBody }) {
  const { consent } = useSearch({ strict: false })
  const { name, address } = mailbox
  return (
    <>
      <SettingsHead
        title={name}
        lead={name === address ? undefined : address}
        action={
          <span role="status" className="pt-1">
            <MailboxBadge mailbox={mailbox} />
          </span>
        }
      />
      {consent && <ConsentOutcome outcome={consent} />}
      <MailboxTrouble mailbox={mailbox} />
      <MailboxHealth mailbox={mailbox} />
      {mailbox.failedCount > 0 && <FailedMails channelId={mailbox.channelId} />}
      <SignInSettings mailbox={mailbox} />
      <ReadingSettings mailbox={mailbox} />
      <AnswerSettings mailbox={mailbox} />
      <AutomaticAnswers mailbox={mailbox} />
      {mailbox.forwardAddress && <Forwarding address={address} forwardAddress={mailbox.forwardAddress} />}
    </>
  )
}
