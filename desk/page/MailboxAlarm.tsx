import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import type { ChannelMailboxBody } from '#protocol/channels.ts'
import { type MailboxState, stateOf } from '../settings/channels/mailbox/state.ts'
import { useNow } from '../ui/RelativeTime.tsx'
import { mayManage, useMembership } from '../workspace/membership.ts'
import { channelsQuery } from '../workspace/queries.ts'

/** Mail that is no longer read or sent must not go unnoticed: above every screen, until it is again. */
export function MailboxAlarm() {
  const { role, workspace } = useMembership()
  const { data = [] } = useQuery({ ...channelsQuery(workspace.id), enabled: role !== 'collaborator' })
  const now = useNow()
  const isManaging = mayManage(role)
  const troubled = data.flatMap(({ id, mailbox }) => {
    const state = mailbox && stateOf(mailbox, now)
    return mailbox && (state === 'failing' || (state === 'ending' && isManaging)) ? [{ id, state, ...mailbox }] : []
  })
  return (
    <div role="status">
      {troubled.map(({ id, state, ...mailbox }) => (
        <p
          key={id}
          className={`flex flex-wrap items-center justify-center gap-x-2 border-b px-4 py-1.5 text-sm ${state === 'failing' ? 'bg-danger-soft text-danger' : 'border-note-line bg-note text-on-note'}`}
        >
          <TriangleAlert size={16} aria-hidden="true" className="shrink-0" />
          {sayTrouble(state, mailbox)}
          {isManaging ? (
            <Link
              to="/$workspaceId/settings/$section/$channelId"
              params={{ workspaceId: workspace.id, section: 'channels', channelId: id }}
              className="font-semibold underline"
            >
              See what to do
            </Link>
          ) : (
            'Tell an admin.'
          )}
        </p>
      ))}
    </div>
  )
}

type Troubled = Pick<ChannelMailboxBody, 'address' | 'isReadingFailing'>

function sayTrouble(state: MailboxState, { address, isReadingFailing }: Troubled): string {
  if (state !== 'failing') return `The sign-in of ${address} ends soon.`
  return isReadingFailing ? `The mail of ${address} is not being read.` : `Nothing can be sent from ${address}.`
}
