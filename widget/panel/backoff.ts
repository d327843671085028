const FIRST_MS = 1_000
const LONGEST_MS = 30_000

/** Full jitter: anywhere up to 1 s after the first failure, up to 30 s after many, so that no crowd comes at once. */
export function waitBeforeTry(failures: number): number {
  return Math.random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1))
}

/** A pause that ends early when `wake` is called, the browser comes online or the page is looked at again. */
export function createPause() {
  let wake = () => {}

  function pause(milliseconds: number) {
    return new Promise<void>((resolve) => {
      const timer = setTimeout(() => wake(), milliseconds)
      const lookAgain = () => document.visibilityState === 'visible' && wake()
      wake = () => {
        clearTimeout(timer)
        removeEventListener('online', wake)
        document.removeEventListener('visibilitychange', lookAgain)
        resolve()
      }
      addEventListener('online', wake)
      document.addEventListener('visibilitychange', lookAgain)
    })
  }

  return { pause, wake: () => wake() }
}
