/** Chance that falls the same way each time for the same seed. */
export type Chance = {
  /** From 0 up to 1. */
  next(): number
  below(count: number): number
  pick<Item>(items: readonly [Item, ...Item[]] | readonly Item[]): Item
  /** Bytes that no packer makes smaller. */
  bytes(count: number): Buffer
}

/** Mulberry32. */
export function chanceOf(seed: number): Chance {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (count: number) => Math.floor(next() * count)
  return {
    next,
    below,
    pick(items) {
      const picked = items[below(items.length)]
      if (picked === undefined) throw new Error('There is nothing to choose from')
      return picked
    },
    bytes(count) {
      const bytes = Buffer.allocUnsafe(count + 3)
      for (let at = 0; at < count; at += 4) bytes.writeInt32LE((next() * 4_294_967_296) | 0, Math.min(at, count - 1))
      return bytes.subarray(0, count)
    },
  }
}
