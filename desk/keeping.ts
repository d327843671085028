/** Small things this browser remembers. Where storage is blocked it forgets them with the page. */
const untilReload = new Map<string, string>()

export function keep(key: string, value: string): void {
  untilReload.set(key, value)
  try {
    localStorage.setItem(key, value)
  } catch {
    // Blocked or full.
  }
}

export function kept(key: string): string | null {
  try {
    return localStorage.getItem(key) ?? untilReload.get(key) ?? null
  } catch {
    return untilReload.get(key) ?? null
  }
}
