import { useState, useSyncExternalStore } from 'react'
import { keep, kept } from '../keeping.ts'

const KEY = 'infolett.customer-panel'
/** Narrower than this the panel lies over the conversation. */
const room = '(min-width: 80rem)'

export type Panel = { isShown: boolean; isBeside: boolean; toggle: () => void }

/** Beside the conversation it stays as it was left; above it, it is opened each time. */
export function useCustomerPanel(): Panel {
  const isBeside = useSyncExternalStore(watchRoom, () => matchMedia(room).matches)
  const [isWanted, setWanted] = useState(() => kept(KEY) !== 'hidden')
  const [isOver, setOver] = useState(false)

  function toggle() {
    if (!isBeside) return setOver(!isOver)
    keep(KEY, isWanted ? 'hidden' : 'shown')
    setWanted(!isWanted)
  }

  return { isShown: isBeside ? isWanted : isOver, isBeside, toggle }
}

function watchRoom(listener: () => void) {
  const media = matchMedia(room)
  media.addEventListener('change', listener)
  return () => media.removeEventListener('change', listener)
}
