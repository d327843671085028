import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { tooLarge } from '#platform/problems.ts'

export type StoredFile = {
  sha256: Buffer
  bytes: number /** The first bytes, enough to tell what it is. */
  head: Buffer
}

/** Files under the hash of their content: the same one twice takes the space of one. */
export type Files = {
  readonly folder: string
  /** Stores a stream; when it resolves, the bytes are on disk. @throws tooLarge beyond `maxBytes`, keeping nothing */
  store(content: Readable, options: { maxBytes: number }): Promise<StoredFile>
  /** @throws Error with code ENOENT when it is not there */
  read(sha256: Buffer, variant?: string): Promise<{ stream: Readable; bytes: number }>
  has(sha256: Buffer): Promise<boolean>
  pathOf(sha256: Buffer, variant?: string): string
  remove(sha256: Buffer): Promise<void>
}

const HEAD_BYTES = 4_100

export function openFiles(folder: string): Files {
  const pathOf = (sha256: Buffer, variant?: string) => {
    const name = sha256.toString('hex')
    return path.join(folder, name.slice(0, 2), variant ? `${name}.${variant}` : name)
  }
  return {
    folder,
    pathOf,
    async store(content, { maxBytes }) {
      const arriving = path.join(folder, 'arriving', randomUUID())
      await mkdir(path.dirname(arriving), { recursive: true })
      try {
        const stored = await write(content, arriving, maxBytes)
        const place = pathOf(stored.sha256)
        await mkdir(path.dirname(place), { recursive: true })
        await rename(arriving, place)
        await syncFolder(path.dirname(place))
        return stored
      } catch (error) {
        await rm(arriving, { force: true })
        throw error
      }
    },
    async read(sha256, variant) {
      const place = pathOf(sha256, variant)
      const { size } = await stat(place)
      return { stream: createReadStream(place), bytes: size }
    },
    has: (sha256) =>
      access(pathOf(sha256)).then(
        () => true,
        () => false,
      ),
    async remove(sha256) {
      await rm(pathOf(sha256), { force: true })
      await rm(pathOf(sha256, 'thumbnail.webp'), { force: true })
    },
  }
}

async function write(content: Readable, place: string, maxBytes: number): Promise<StoredFile> {
  await using file = await open(place, 'wx', 0o600)
  const hash = createHash('sha256')
  const head: Buffer[] = []
  let bytes = 0
  // The stream is left alone when too much comes: it is a request that still has to be answered.
  for await (const chunk of content.iterator({ destroyOnReturn: false })) {
    const piece: Buffer = chunk
    if (bytes < HEAD_BYTES) head.push(piece.subarray(0, HEAD_BYTES - bytes))
    bytes += piece.length
    if (bytes > maxBytes) throw tooLarge({ detail: `A file may have at most ${maxBytes} bytes.` })
    hash.update(piece)
    await file.appendFile(piece)
  }
  await file.sync()
  return { sha256: hash.digest(), bytes, head: Buffer.concat(head) }
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r')
  await handle.sync()
}
