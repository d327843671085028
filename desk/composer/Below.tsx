import { queryOptions, useQuery } from '@tanstack/react-query'
import type { InboxItemBody } from '#protocol/conversations.ts'
import type { MailboxBody } from '#protocol/email.ts'
import { api } from '../api.ts'
import { useMembership } from '../workspace/membership.ts'
import { membersQuery, workspaceKey } from '../workspace/queries.ts'

const mailboxQuery = (workspaceId: string, channelId: string) =>
  queryOptions({
    // As long as channels last: a change to them makes it stale.
    queryKey: [...workspaceKey(workspaceId), 'channels', channelId, 'mailbox'],
    queryFn: ({ signal }) =>
      api.get<MailboxBody>(`/workspaces/${workspaceId}/channels/${channelId}/mailbox`, { signal }),
    staleTime: 5 * 60_000,
  })

/** What will stand below the words of a letter without being written: signatures, and what was said before. */
export function Below({ channel }: { channel: InboxItemBody['channel'] }) {
  const { memberId, workspace } = useMembership()
  const { data: members } = useQuery(membersQuery(workspace.id))
  const { data: mailbox } = useQuery({ ...mailboxQuery(workspace.id, channel.id), enabled: channel.kind === 'email' })
  const mine = members?.find(({ id }) => id === memberId)?.signature
  if (!mailbox) return null
  const { signature, quotesHistory } = mailbox.settings
  const own = [mine, signature].flatMap((text) => text?.trim() || [])
  const signed = own.length > 0 ? own.join('\n') : workspace.name
  return (
    <p className="flex min-w-0 gap-1 text-muted" title={signed}>
      <span className="sr-only">Below your words: </span>
      <bdi className="truncate">{signed.split(/\s*\n\s*/).join(' · ')}</bdi>
      {quotesHistory !== false && (
        <>
          <span aria-hidden="true">·</span>
          <span className="truncate">earlier letters are quoted</span>
        </>
      )}
    </p>
  )
}
