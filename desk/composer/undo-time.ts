import { useSyncExternalStore } from 'react'
import { type Stored, stored } from '../stored.ts'
import { useMembership } from '../workspace/membership.ts'

const DEFAULT_SECONDS = 5
export const undoTimes = [0, 5, 10, 30] as const

const open = new Map<string, Stored<number | undefined>>()

/** For how many seconds a letter of this member may be taken back, as they prefer in this browser. */
export function useUndoTime(): [number, (seconds: number) => void] {
  const { memberId } = useMembership()
  const key = `infolett.undo-seconds.${memberId}`
  const store = open.get(key) ?? stored<number>(key)
  open.set(key, store)
  return [useSyncExternalStore(store.subscribe, store.get) ?? DEFAULT_SECONDS, store.set]
}
