import type { Chat } from './chat.ts'
import { loadTrouble } from './loading.ts'

/** Tells the page and the next page's loader what has changed for them. */
export function createPageTeller(chat: Chat) {
  const { page, threads } = chat
  let toldUnread = 0
  let toldOpen: boolean | undefined

  return () => {
    const all = [...threads.values()]
    const count = all.reduce((sum, { unreadCount }) => sum + unreadCount, 0)
    const hasOpenThread = all.some(({ isClosed, revision }) => revision > 0 && !isClosed)
    page.launcher.showUnread(count)
    if (count !== toldUnread) page.say({ type: 'unread', count })
    if (hasOpenThread !== toldOpen) {
      page.visitor.write({ hasOpenThread })
      if (hasOpenThread)
        loadTrouble().then(
          ({ watchTrouble }) => watchTrouble(chat),
          () => {},
        )
    }
    toldUnread = count
    toldOpen = hasOpenThread
  }
}
