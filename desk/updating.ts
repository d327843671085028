import { keep, kept } from './keeping.ts'

/** Two reloads within this time mean that reloading does not help. */
const PAUSE_MILLISECONDS = 30_000
const KEY = 'infolett.reloaded-at'

/**
 * A desk that was open while the server was updated asks for scripts that are gone. It then loads anew, once; what was
 * being written is kept.
 */
export function reloadAfterUpdate(): void {
  window.addEventListener('vite:preloadError', (event) => {
    if (Date.now() - Number(kept(KEY) ?? 0) < PAUSE_MILLISECONDS) return
    event.preventDefault()
    keep(KEY, String(Date.now()))
    window.location.reload()
  })
}
