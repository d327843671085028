import { memo, useMemo } from 'react'
import type { ActivityBody, MessageBody } from '#protocol/conversations.ts'
import { Activity } from './Activity.tsx'
import type { MessageActs } from './Delivery.tsx'
import { DayLine, UnreadLine } from './Dividers.tsx'
import { layOut } from './entries.ts'
import { Message } from './Message.tsx'
import { useMeasuredContent } from './useMeasuredContent.ts'

type PageProps = {
  messages: MessageBody[]
  activities: ActivityBody[]
  /** The last message of the page above. */
  before: MessageBody | undefined
  readUpTo: string | null
  firstUnreadId: string | null
  acts?: MessageActs
}

/** One page as it was read; it is drawn again only when something in it changes. */
export const TimelinePageView = memo(function TimelinePageView({
  messages,
  activities,
  before,
  readUpTo,
  firstUnreadId,
  acts,
}: PageProps) {
  const entries = useMemo(() => layOut({ messages, activities }, before, localDay), [messages, activities, before])
  const measured = useMeasuredContent(messages, { isSteady: !messages.some(({ hasHtml }) => hasHtml) })
  return (
    <div ref={measured}>
      {entries.map((entry) => {
        if (entry.type === 'day') return <DayLine key={entry.key} at={entry.at} />
        if (entry.type === 'activity') return <Activity key={entry.key} activity={entry.activity} />
        const { message, isFirst, isLast } = entry
        return (
          <div key={entry.key}>
            {message.id === firstUnreadId && <UnreadLine />}
            <Message
              message={message}
              isFirst={isFirst || message.id === firstUnreadId}
              isLast={isLast}
              isRead={readUpTo !== null && message.id <= readUpTo}
              acts={acts}
            />
          </div>
        )
      })}
    </div>
  )
})

const days = new Intl.DateTimeFormat('en-CA')
const localDay = (at: string) => days.format(new Date(at))
