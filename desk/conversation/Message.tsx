import { Bot } from 'lucide-react'
import { memo } from 'react'
import type { MessageBody } from '#protocol/conversations.ts'
import { Letter } from '../letter/Letter.tsx'
import { Avatar } from '../ui/Avatar.tsx'
import { RelativeTime } from '../ui/RelativeTime.tsx'
import { Attachments } from './Attachments.tsx'
import { Bubble } from './Bubble.tsx'
import { Delivery, type MessageActs } from './Delivery.tsx'
import { Offered } from './Offered.tsx'

type MessageProps = {
  message: MessageBody
  isFirst: boolean
  isLast: boolean
  /** The customer has seen it. */
  isRead: boolean
  acts?: MessageActs
}

export const Message = memo(function Message({ message, isFirst, isLast, isRead, acts }: MessageProps) {
  const { kind, text, attachments, content } = message
  const { state, undoUntil } = message.delivery
  const delivery = kind === 'outbound' && (
    <Delivery message={message} isRead={isRead && state !== 'failed'} acts={acts} />
  )
  if (message.envelope) return <Letter letter={message} footing={delivery} />
  return (
    <Bubble
      kind={kind}
      text={text}
      isFirst={isFirst}
      heading={isFirst && <Heading message={message} />}
      footing={(isLast || state === 'failed' || (state === 'queued' && undoUntil)) && delivery}
    >
      {attachments.length > 0 && <Attachments attachments={attachments} />}
      {content && <Offered content={content} />}
    </Bubble>
  )
})

function Heading({ message: { author, sentAt } }: { message: MessageBody }) {
  return (
    <p className="flex max-w-full items-center gap-1.5 px-1 pb-0.5 text-xs text-muted">
      {author.photoUrl && <Avatar name={author.name} size="xs" photoUrl={author.photoUrl} />}
      {author.kind === 'bot' && <Bot size={12} role="img" aria-label="Bot" className="self-center" />}
      <bdi className="truncate font-semibold text-text">{author.name || 'Visitor'}</bdi>
      <RelativeTime at={sentAt} className="shrink-0" />
    </p>
  )
}
