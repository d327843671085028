import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** Nearer to the end than this counts as being there. */
const NEAR_PX = 60

type ScrollProps = {
  pageCount: number
  newestKey: string | undefined
  /** Whether somebody of the team wrote the newest message. */
  isNewestOurs: boolean
  isNewestMine: boolean
}

/**
 * Keeps a timeline where its reader wants it: at the end as long as they are there, else still, also when earlier
 * messages are put in above.
 */
export function useTimelineScroll({ pageCount, newestKey, isNewestOurs, isNewestMine }: ScrollProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const fromEnd = useRef(0)
  const [isAtBottom, setAtBottom] = useState(true)
  const [seenKey, setSeenKey] = useState(newestKey)

  function onScroll() {
    const element = scroller.current
    if (!element) return
    fromEnd.current = element.scrollHeight - element.scrollTop
    setAtBottom(fromEnd.current - element.clientHeight < NEAR_PX)
  }

  function toBottom() {
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight })
    setAtBottom(true)
  }

  /** Something is about to be unfolded where the reader looks: the end may go out of sight. */
  const holdStill = useCallback(() => setAtBottom(false), [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: earlier messages were put in above
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    if (fromEnd.current === 0) showNewest(element)
    else element.scrollTop = element.scrollHeight - fromEnd.current
    fromEnd.current = element.scrollHeight - element.scrollTop
  }, [pageCount])

  useEffect(() => {
    const element = scroller.current
    if (!element || !content.current) return
    const stay = () => {
      if (isAtBottom) element.scrollTop = element.scrollHeight
      // What grows below the reader's eyes scrolls nothing.
      fromEnd.current = element.scrollHeight - element.scrollTop
    }
    const observer = new ResizeObserver(stay)
    observer.observe(element)
    observer.observe(content.current)
    return () => observer.disconnect()
  }, [isAtBottom])

  const shownKey = useRef(newestKey)
  // Whoever sends wants to see it leave, and may want it back.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each newest message
  useEffect(() => {
    if (shownKey.current !== newestKey && isNewestMine) toBottom()
    shownKey.current = newestKey
  }, [newestKey])

  useEffect(() => {
    if (isAtBottom) setSeenKey(newestKey)
  }, [isAtBottom, newestKey])

  return {
    scroller,
    content,
    onScroll,
    toBottom,
    holdStill,
    isAtBottom,
    hasNews: !isAtBottom && newestKey !== seenKey && !isNewestOurs,
  }
}

/** Begins at the end, or where the unread part begins when that lies further up. */
function showNewest(element: HTMLElement) {
  element.scrollTop = element.scrollHeight
  const unread = element.querySelector('[data-unread-line]')
  if (unread && unread.getBoundingClientRect().top < element.getBoundingClientRect().top)
    unread.scrollIntoView({ block: 'start' })
}
