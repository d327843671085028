import { type RefObject, useLayoutEffect, useRef } from 'react'
import { rowsMoved } from './anchor.ts'
import { ROW_HEIGHT } from './ConversationRow.tsx'

/**
 * Keeps the row under the pointer, or else the first one in sight, where it is when rows come and go above it.
 * Whoever stands at the top without pointing at a row sees what is new.
 */
export function useHeldRows(scroller: RefObject<HTMLElement | null>, ids: readonly string[]) {
  const before = useRef(ids)
  const pointerY = useRef<number | null>(null)

  useLayoutEffect(() => {
    const element = scroller.current
    const held = before.current
    before.current = ids
    if (!element || held === ids) return
    const atTop = element.scrollTop < ROW_HEIGHT / 2
    if (atTop && pointerY.current === null) return
    const at = Math.floor((element.scrollTop + (pointerY.current ?? 0)) / ROW_HEIGHT)
    element.scrollTop += rowsMoved(held, ids, at) * ROW_HEIGHT
  }, [scroller, ids])

  return {
    onPointerMove: (event: React.PointerEvent<HTMLElement>) => {
      if (event.pointerType === 'mouse')
        pointerY.current = event.clientY - event.currentTarget.getBoundingClientRect().top
    },
    onPointerLeave: () => {
      pointerY.current = null
    },
  }
}
