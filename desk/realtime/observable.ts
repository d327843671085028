import { useSyncExternalStore } from 'react'

/** A value that components can look at without asking who changes it. */
export function observable<Value>(initial: Value) {
  const listeners = new Set<() => void>()
  let value = initial
  return {
    get: () => value,
    set(next: Value) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of listeners) listener()
    },
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

type Observable<Value> = ReturnType<typeof observable<Value>>

/** `select` must give the same object as long as nothing that it looks at changed. */
export function useObserved<Value, Part = Value>(source: Observable<Value>, select: (value: Value) => Part): Part {
  return useSyncExternalStore(source.subscribe, () => select(source.get()))
}
