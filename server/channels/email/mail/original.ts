import { type FileHandle, open } from 'node:fs/promises'
import { findBody, type Head, isHead, readHead, skipBlankLines } from './head.ts'

/** More head than any mail has; what comes after it is taken for body. */
const MAX_HEAD_BYTES = 8 * 1_024 * 1_024
const CHUNK_BYTES = 64 * 1_024
/** How far in the body a lost divider is looked for. */
const SEARCHED_BYTES = 256 * 1_024

export type Original = {
  head: Head
  /** The first bytes of the body. */
  start(): Promise<Buffer>
  body(): AsyncGenerator<Buffer>
} & AsyncDisposable

/** Opens a mail's bytes: its head is read, its body waits. */
export async function openOriginal(path: string): Promise<Original> {
  const file = await open(path, 'r')
  try {
    const { bytes, isWhole } = await readUntilBody(file)
    const headAt = skipBlankLines(bytes)
    const hasHead = isHead(bytes.subarray(headAt))
    const found = hasHead ? findBody(bytes) : headAt
    const bodyAt = found === -1 ? bytes.length : found
    const head = bytes.subarray(headAt, bodyAt)
    // Macs once ended lines with CR alone.
    const onlyCr = hasHead && !head.includes(LF) && head.includes(CR)

    async function* body() {
      yield mendLineEnds(bytes.subarray(bodyAt), onlyCr)
      if (!isWhole) for await (const chunk of readOn(file, bytes.length)) yield mendLineEnds(chunk, onlyCr)
    }
    async function start() {
      const pieces: Buffer[] = []
      let length = 0
      for await (const piece of body()) {
        pieces.push(piece)
        length += piece.length
        if (length >= SEARCHED_BYTES) break
      }
      return Buffer.concat(pieces).subarray(0, SEARCHED_BYTES)
    }
    return { head: hasHead ? readHead(head) : new Map(), start, body, [Symbol.asyncDispose]: () => file.close() }
  } catch (error) {
    await file.close()
    throw error
  }
}

const LF = 0x0a
const CR = 0x0d

async function readUntilBody(file: FileHandle): Promise<{ bytes: Buffer; isWhole: boolean }> {
  let bytes = Buffer.alloc(0)
  for (let size = CHUNK_BYTES; ; size *= 4) {
    const more = Buffer.alloc(size)
    const { bytesRead } = await file.read(more, 0, size, bytes.length)
    bytes = Buffer.concat([bytes, more.subarray(0, bytesRead)])
    const isWhole = bytesRead < size
    if (isWhole || bytes.length >= MAX_HEAD_BYTES || findBody(bytes) !== -1) return { bytes, isWhole }
  }
}

async function* readOn(file: FileHandle, from: number) {
  for (let at = from; ; ) {
    const chunk = Buffer.alloc(CHUNK_BYTES)
    const { bytesRead } = await file.read(chunk, 0, chunk.length, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield chunk.subarray(0, bytesRead)
  }
}

function mendLineEnds(bytes: Buffer, onlyCr: boolean): Buffer {
  return onlyCr ? Buffer.from(bytes.toString('latin1').replaceAll('\r', '\n'), 'latin1') : bytes
}
