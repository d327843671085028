const FIRST_CEILING_MS = 1_000
const LAST_CEILING_MS = 30_000

/** How long to wait before connecting again: exponential with full jitter, so that a restarted server is not stormed. */
export function reconnectDelayMs(failures: number, random: () => number = Math.random): number {
  return random() * Math.min(LAST_CEILING_MS, FIRST_CEILING_MS * 2 ** failures)
}
