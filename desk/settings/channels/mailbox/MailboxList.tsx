import type { UseQueryResult } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { ChevronRight, Mail, Plus } from 'lucide-react'
import type { ChannelBody, ChannelMailboxBody } from '#protocol/channels.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { QueryList } from '../../../ui/QueryList.tsx'
import { RelativeTime } from '../../../ui/RelativeTime.tsx'
import { useWorkspaceId } from '../../../workspace/membership.ts'
import { SettingsSection } from '../../SettingsSection.tsx'
import { ofKind } from '../kinds.ts'
import { MailboxBadge } from './MailboxBadge.tsx'
import { NEW_MAILBOX } from './NewMailbox.tsx'

export function MailboxList({ query }: { query: UseQueryResult<ChannelBody[]> }) {
  const mailboxes = ofKind(query, 'email')
  return (
    <SettingsSection
      title="Mailboxes"
      lead="Your addresses such as info@ or help@. Their mail stays where it is; here it is read and answered."
      action={<AddMailbox isFirst={mailboxes.data?.length === 0} />}
    >
      <QueryList
        query={mailboxes}
        what="The mailboxes"
        empty={
          <EmptyState icon={Mail} title="No mailbox yet">
            Add the address that your customers write to. It takes its address and its password.
          </EmptyState>
        }
      >
        {(list) => (
          <ul>
            {list.map(
              ({ id, name, mailbox }) => mailbox && <MailboxRow key={id} id={id} name={name} mailbox={mailbox} />,
            )}
          </ul>
        )}
      </QueryList>
    </SettingsSection>
  )
}

function AddMailbox({ isFirst }: { isFirst: boolean }) {
  const workspaceId = useWorkspaceId()
  const navigate = useNavigate()
  const params = { workspaceId, section: 'channels', channelId: NEW_MAILBOX }
  return (
    <Button
      variant={isFirst ? 'primary' : 'plain'}
      icon={Plus}
      onClick={() => navigate({ to: '/$workspaceId/settings/$section/$channelId', params })}
    >
      Add mailbox
    </Button>
  )
}

function MailboxRow({ id, name, mailbox }: { id: string; name: string; mailbox: ChannelMailboxBody }) {
  const { address, failure, lastMailAt } = mailbox
  return (
    <li className="border-b last:border-b-0">
      <Link
        to="/$workspaceId/settings/$section/$channelId"
        params={{ workspaceId: useWorkspaceId(), section: 'channels', channelId: id }}
        className="-mx-2 flex min-h-14 items-center gap-3 rounded px-2 py-2 hover:bg-hover"
      >
        <Mail size={16} aria-hidden="true" className="shrink-0 text-muted" />
        <span className="min-w-0 flex-1">
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <strong className="min-w-0 truncate">{name}</strong>
            <MailboxBadge mailbox={mailbox} />
          </span>
          <span className="block truncate text-sm text-muted">
            {name === address ? '' : `${address} · `}
            {failure ??
              (lastMailAt ? (
                <>
                  last mail <RelativeTime at={lastMailAt} as="ago" />
                </>
              ) : (
                'no mail yet'
              ))}
          </span>
        </span>
        <ChevronRight size={16} aria-hidden="true" className="shrink-0 text-muted" />
      </Link>
    </li>
  )
}
