import { useEffect, useRef, useSyncExternalStore } from 'react'
import { type Keys, pressOf } from './keys.ts'

export type Shortcut = { keys: Keys; label: string; group: string }
type Bound = Shortcut & { run: (event: KeyboardEvent) => void }

const SEQUENCE_MS = 1_000
/** What the person is in when it is open. */
const COVERS =
  ':is([role="dialog"], [role="alertdialog"]):not([data-toast]), [role="menu"], [role="listbox"][data-open]'

let bound: readonly Bound[] = []
let pressedBefore = { press: '', at: 0 }
const listeners = new Set<() => void>()

/**
 * Runs `run` when `keys` are pressed while this component is on screen, and lists it in the keyboard help.
 * Keys without Ctrl, Command or Alt stay silent while someone writes, and all do under an open dialog or menu.
 */
export function useShortcut(
  { keys, label, group }: Shortcut,
  run: (event: KeyboardEvent) => void,
  { isOn = true } = {},
) {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    if (!isOn) return
    const mine: Bound = { keys, label, group, run: (event) => latest.current(event) }
    change([...bound, mine])
    return () => change(bound.filter((one) => one !== mine))
  }, [keys, label, group, isOn])
}

/** All that can be pressed now. */
export function useShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(subscribe, () => bound)
}

function change(next: readonly Bound[]) {
  if (bound.length === 0 && next.length > 0) window.addEventListener('keydown', listen)
  if (next.length === 0) window.removeEventListener('keydown', listen)
  bound = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function listen(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing || event.repeat) return
  const press = pressOf(event)
  const isPlain = !/^(mod|alt)\+/.test(press)
  if (isPlain && isWriting(event.target)) return
  if (document.querySelector(COVERS)) return

  const sequence = event.timeStamp - pressedBefore.at < SEQUENCE_MS ? `${pressedBefore.press} ${press}` : press
  // The newest wins: what opened last is what the person looks at.
  const hit = bound.findLast(({ keys }) => keys === sequence) ?? bound.findLast(({ keys }) => keys === press)
  pressedBefore = { press, at: event.timeStamp }
  if (!hit) return
  event.preventDefault()
  pressedBefore = { press: '', at: 0 }
  hit.run(event)
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
