import { Clock, Ellipsis, Inbox, Link2, UserRound, UserRoundPlus } from 'lucide-react'
import { useState } from 'react'
import type { InboxItemBody } from '#protocol/conversations.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { Menu, MenuItem, MenuLine } from '../ui/Menu.tsx'
import { useShortcut } from '../ui/shortcuts.ts'
import { showToast } from '../ui/toast.ts'
import { AskInDialog } from './AskInDialog.tsx'
import { SpamItems, useSpamShortcut } from './Spam.tsx'
import { useActs } from './useConversation.ts'

type MoreProps = { conversation: InboxItemBody; onAboutCustomer: () => void }

export function MoreMenu({ conversation, onAboutCustomer }: MoreProps) {
  const acts = useActs(conversation.id)
  const [isAsking, setAsking] = useState(false)
  const isPending = conversation.status === 'pending'
  const togglePending = isPending ? acts.endPending : acts.makePending
  useShortcut({ keys: 'p', label: 'Pending, or open again', group: 'Conversation' }, () => void togglePending())
  useSpamShortcut(conversation)
  return (
    <>
      <Menu align="end" trigger={<IconButton icon={Ellipsis} label="More" />}>
        <MenuItem icon={isPending ? Inbox : Clock} shortcut="p" onSelect={togglePending}>
          {isPending ? 'Open again' : 'Pending: wait for somebody else'}
        </MenuItem>
        <MenuItem icon={UserRoundPlus} onSelect={() => setAsking(true)}>
          Ask a colleague in…
        </MenuItem>
        <MenuItem icon={UserRound} shortcut="i" onSelect={onAboutCustomer}>
          About the customer
        </MenuItem>
        <MenuItem icon={Link2} onSelect={copyLink}>
          Copy a link to this conversation
        </MenuItem>
        <MenuLine />
        <SpamItems conversation={conversation} />
      </Menu>
      <AskInDialog conversation={conversation} isOpen={isAsking} onOpenChange={setAsking} />
    </>
  )
}

async function copyLink() {
  try {
    await navigator.clipboard.writeText(location.href)
    showToast('Link copied')
  } catch {
    showToast('The link could not be copied; it stands in the address bar.', { isFailure: true })
  }
}
