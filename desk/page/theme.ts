import { useSyncExternalStore } from 'react'
import { keep, kept } from '../keeping.ts'

export type Theme = 'system' | 'light' | 'dark'

const KEY = 'infolett.theme'
const listeners = new Set<() => void>()

/** public/theme.js does the same before the first paint. */
export function chooseTheme(theme: Theme): void {
  keep(KEY, theme)
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  for (const listener of listeners) listener()
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, current)
}

/** Whether the desk is dark now, by choice or because the system is. */
export function useIsDark(): boolean {
  const theme = useTheme()
  const isSystemDark = useSyncExternalStore(watchSystem, () => systemDark.matches)
  return theme === 'system' ? isSystemDark : theme === 'dark'
}

function current(): Theme {
  const theme = kept(KEY)
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const systemDark = matchMedia('(prefers-color-scheme: dark)')

function watchSystem(listener: () => void) {
  systemDark.addEventListener('change', listener)
  return () => systemDark.removeEventListener('change', listener)
}
