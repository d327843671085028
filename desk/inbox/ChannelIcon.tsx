import { type LucideIcon, Mail, MessageCircle, MessagesSquare, Phone } from 'lucide-react'
import type { ChannelKind } from '#protocol/conversations.ts'

const icons: Record<ChannelKind, LucideIcon> = {
  chat: MessageCircle,
  email: Mail,
  messenger: MessagesSquare,
  phone: Phone,
}

export const channelNames: Record<ChannelKind, string> = {
  chat: 'Chat',
  email: 'E-mail',
  messenger: 'Messenger',
  phone: 'Phone',
}

export function ChannelIcon({ kind, size = 14, className }: { kind: ChannelKind; size?: number; className?: string }) {
  const Icon = icons[kind]
  return <Icon size={size} role="img" aria-label={channelNames[kind]} className={className} />
}
