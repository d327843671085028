import { createHash, type Hash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { type MimeNode, Splitter, type SplitterChunk } from '@zone-eu/mailsplit'
import type { Files, StoredFile } from '#platform/files.ts'
import { findBoundary, mendBoundaryLines } from './boundaries.ts'
import { decodeText } from './charsets.ts'
import { type Head, readHead } from './head.ts'
import { type Original, openOriginal } from './original.ts'
import { readStructured } from './parameters.ts'
import { type Sink, sinkInto, sinkIntoMemory } from './sinks.ts'
import { unpackerFor } from './unpacking.ts'

export type Part = {
  head: Head
  /** Such as `text/plain`, in lower case. */
  type: string
  params: Record<string, string>
  disposition: string
  /** As its sender named it; null when it has no name. */
  name: string | null
  children: Part[]
  /** What a person or this program may read. */
  content: Buffer | null
  /** Everything else; also what is too long to be read. */
  stored: StoredFile | null
}

export type Parts = { root: Part; bodyHash: Buffer; problems: string[] }

/** More parts than any person's mail has. */
const MAX_PARTS = 1_000
/** Of all its texts together, so many bytes are read; a longer one is a file. */
const MAX_TEXTS_BYTES = 2 * 1_024 * 1_024
const MAX_TEXT_BYTES = 1_024 * 1_024
const MAX_PART_HEAD_BYTES = 256 * 1_024
const READABLE =
  /^(text\/(plain|html|calendar|rfc822-headers)|application\/ics|message\/(delivery-status|rfc822-headers|global-delivery-status|feedback-report|disposition-notification|global-headers))$/

/**
 * Takes a mail apart as its bytes come: what can be read is held in memory, bounded; everything else goes to `files`, or
 * nowhere when there are none.
 */
export async function readParts(path: string, files: Files | null): Promise<Parts & { head: Head }> {
  await using original = await openOriginal(path)
  const problems = new Set<string>()
  const bodyHash = createHash('sha256')
  const root = newPart(original.head)
  const boundary = root.type.startsWith('multipart/') ? await boundaryOf(root, original, problems) : undefined
  const reading = { files, problems, hash: bodyHash, textBytesLeft: MAX_TEXTS_BYTES }
  if (boundary !== undefined) await readMultipart(root, boundary, original, reading)
  else await readSingle(root, original, reading)
  return { head: original.head, root, bodyHash: bodyHash.digest(), problems: [...problems] }
}

type Reading = { files: Files | null; problems: Set<string>; hash: Hash; textBytesLeft: number }

function newPart(head: Head, isInDigest = false): Part {
  const hint = readStructured(head.get('content-type')?.[0]).params.charset
  const { value, params } = readStructured(head.get('content-type')?.[0], hint)
  const disposition = readStructured(head.get('content-disposition')?.[0], hint)
  return {
    head,
    type: /^[^/]+\/[^/]+$/.test(value) ? value : isInDigest ? 'message/rfc822' : 'text/plain',
    params,
    disposition: disposition.value,
    name: disposition.params.filename || params.name || null,
    children: [],
    content: null,
    stored: null,
  }
}

/** The divider between the parts; where none is told, or it never comes, what looks like one. */
async function boundaryOf(root: Part, original: Original, problems: Set<string>): Promise<string | undefined> {
  const { boundary } = root.params
  const start = await original.start()
  if (boundary && `\n${start.toString('latin1')}`.includes(`\n--${Buffer.from(boundary).toString('latin1')}`))
    return boundary
  const found = findBoundary(start)
  if (found === undefined) {
    if (boundary === undefined || start.length < 256 * 1_024) {
      problems.add('The divider that the mail announces never comes; it was read as plain text.')
      root.type = 'text/plain'
      return undefined
    }
    return boundary
  }
  problems.add(
    boundary
      ? 'The divider that the mail announces never comes; another one was found in the text.'
      : 'The mail does not say what divides its parts; it was found in the text.',
  )
  return found
}

async function readSingle(root: Part, original: Original, reading: Reading): Promise<void> {
  const writing = beginPart(root, reading)
  for await (const chunk of original.body()) {
    reading.hash.update(chunk)
    await writing.write(chunk)
  }
  await writing.end()
}

async function readMultipart(root: Part, boundary: string, original: Original, reading: Reading): Promise<void> {
  async function* source() {
    // Only what the splitter needs of the head: one of any size has been read already, and may be broken.
    yield Buffer.from(`Content-Type: ${root.type}; boundary="${boundary.replace(/(["\\])/g, '\\$1')}"\r\n\r\n`)
    yield* mendBoundaryLines(original.body())
  }
  const assembling = assemble(root, boundary, reading)
  const splitter = new Splitter({
    ignoreEmbedded: true,
    // Counted here, where nothing is lost that came before.
    maxChildNodes: Number.MAX_SAFE_INTEGER,
    maxHeadSize: MAX_PART_HEAD_BYTES,
  })
  try {
    await pipeline(source, splitter, async (items: AsyncIterable<SplitterChunk>) => {
      for await (const item of items) await assembling.take(item)
    })
  } catch (error) {
    if (!(error instanceof TooManyParts) && !(error instanceof Error && 'code' in error && error.code === 'EMAXLEN'))
      throw error
    reading.problems.add('The mail has too many parts, or too long a head in one; the rest is only in the original.')
  }
  await assembling.end()
}

class TooManyParts extends Error {}

function assemble(root: Part, boundary: string, reading: Reading) {
  const parts = new Map<MimeNode | false, Part>()
  const closing = `--${boundary}--`
  let writing: Writing | undefined
  let isClosed = false

  const begin = (node: MimeNode) => {
    if (node.root) return parts.set(node, root)
    const parent = parts.get(node.parentNode) ?? root
    const head = node.headers ? readHead(Buffer.from(node.headers.build())) : new Map()
    const part = newPart(head, parent.type === 'multipart/digest')
    // What has no parts the splitter can see is read for what it holds.
    if (part.type.startsWith('multipart/') && !node.multipart) part.type = 'text/plain'
    if (parts.size > MAX_PARTS) throw new TooManyParts()
    parent.children.push(part)
    parts.set(node, part)
    if (!node.multipart) writing = beginPart(part, reading)
  }
  return {
    async take(item: SplitterChunk) {
      if (item.type === 'node') {
        await writing?.end()
        writing = undefined
        begin(item)
        return
      }
      if (item.value) reading.hash.update(item.value)
      if (item.type === 'body') await writing?.write(item.value)
      else if (item.value?.includes(closing)) isClosed = true
    },
    async end() {
      await writing?.end()
      if (!isClosed) reading.problems.add('The mail breaks off before its last part ends.')
    },
  }
}

type Writing = { write(bytes: Buffer): Promise<void>; end(): Promise<void> }

function beginPart(part: Part, reading: Reading): Writing {
  const { files, problems } = reading
  const encoding = (part.head.get('content-transfer-encoding')?.[0] ?? '')
    .replace(/\([^()]*\)|;.*$/g, '')
    .trim()
    .toLowerCase()
  const { unpacker, isKnown } = unpackerFor(encoding)
  if (!isKnown)
    problems.add(
      `A part is packed in the unknown way "${decodeText(Buffer.from(encoding, 'latin1')).text.slice(0, 40)}"; it was read as it is.`,
    )
  const isReadable = READABLE.test(part.type) && part.disposition !== 'attachment'
  const sink: Sink =
    isReadable || part.type === 'text/calendar'
      ? sinkIntoMemory(files, Math.min(MAX_TEXT_BYTES, reading.textBytesLeft))
      : sinkInto(files)
  return {
    async write(bytes) {
      const unpacked = unpacker.add(bytes)
      if (unpacked.length > 0) await sink.write(unpacked)
    },
    async end() {
      await sink.write(unpacker.end())
      Object.assign(part, await sink.end())
      reading.textBytesLeft -= part.content?.length ?? 0
      if (part.content && part.stored)
        problems.add('A text is too long to show whole; all of it is attached as a file.')
    },
  }
}
