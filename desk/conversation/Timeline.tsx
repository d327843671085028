import { useInfiniteQuery } from '@tanstack/react-query'
import { ArrowDown } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import type { MessageBody } from '#protocol/conversations.ts'
import { HoldStill } from '../letter/holding-still.ts'
import { explain } from '../problem.ts'
import { ErrorState } from '../ui/ErrorState.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import { useMembership } from '../workspace/membership.ts'
import { Continues } from './Continues.tsx'
import { timelineQuery } from './queries.ts'
import { TimelinePageView } from './TimelinePageView.tsx'
import { TimelineSkeleton } from './TimelineSkeleton.tsx'
import { Typing } from './Typing.tsx'
import type { Timeline as TimelineData } from './timeline.ts'
import { useMessageActs } from './useMessageActs.ts'
import { useReading } from './useReading.ts'
import { useTimelineScroll } from './useTimelineScroll.ts'

type TimelineProps = {
  conversationId: string
  /** Puts a message of ours back to where it can be written anew: its text, and to whom it goes. */
  onEdit: (message: MessageBody, where: 'text' | 'recipients') => void
  /** What stands below the newest message: what is written here and not sent yet. */
  children?: ReactNode
}

/** All that was said, oldest first; what lies further back is asked for as the reader goes up. */
export function Timeline({ conversationId, onEdit, children }: TimelineProps) {
  const { workspace } = useMembership()
  const query = useInfiniteQuery(timelineQuery(workspace.id, conversationId))
  if (query.data) {
    return (
      <Messages
        conversationId={conversationId}
        timeline={query.data}
        readEarlier={() => query.fetchNextPage()}
        earlier={howEarlierStands(query)}
        onEdit={onEdit}
      >
        {children}
      </Messages>
    )
  }
  if (!query.isError) return <TimelineSkeleton />
  return (
    <div className="min-h-0 flex-1">
      <ErrorState
        title="This conversation could not be loaded."
        detail={explain(query.error)}
        onRetry={() => query.refetch()}
        isRetrying={query.isFetching}
      />
    </div>
  )
}

type EarlierState = 'more' | 'reading' | 'none' | 'failed'

function howEarlierStands(query: {
  isFetchNextPageError: boolean
  hasNextPage: boolean
  isFetching: boolean
}): EarlierState {
  if (!query.hasNextPage) return 'none'
  if (query.isFetching) return 'reading'
  return query.isFetchNextPageError ? 'failed' : 'more'
}

type MessagesProps = TimelineProps & { timeline: TimelineData; readEarlier: () => void; earlier: EarlierState }

function Messages({ conversationId, timeline, readEarlier, earlier, onEdit, children }: MessagesProps) {
  const { memberId } = useMembership()
  const acts = useMessageActs(conversationId, onEdit)
  const conversation = timeline.pages[0]?.conversation
  const newest = timeline.pages[0]?.messages.at(-1)
  const newestInbound = useMemo(
    () => timeline.pages[0]?.messages.findLast(({ kind }) => kind === 'inbound'),
    [timeline],
  )
  const scroll = useTimelineScroll({
    pageCount: timeline.pages.length,
    newestKey: newest?.id,
    isNewestOurs: newest?.kind !== 'inbound',
    isNewestMine: newest?.author.id === memberId,
  })
  const { firstUnreadId } = useReading({
    conversationId,
    messages: timeline.pages[0]?.messages ?? [],
    unreadCount: conversation?.unreadCount ?? 0,
    newestInboundId: newestInbound?.id,
    isAtBottom: scroll.isAtBottom,
  })
  const pages = timeline.pages.toReversed()
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroll.scroller}
        onScroll={scroll.onScroll}
        role="log"
        aria-label="Messages"
        // Earlier messages that are put in above must not be read aloud; what is new is said below.
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="h-full overflow-y-auto overscroll-contain [overflow-anchor:none] focus-visible:-outline-offset-2"
      >
        <div
          ref={scroll.content}
          className="mx-auto flex min-h-full max-w-200 flex-col justify-end px-4 pt-4 pb-1 max-sm:px-3"
        >
          <Earlier state={earlier} readEarlier={readEarlier} />
          {earlier === 'none' && conversation?.follows && <Continues conversation={conversation.follows} />}
          <HoldStill value={scroll.holdStill}>
            {pages.map((page, index) => (
              <TimelinePageView
                // A page keeps its oldest message while newer ones come.
                key={page.messages[0]?.id ?? 'empty'}
                messages={page.messages}
                activities={page.activities}
                before={pages[index - 1]?.messages.at(-1)}
                readUpTo={clippedTo(page.messages, conversation?.customerReadMessageId ?? null)}
                firstUnreadId={page.messages.some(({ id }) => id === firstUnreadId) ? firstUnreadId : null}
                acts={acts}
              />
            ))}
          </HoldStill>
          {children}
          <Typing conversationId={conversationId} />
        </div>
      </div>
      <p aria-live="polite" className="sr-only">
        {newestInbound && sayAloud(newestInbound)}
      </p>
      {scroll.hasNews && (
        <button
          type="button"
          onClick={scroll.toBottom}
          className="absolute bottom-3 left-1/2 flex h-8 -translate-x-1/2 items-center gap-1.5 rounded-full bg-accent px-3 text-sm text-on-accent shadow-floating hover:bg-accent-hover"
        >
          <ArrowDown size={14} aria-hidden="true" />
          New messages
        </button>
      )}
    </div>
  )
}

/** Asks for earlier messages before the reader arrives there, and again after each page while they are still near. */
function Earlier({ state, readEarlier }: { state: EarlierState; readEarlier: () => void }) {
  const mark = useRef<HTMLDivElement>(null)
  const read = useRef(readEarlier)
  useEffect(() => {
    read.current = readEarlier
  })
  useEffect(() => {
    if (!mark.current || state !== 'more') return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && read.current(), {
      root: mark.current.closest('[role="log"]'),
      rootMargin: '800px 0px 0px',
    })
    observer.observe(mark.current)
    return () => observer.disconnect()
  }, [state])
  if (state === 'none') return null
  return (
    <div ref={mark} className="flex h-10 shrink-0 items-center justify-center text-sm text-muted">
      {state !== 'failed' ? (
        <Spinner label="Loading earlier messages" />
      ) : (
        <button type="button" className="rounded px-2 py-1 text-accent hover:bg-hover" onClick={readEarlier}>
          Earlier messages could not be loaded. Try again
        </button>
      )}
    </div>
  )
}

/** The same value for a page as long as nothing in it changes, so that pages read long ago are not drawn again. */
function clippedTo(messages: MessageBody[], readUpTo: string | null): string | null {
  const oldest = messages[0]
  const newest = messages.at(-1)
  if (readUpTo === null || !oldest || !newest || readUpTo < oldest.id) return null
  return readUpTo < newest.id ? readUpTo : newest.id
}

/** A letter is long: who wants to hear it goes there. */
function sayAloud({ author, envelope, subject, text }: MessageBody): string {
  const name = author.name || 'Visitor'
  return envelope ? `Letter from ${name}${subject ? `: ${subject}` : ''}` : `${name}: ${text}`
}
