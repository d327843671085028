import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useWorkspaceId } from '../../workspace/membership.ts'
import { channelsQuery } from '../../workspace/queries.ts'
import { SettingsHead } from '../SettingsSection.tsx'
import { ChatWindows } from './ChatWindows.tsx'
import { MailboxList } from './mailbox/MailboxList.tsx'
import { MailboxPage } from './mailbox/MailboxPage.tsx'
import { NEW_MAILBOX, NewMailbox } from './mailbox/NewMailbox.tsx'

/** Where customers reach the shop: all of it, or one mailbox. */
export function ChannelSettings() {
  const { channelId } = useParams({ strict: false })
  if (channelId === NEW_MAILBOX) return <NewMailbox />
  if (channelId) return <MailboxPage channelId={channelId} />
  return <AllChannels />
}

function AllChannels() {
  const channels = useQuery(channelsQuery(useWorkspaceId()))
  return (
    <>
      <SettingsHead
        title="Channels"
        lead="Where customers reach the shop. What they write, wherever they write it, comes into one inbox."
      />
      <MailboxList query={channels} />
      <ChatWindows query={channels} />
    </>
  )
}
