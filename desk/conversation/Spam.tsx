import { Ban, ShieldAlert, ShieldCheck } from 'lucide-react'
import type { InboxItemBody } from '#protocol/conversations.ts'
import { MenuItem } from '../ui/Menu.tsx'
import { useShortcut } from '../ui/shortcuts.ts'
import { isSharedDomain } from './shared-domains.ts'
import { useActs } from './useConversation.ts'

type SpamProps = { conversation: InboxItemBody }

export function useSpamShortcut({ id, status }: InboxItemBody) {
  const acts = useActs(id)
  useShortcut(
    { keys: '!', label: 'Spam, or not', group: 'Conversation' },
    () => void (status === 'spam' ? acts.unmarkSpam() : acts.markSpam()),
  )
}

/** Items of a menu. Nothing here asks first: a toast takes it back. */
export function SpamItems({ conversation: { id, status, customer, channel } }: SpamProps) {
  const acts = useActs(id)
  if (status === 'spam') {
    return (
      <MenuItem icon={ShieldCheck} shortcut="!" onSelect={acts.unmarkSpam}>
        This is not spam
      </MenuItem>
    )
  }
  const address = channel.kind === 'email' ? customer.email : null
  const domain = address?.split('@')[1]
  return (
    <>
      <MenuItem icon={ShieldAlert} shortcut="!" onSelect={() => acts.markSpam()}>
        Spam
      </MenuItem>
      {address && (
        <MenuItem icon={Ban} onSelect={() => acts.markSpam('address', address)}>
          Spam, and block {address}
        </MenuItem>
      )}
      {domain && !isSharedDomain(domain) && (
        <MenuItem icon={Ban} onSelect={() => acts.markSpam('domain', domain)}>
          Spam, and block all of {domain}
        </MenuItem>
      )}
    </>
  )
}
