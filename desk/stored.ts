/** Something this browser remembers. `get` gives the same object until it changes. */
export type Stored<Value> = {
  get: () => Value
  set: (value: Value) => void
  subscribe: (listener: () => void) => () => void
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * Keeps a value over reloads and in step between windows; where storage is blocked or full, as long as the window lives.
 * `undefined` forgets it.
 */
export function stored<Value>(key: string, storage: Storage | undefined = browserStorage()): Stored<Value | undefined> {
  const listeners = new Set<() => void>()
  let text: string | null | undefined
  let value: Value | undefined

  /** Another window may have written since. */
  function get() {
    const found = attempt(() => storage?.getItem(key) ?? null)
    if (found === undefined || found === text) return value
    text = found
    value = found === null ? undefined : attempt(() => JSON.parse(found) as Value)
    return value
  }

  function set(next: Value | undefined) {
    value = next
    const written = next === undefined ? null : JSON.stringify(next)
    const isStored = attempt(() => {
      if (written === null) storage?.removeItem(key)
      else storage?.setItem(key, written)
      return true
    })
    // What could not be stored must not be forgotten at the next look either.
    text = isStored ? written : attempt(() => storage?.getItem(key) ?? null)
    notify()
  }

  function notify() {
    for (const listener of listeners) listener()
  }

  function hearOtherWindows(event: StorageEvent) {
    if (event.key === key || event.key === null) notify()
  }

  function subscribe(listener: () => void) {
    if (listeners.size === 0) globalThis.addEventListener?.('storage', hearOtherWindows)
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) globalThis.removeEventListener?.('storage', hearOtherWindows)
    }
  }

  return { get, set, subscribe }
}

function browserStorage(): Storage | undefined {
  return attempt(() => globalThis.localStorage)
}

function attempt<Result>(act: () => Result): Result | undefined {
  try {
    return act()
  } catch {
    return undefined
  }
}
