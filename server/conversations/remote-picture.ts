import { Readable } from 'node:stream'
import { mediaTypeOf } from './attachments.ts'
import { isPicture } from './pictures.ts'
import { pictureOutOfReach } from './problems.ts'
import { limited, type MayVisit, Refused, visit } from './visiting-elsewhere.ts'

const MAX_BYTES = 5 * 1024 * 1024
const MAX_MILLISECONDS = 10_000
const HEAD_BYTES = 4_100

/**
 * A picture from elsewhere, fetched by us so that its server does not learn who reads the letter: no cookies, no
 * referrer, no address but ours. @throws pictureOutOfReach
 */
export async function fetchPicture(
  url: string,
  { signal, mayVisit }: { signal: AbortSignal; mayVisit?: MayVisit },
): Promise<{ mediaType: string; content: Readable }> {
  const ending = AbortSignal.any([signal, AbortSignal.timeout(MAX_MILLISECONDS)])
  try {
    const answer = await visit(url, { signal: ending, mayVisit, accept: 'image/*', maxBytes: MAX_BYTES })
    const pieces = limited(answer, MAX_BYTES)
    const head = await readHead(pieces)
    const mediaType = await mediaTypeOf(head)
    if (isPicture(mediaType)) return { mediaType, content: Readable.from(joined(head, pieces), { objectMode: false }) }
    answer.destroy()
  } catch (cause) {
    throw pictureOutOfReach({ detail: cause instanceof Refused ? cause.message : undefined })
  }
  throw pictureOutOfReach({ detail: 'What is there is no picture.' })
}

async function readHead(pieces: AsyncGenerator<Buffer>): Promise<Buffer> {
  const head: Buffer[] = []
  let bytes = 0
  while (bytes < HEAD_BYTES) {
    const { done, value } = await pieces.next()
    if (done) break
    head.push(value)
    bytes += value.length
  }
  return Buffer.concat(head)
}

async function* joined(head: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield head
  yield* rest
}
