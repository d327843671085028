import { formatAge } from '../ages.ts'
import { type Chat, listThreads, newestTime } from '../chat.ts'
import { showNewThread, showThread } from '../showing.ts'
import type { Thread } from '../threads.ts'
import { formatExactly } from '../times.ts'
import styles from './threads.css?inline'

export { styles }

export function Part({ chat }: { chat: Chat }) {
  return (
    <div class="threads" ref={focusFirst}>
      <ul>
        {listThreads(chat).map((thread) => (
          <ThreadItem key={thread.id} chat={chat} thread={thread} />
        ))}
      </ul>
      <button type="button" class="new" onClick={() => showNewThread(chat)}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 5v14M5 12h14" />
        </svg>
        {chat.texts.newConversation}
      </button>
    </div>
  )
}

function focusFirst(list: HTMLElement | null) {
  list?.querySelector('button')?.focus()
}

function ThreadItem({ chat, thread }: { chat: Chat; thread: Thread }) {
  const { texts, more, locale, outbox } = chat
  const waiting = outbox.messages.findLast(({ threadId }) => threadId === thread.id)
  const { lastMessage } = thread
  const author = waiting || lastMessage?.kind === 'inbound' ? texts.you : lastMessage?.author.name
  const text = waiting?.text || lastMessage?.text || lastMessage?.attachments[0]?.name || waiting?.files[0]?.name
  const at = new Date(newestTime(thread))
  return (
    <li>
      <button type="button" onClick={() => showThread(chat, thread.id)}>
        <span class="meta">
          <b>{author}</b>
          {thread.isClosed && <span>{more?.closedShort}</span>}
          <time dateTime={at.toISOString()} title={formatExactly(at, locale)}>
            {formatAge(at, locale)}
          </time>
        </span>
        <span class="preview">
          <span dir="auto">{text}</span>
          {thread.unreadCount > 0 && (
            <span
              class="count"
              title={more?.unreadCount(thread.unreadCount)}
              aria-label={more?.unreadCount(thread.unreadCount)}
              role="img"
            >
              {Math.min(thread.unreadCount, 99)}
            </span>
          )}
        </span>
      </button>
    </li>
  )
}
