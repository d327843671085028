import { useSyncExternalStore } from 'react'
import { toasts } from './toast.ts'

const UNDO_MS = 8_000

type Leaving = {
  id: string
  /** What the person reads beside "Undo". */
  text: string
  /** Takes it away for good; runs when the time for undoing is over, or when the page closes. */
  act: () => Promise<unknown>
  onFailure: (error: unknown) => void
}

let leaving: ReadonlySet<string> = new Set()
const pending = new Map<string, () => void>()
const listeners = new Set<() => void>()

/** For what the server cannot bring back: it leaves the screen now and the server when nobody wanted it back. */
export function leaveWithUndo({ id, text, act, onFailure }: Leaving): void {
  let isUndone = false
  change(new Set([...leaving, id]))
  const finish = () => {
    if (!pending.delete(id)) return
    const back = () => change(new Set([...leaving].filter((one) => one !== id)))
    if (isUndone) return back()
    act().catch(onFailure).finally(back)
  }
  pending.set(id, finish)
  const toast = toasts.add({
    title: text,
    type: 'done',
    timeout: UNDO_MS,
    onClose: finish,
    actionProps: {
      children: 'Undo',
      onClick: () => {
        isUndone = true
        toasts.close(toast)
      },
    },
  })
}

/** Ids that are on their way out: lists leave them away. */
export function useLeaving(): ReadonlySet<string> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => leaving,
  )
}

function change(next: ReadonlySet<string>) {
  leaving = next
  for (const listener of listeners) listener()
}

globalThis.window?.addEventListener('pagehide', () => {
  for (const finish of [...pending.values()]) finish()
})
