import { news } from '../realtime/news.ts'
import { useObserved } from '../realtime/observable.ts'

/** Says aloud, to those who listen, that somebody wrote elsewhere than on screen. */
export function Announcements() {
  const text = useObserved(news, (current) => current)
  return (
    <div role="status" className="sr-only">
      {text}
    </div>
  )
}
