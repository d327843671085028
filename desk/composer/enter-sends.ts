import { useSyncExternalStore } from 'react'
import { stored } from '../stored.ts'

const setting = stored<boolean>('infolett.enter-sends')

/** Whether Enter alone sends, as this member prefers in this browser. Otherwise it makes a line, and Ctrl+Enter sends. */
export function useEnterSends(): [boolean, (enterSends: boolean) => void] {
  return [useSyncExternalStore(setting.subscribe, setting.get) ?? false, setting.set]
}
