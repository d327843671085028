import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import type { Files, StoredFile } from '#platform/files.ts'

export type Sink = {
  write(bytes: Buffer): Promise<void>
  end(): Promise<{ content: Buffer | null; stored: StoredFile | null }>
}

const MAX_FILE_BYTES = 512 * 1_024 * 1_024

/** Bytes go to `files` as they come. */
export function sinkInto(files: Files | null): Sink {
  if (!files) return forget()
  const stream = new PassThrough()
  const storing = files.store(stream, { maxBytes: MAX_FILE_BYTES })
  // Whoever writes next or ends hears of it.
  storing.catch(() => {})
  return {
    async write(bytes) {
      if (bytes.length > 0 && !stream.write(bytes)) await Promise.race([once(stream, 'drain'), storing])
    },
    async end() {
      stream.end()
      return { content: null, stored: await storing }
    },
  }
}

/** Bytes stay in memory until there are more than `maxBytes`: then the first ones stay, and all go to `files`. */
export function sinkIntoMemory(files: Files | null, maxBytes: number): Sink {
  const held: Buffer[] = []
  let length = 0
  let overflow: Sink | undefined
  return {
    async write(bytes) {
      if (overflow) return overflow.write(bytes)
      held.push(bytes)
      length += bytes.length
      if (length <= maxBytes) return
      overflow = sinkInto(files)
      for (const piece of held) await overflow.write(piece)
    },
    async end() {
      const stored = overflow ? (await overflow.end()).stored : null
      return { content: beginningOf(Buffer.concat(held), maxBytes), stored }
    },
  }
}

/** Half a character at its end would make UTF-8 look like something else. */
function beginningOf(bytes: Buffer, most: number): Buffer {
  if (bytes.length <= most) return bytes
  let end = most
  while (end > most - 3 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return bytes.subarray(0, end)
}

/** For a mail inside a mail: only what it says is wanted. */
function forget(): Sink {
  const hash = createHash('sha256')
  let head = Buffer.alloc(0)
  let bytes = 0
  return {
    async write(piece) {
      hash.update(piece)
      bytes += piece.length
      if (head.length < 4_096) head = Buffer.concat([head, piece]).subarray(0, 4_096)
    },
    end: async () => ({ content: null, stored: { sha256: hash.digest(), bytes, head } }),
  }
}
