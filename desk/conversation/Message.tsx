import { Bot } from 'lucide-react'
import { memo } from 'react'
import type { MessageBody } from '#protocol/conversations.ts'
import { RelativeTime } from '../ui/RelativeTime.tsx'
import { Attachments } from './Attachments.tsx'
import { Bubble } from './Bubble.tsx'
import { Delivery } from './Delivery.tsx'

type MessageProps = {
  message: MessageBody
  isFirst: boolean
  isLast: boolean
  /** The customer has seen it. */
  isRead: boolean
  onRetry?: (messageId: string) => Promise<void>
}

export const Message = memo(function Message({ message, isFirst, isLast, isRead, onRetry }: MessageProps) {
  const { kind, text, attachments, delivery } = message
  const isFailed = delivery.state === 'failed'
  return (
    <Bubble
      kind={kind}
      text={text}
      isFirst={isFirst}
      heading={isFirst && <Heading message={message} />}
      footing={
        kind === 'outbound' &&
        (isLast || isFailed) && (
          <Delivery
            state={isRead && !isFailed ? 'read' : delivery.state}
            failure={delivery.failure}
            onRetry={onRetry && (() => onRetry(message.id))}
          />
        )
      }
    >
      {attachments.length > 0 && <Attachments attachments={attachments} />}
    </Bubble>
  )
})

function Heading({ message: { author, sentAt } }: { message: MessageBody }) {
  return (
    <p className="flex max-w-full items-baseline gap-1.5 px-1 pb-0.5 text-xs text-muted">
      {author.kind === 'bot' && <Bot size={12} role="img" aria-label="Bot" className="self-center" />}
      <bdi className="truncate font-semibold text-text">{author.name || 'Visitor'}</bdi>
      <RelativeTime at={sentAt} className="shrink-0" />
    </p>
  )
}
