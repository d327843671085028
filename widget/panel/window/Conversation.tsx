import type { Id } from '#protocol/primitives.ts'
import type { Chat } from '../chat.ts'
import { showNewThread } from '../showing.ts'
import { arrange } from '../timeline.ts'
import { Beginning } from './Beginning.tsx'
import { Composer } from './Composer.tsx'
import { Icon } from './Icon.tsx'
import { MessageRow } from './MessageRow.tsx'
import { part } from './part.tsx'
import type { Scroll } from './scroll.ts'
import type { Acts } from './Window.tsx'

const LeaveAddress = part(() => import('./LeaveAddress.tsx'))
const PreChat = part(() => import('./PreChat.tsx'))
const Rating = part(() => import('./Rating.tsx'))

type Props = { chat: Chat; threadId: Id; acts: Acts; scroll: Scroll }

export function Conversation({ chat, threadId, acts, scroll }: Props) {
  const { texts, outbox, firstUnreadId } = chat
  const thread = chat.threads.get(threadId)
  const waiting = outbox.messages.filter((message) => message.threadId === threadId)
  const rows = arrange(thread?.messages ?? [], waiting, firstUnreadId)
  const newest = rows.at(-1)
  const isSeen = (thread?.teamReadMessageId ?? '') >= (thread?.messages.at(-1)?.id ?? '')
  const typist = chat.typing.get(threadId)
  const composer = <Composer chat={chat} threadId={threadId} acts={acts} />
  const isAsked = !thread && !newest && Object.keys(chat.config?.preChat ?? {}).length > 0

  return (
    <>
      <div
        class="log"
        onScroll={scroll.onScroll}
        role="log"
        aria-label={texts.messages}
        // Only what is new is read out.
        aria-live={chat.isLoadingEarlier ? 'off' : 'polite'}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
        tabIndex={0}
      >
        <Beginning chat={chat} thread={thread} threadId={threadId} />
        {rows.map((row) => (
          <MessageRow key={row.key} chat={chat} row={row} isNewest={row === newest} isSeen={row === newest && isSeen} />
        ))}
        {typist && <p class="typing">{texts.typing(typist.name)}</p>}
        {thread?.isClosed && (
          <p class="closed">
            {texts.closed}
            <button type="button" onClick={() => showNewThread(chat)}>
              {texts.newConversation}
            </button>
          </p>
        )}
      </div>
      {!scroll.isAtEnd() && (
        <button
          type="button"
          class="to-newest"
          aria-label={texts.toNewest}
          title={texts.toNewest}
          onClick={scroll.toEnd}
        >
          <Icon name="down" />
        </button>
      )}
      {thread?.isClosed && <Rating chat={chat} threadId={threadId} />}
      {asksForAddress(chat, rows.length > 0) && <LeaveAddress chat={chat} threadId={threadId} acts={acts} />}
      {isAsked ? (
        <PreChat chat={chat} threadId={threadId}>
          {composer}
        </PreChat>
      ) : (
        composer
      )}
    </>
  )
}

/** While an answer may come after the page is closed; once left, it says so as long as the page is open. */
const asked = new WeakSet<Chat>()
function asksForAddress(chat: Chat, hasBegun: boolean): boolean {
  const { promise, customer } = chat
  const isWanted =
    customer?.hasEmail === false && (promise?.lead === 'callback' || (promise?.lead === 'message' && hasBegun))
  if (isWanted) asked.add(chat)
  return asked.has(chat)
}
