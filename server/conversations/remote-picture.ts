import { lookup } from 'node:dns'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { Readable } from 'node:stream'
import { isPublicAddress } from '#platform/public-address.ts'
import { mediaTypeOf } from './attachments.ts'
import { isPicture } from './pictures.ts'
import { pictureOutOfReach } from './problems.ts'

/** Whether we go there for a picture. */
export type MayVisit = (address: string, port: number) => boolean

const MAX_BYTES = 5 * 1024 * 1024
const MAX_MILLISECONDS = 10_000
const MAX_REDIRECTS = 3
const HEAD_BYTES = 4_100

/** A letter must not look around in the network where this server stands. */
const inPublic: MayVisit = (address, port) => isPublicAddress(address) && (port === 80 || port === 443)

/**
 * A picture from elsewhere, fetched by us so that its server does not learn who reads the letter: no cookies, no
 * referrer, no address but ours. @throws pictureOutOfReach
 */
export async function fetchPicture(
  url: string,
  { signal, mayVisit = inPublic }: { signal: AbortSignal; mayVisit?: MayVisit },
): Promise<{ mediaType: string; content: Readable }> {
  const ending = AbortSignal.any([signal, AbortSignal.timeout(MAX_MILLISECONDS)])
  try {
    const answer = await visit(url, { signal: ending, mayVisit, redirectsLeft: MAX_REDIRECTS })
    const pieces = limited(answer)
    const head = await readHead(pieces)
    const mediaType = await mediaTypeOf(head)
    if (isPicture(mediaType)) return { mediaType, content: Readable.from(joined(head, pieces), { objectMode: false }) }
    answer.destroy()
  } catch (cause) {
    throw pictureOutOfReach({ detail: cause instanceof Refused ? cause.message : undefined })
  }
  throw pictureOutOfReach({ detail: 'What is there is no picture.' })
}

class Refused extends Error {}

type Visit = { signal: AbortSignal; mayVisit: MayVisit; redirectsLeft: number }

async function visit(address: string, { signal, mayVisit, redirectsLeft }: Visit): Promise<IncomingMessage> {
  const url = URL.parse(address)
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new Refused('This is no address of a page.')
  const answer = await ask(url, { signal, mayVisit })
  const { statusCode = 0, headers } = answer
  if ([301, 302, 303, 307, 308].includes(statusCode) && headers.location !== undefined) {
    answer.destroy()
    if (redirectsLeft === 0) throw new Refused('It is sent on too often.')
    const next = URL.parse(headers.location, url.href)?.href ?? ''
    return visit(next, { signal, mayVisit, redirectsLeft: redirectsLeft - 1 })
  }
  const isWhole = statusCode === 200 && (headers['content-encoding'] ?? 'identity') === 'identity'
  if (isWhole && Number(headers['content-length'] ?? 0) <= MAX_BYTES) return answer
  answer.destroy()
  throw new Refused(isWhole ? 'It is too large.' : `Its server answers ${statusCode}.`)
}

function ask(url: URL, { signal, mayVisit }: Pick<Visit, 'signal' | 'mayVisit'>): Promise<IncomingMessage> {
  const { request } = url.protocol === 'https:' ? https : http
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve, reject) => {
    // A name is looked up on the way; an address would be connected to without a question.
    if (isIP(host) && !mayVisit(host, port)) return reject(new Refused('It lies where this server does not go.'))
    request(
      {
        protocol: url.protocol,
        host,
        port,
        path: `${url.pathname}${url.search}`,
        headers: { accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': 'Infolett' },
        lookup: checkedLookup(port, mayVisit),
        agent: false,
        signal,
      },
      resolve,
    )
      .on('error', reject)
      .end()
  })
}

/** What is connected to is what was checked: the name is not asked again. */
const checkedLookup =
  (port: number, mayVisit: MayVisit): LookupFunction =>
  (host, options, answer) => {
    lookup(host, { ...options, all: true }, (error, found = []) => {
      const [first, ...others] = found.filter(({ address }) => mayVisit(address, port))
      if (error) answer(error, '')
      else if (!first) answer(new Refused('It lies where this server does not go.'), '')
      else if (options.all) answer(null, [first, ...others])
      else answer(null, first.address, first.family)
    })
  }

async function* limited(answer: IncomingMessage): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of answer) {
    const piece: Buffer = chunk
    bytes += piece.length
    if (bytes > MAX_BYTES) throw new Refused('It is too large.')
    yield piece
  }
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
