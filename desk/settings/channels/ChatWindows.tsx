import type { UseQueryResult } from '@tanstack/react-query'
import { MessageSquare, Plus } from 'lucide-react'
import { useState } from 'react'
import type { ChannelBody } from '#protocol/channels.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyField } from '../../ui/CopyField.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { QueryList } from '../../ui/QueryList.tsx'
import { SettingsSection } from '../SettingsSection.tsx'
import { ChatForm } from './ChatForm.tsx'
import { IdentitySecret } from './IdentitySecret.tsx'
import { ofKind } from './kinds.ts'
import { scriptTag } from './script-tag.ts'

export function ChatWindows({ query }: { query: UseQueryResult<ChannelBody[]> }) {
  const [isMaking, setMaking] = useState(false)
  return (
    <SettingsSection
      title="Chat windows"
      lead="Where visitors of your shop ask. One shop needs one; another language or brand may have its own."
      action={
        <Button icon={Plus} onClick={() => setMaking(true)}>
          New chat window
        </Button>
      }
    >
      <QueryList
        query={ofKind(query, 'chat')}
        what="The chat windows"
        empty={
          <EmptyState icon={MessageSquare} title="No chat window yet">
            Make one, then put its line of HTML into your shop's pages.
          </EmptyState>
        }
      >
        {(list) => (
          <ul className="flex flex-col gap-5">
            {list.map((channel) => (
              <ChatWindow key={channel.id} channel={channel} />
            ))}
          </ul>
        )}
      </QueryList>
      <Dialog title="New chat window" isOpen={isMaking} onOpenChange={setMaking} size="xl">
        <ChatForm onDone={() => setMaking(false)} />
      </Dialog>
    </SettingsSection>
  )
}

function ChatWindow({ channel }: { channel: ChannelBody }) {
  const [isEditing, setEditing] = useState(false)
  return (
    <li className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h4 className="min-w-0 flex-1 basis-40 truncate font-semibold">{channel.name}</h4>
        <Dialog
          title={`Identity secret of ${channel.name}`}
          size="lg"
          trigger={<Button size="sm">Identity secret</Button>}
        >
          <IdentitySecret channel={channel} />
        </Dialog>
        <Button size="sm" onClick={() => setEditing(true)} aria-label={`Change ${channel.name}`}>
          Change
        </Button>
      </div>
      <CopyField
        label="Put this line into every page of the shop, before </body>"
        text={scriptTag(channel, location.origin)}
      />
      <Dialog title={channel.name} isOpen={isEditing} onOpenChange={setEditing} size="xl">
        <ChatForm channel={channel} onDone={() => setEditing(false)} />
      </Dialog>
    </li>
  )
}
