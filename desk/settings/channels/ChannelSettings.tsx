import { useQuery } from '@tanstack/react-query'
import { MessageSquare, Plus } from 'lucide-react'
import { useState } from 'react'
import type { ChannelBody } from '#protocol/channels.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyField } from '../../ui/CopyField.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { QueryList } from '../../ui/QueryList.tsx'
import { useWorkspaceId } from '../../workspace/membership.ts'
import { channelsQuery } from '../../workspace/queries.ts'
import { SettingsHead, SettingsSection } from '../SettingsSection.tsx'
import { ChatForm } from './ChatForm.tsx'
import { IdentitySecret } from './IdentitySecret.tsx'

export function ChannelSettings() {
  const channels = useQuery({
    ...channelsQuery(useWorkspaceId()),
    select: ({ channels }) => channels.filter(({ kind }) => kind === 'chat'),
  })
  const [isMaking, setMaking] = useState(false)
  const close = () => setMaking(false)
  return (
    <>
      <SettingsHead
        title="Chat windows"
        lead="Where visitors of your shop ask. One shop needs one; another language or brand may have its own."
        action={
          <Button variant="primary" icon={Plus} onClick={() => setMaking(true)}>
            New chat window
          </Button>
        }
      />
      <QueryList
        query={channels}
        what="The chat windows"
        empty={
          <EmptyState icon={MessageSquare} title="No chat window yet">
            Make one, then put its line of HTML into your shop's pages.
          </EmptyState>
        }
      >
        {(list) => list.map((channel) => <Channel key={channel.id} channel={channel} />)}
      </QueryList>
      <Dialog title="New chat window" isOpen={isMaking} onOpenChange={setMaking} size="lg">
        <ChatForm onDone={close} />
      </Dialog>
    </>
  )
}

function Channel({ channel }: { channel: ChannelBody }) {
  const [isEditing, setEditing] = useState(false)
  return (
    <SettingsSection
      title={channel.name}
      action={
        <div className="flex gap-2">
          <Dialog
            title={`Identity secret of ${channel.name}`}
            size="lg"
            trigger={<Button size="sm">Identity secret</Button>}
          >
            <IdentitySecret channel={channel} />
          </Dialog>
          <Button size="sm" onClick={() => setEditing(true)}>
            Change
          </Button>
        </div>
      }
    >
      <CopyField label="Put this line into every page of the shop, before </body>" text={scriptTag(channel)} />
      <Dialog title={channel.name} isOpen={isEditing} onOpenChange={setEditing} size="lg">
        <ChatForm channel={channel} onDone={() => setEditing(false)} />
      </Dialog>
    </SettingsSection>
  )
}

const scriptTag = ({ key }: ChannelBody) =>
  `<script src="${location.origin}/widget.js" data-channel="${key}" async></script>`
