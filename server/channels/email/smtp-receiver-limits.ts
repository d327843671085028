/** What one address may ask of us, so that nobody keeps the others out. */
export type Limits = {
  /** Whether it may open this connection. */
  opens(address: string): boolean
  closes(address: string): void
  /** Whether it may hand over one more mail this minute. */
  hands(address: string): boolean
}

const MINUTE_MILLISECONDS = 60_000

export function createLimits({
  connectionsPerAddress,
  mailsPerMinute,
}: {
  connectionsPerAddress: number
  mailsPerMinute: number
}): Limits {
  const open = new Map<string, number>()
  let handed = new Map<string, number>()
  let since = Date.now()
  return {
    opens(address) {
      const count = open.get(address) ?? 0
      open.set(address, count + 1)
      return count < connectionsPerAddress
    },
    closes(address) {
      const count = (open.get(address) ?? 0) - 1
      if (count > 0) open.set(address, count)
      else open.delete(address)
    },
    hands(address) {
      if (Date.now() - since > MINUTE_MILLISECONDS) [handed, since] = [new Map(), Date.now()]
      const count = (handed.get(address) ?? 0) + 1
      handed.set(address, count)
      return count <= mailsPerMinute
    },
  }
}
