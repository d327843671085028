import { useMutation } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import type { MailboxBody } from '#protocol/email.ts'
import type { Id } from '#protocol/primitives.ts'
import { api } from '../../../api.ts'
import { explain } from '../../../problem.ts'
import { Button } from '../../../ui/Button.tsx'
import { useWorkspaceId } from '../../../workspace/membership.ts'
import type { Draft } from './NewMailbox.tsx'

/** Connects the mailbox and goes to its provider to sign in; from there one comes back to the mailbox's page. */
export function ProviderSignIn({ draft }: { draft: Draft }) {
  const workspaceId = useWorkspaceId()
  const { address, guess } = draft
  const connect = async (): Promise<Id> => {
    const body = { name: address, address, settings: { ...draft.settings, signIn: 'oauth' } }
    const { channelId } = await api.post<MailboxBody>(`/workspaces/${workspaceId}/channels/email`, body)
    return channelId
  }
  return <ConsentButton findChannel={connect} label={`Sign in with ${guess.signsInWith}`} isPrimary />
}

type ConsentButtonProps = { findChannel: () => Promise<Id>; label: string; isPrimary?: boolean }

export function ConsentButton({ findChannel, label, isPrimary = false }: ConsentButtonProps) {
  const workspaceId = useWorkspaceId()
  const going = useMutation({
    mutationFn: async () => {
      const channelId = await findChannel()
      return api.post<{ url: string }>(`/workspaces/${workspaceId}/channels/${channelId}/mail-consent`)
    },
    onSuccess: ({ url }) => window.location.assign(url),
  })
  return (
    <div className="flex flex-col items-start gap-2">
      <Button
        variant={isPrimary ? 'primary' : 'plain'}
        size={isPrimary ? 'md' : 'sm'}
        icon={ExternalLink}
        isBusy={going.isPending}
        onClick={() => going.mutate()}
      >
        {label}
      </Button>
      {going.error && (
        <p role="alert" className="rounded bg-danger-soft px-3 py-2 text-sm text-danger">
          {explain(going.error)}
        </p>
      )}
    </div>
  )
}
