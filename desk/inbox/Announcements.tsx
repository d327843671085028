import { news } from '../realtime/news.ts'
import { useObserved } from '../realtime/observable.ts'

/** Says aloud, to those who listen, that somebody wrote elsewhere; the open conversation speaks for itself. */
export function Announcements({ openId }: { openId: string | null }) {
  const { conversationId, text } = useObserved(news, (current) => current)
  return (
    <div role="status" className="sr-only">
      {conversationId === openId ? '' : text}
    </div>
  )
}
