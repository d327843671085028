import { lookup } from 'node:dns'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from '#platform/public-address.ts'

/** Whether we go there. */
export type MayVisit = (address: string, port: number) => boolean

const MAX_REDIRECTS = 3

/** What strangers name must not look around in the network where this server stands. */
const inPublic: MayVisit = (address, port) => isPublicAddress(address) && (port === 80 || port === 443)

/** Why we do not go there, or do not take what is there. */
export class Refused extends Error {}

type Visit = {
  signal: AbortSignal
  accept: string
  maxBytes: number
  /** Left out: wherever is public. */
  mayVisit?: MayVisit
  /** Asked of each address on the way. */
  mayFollow?: (url: URL) => boolean
}

/** Gets what is at a public address: no cookies, no referrer, no address but ours. @throws Refused */
export async function visit(address: string, visiting: Visit, redirectsLeft = MAX_REDIRECTS): Promise<IncomingMessage> {
  const { maxBytes, mayFollow } = visiting
  const url = URL.parse(address)
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new Refused('This is no address of a page.')
  if (mayFollow?.(url) === false) throw new Refused('It lies where this server does not go.')
  const answer = await ask(url, visiting)
  const { statusCode = 0, headers } = answer
  if ([301, 302, 303, 307, 308].includes(statusCode) && headers.location !== undefined) {
    answer.destroy()
    if (redirectsLeft === 0) throw new Refused('It is sent on too often.')
    const next = URL.parse(headers.location, url.href)?.href ?? ''
    return visit(next, visiting, redirectsLeft - 1)
  }
  const isWhole = statusCode === 200 && (headers['content-encoding'] ?? 'identity') === 'identity'
  if (isWhole && Number(headers['content-length'] ?? 0) <= maxBytes) return answer
  answer.destroy()
  throw new Refused(isWhole ? 'It is too large.' : `Its server answers ${statusCode}.`)
}

function ask(url: URL, { signal, accept, mayVisit = inPublic }: Visit): Promise<IncomingMessage> {
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
        headers: { accept, 'accept-encoding': 'identity', 'user-agent': 'Infolett' },
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

/** What comes, until it is too much. @throws Refused */
export async function* limited(answer: IncomingMessage, maxBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of answer) {
    const piece: Buffer = chunk
    bytes += piece.length
    if (bytes > maxBytes) throw new Refused('It is too large.')
    yield piece
  }
}
