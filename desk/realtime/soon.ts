const AT_ONCE_MS = 150
const AT_MOST_EVERY_MS = 2_000

/** Calls `act` soon, and however often it is asked, not more than once in two seconds. */
export function soon(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = Number.NEGATIVE_INFINITY
  return () => {
    if (timer !== undefined) return
    timer = setTimeout(run, Math.max(AT_ONCE_MS, last + AT_MOST_EVERY_MS - performance.now()))
  }

  function run() {
    timer = undefined
    last = performance.now()
    act()
  }
}
