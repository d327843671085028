import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import { stateOf } from '../settings/channels/mailbox/state.ts'
import { useNow } from '../ui/RelativeTime.tsx'
import { mayManage, useMembership } from '../workspace/membership.ts'
import { channelsQuery } from '../workspace/queries.ts'

/** Mail that is no longer read must not go unnoticed: above every screen, until it is read again. */
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
      {troubled.map(({ id, address, state }) => (
        <p
          key={id}
          className={`flex flex-wrap items-center justify-center gap-x-2 border-b px-4 py-1.5 text-sm ${state === 'failing' ? 'bg-danger-soft text-danger' : 'border-note-line bg-note text-on-note'}`}
        >
          <TriangleAlert size={16} aria-hidden="true" className="shrink-0" />
          {state === 'failing' ? `The mail of ${address} is not being read.` : `The sign-in of ${address} ends soon.`}
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
