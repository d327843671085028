/** Something small kept in localStorage; in memory where that is blocked or full. */
export type Kept<Value extends object> = {
  read(): Partial<Value>
  write(change: Partial<Value>): void
  forget(): void
}

export function keep<Value extends object>(key: string): Kept<Value> {
  let memory = '{}'
  let isBlocked = false

  function read(): Partial<Value> {
    try {
      if (!isBlocked) memory = localStorage.getItem(key) ?? '{}'
      return JSON.parse(memory)
    } catch {
      return {}
    }
  }

  function write(change: Partial<Value>) {
    const value = JSON.stringify({ ...read(), ...change })
    store(() => localStorage.setItem(key, value), value)
  }

  function store(act: () => void, value: string) {
    memory = value
    try {
      act()
    } catch {
      isBlocked = true
    }
  }

  return { read, write, forget: () => store(() => localStorage.removeItem(key), '{}') }
}
