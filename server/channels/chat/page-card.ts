import { Value } from 'typebox/value'
import { limited, type MayVisit, visit } from '#conversations/visiting-elsewhere.ts'
import { ShownProduct } from '#protocol/content.ts'
import { pageNotShown } from './problems.ts'

const MAX_BYTES = 512 * 1024
const MAX_MILLISECONDS = 5_000
const REMEMBER_MILLISECONDS = 10 * 60_000
const MOST_REMEMBERED = 500

export type CardOptions = {
  /** The shop's own pages, and no others. */
  origins: string[]
  mayVisit?: MayVisit
}
export type ReadCard = (url: string, options: CardOptions) => Promise<ShownProduct>

/** Reads the shop's own pages and makes cards of them. A card is remembered for a while: pages look the same to everybody. */
export function cardReader(): ReadCard {
  const remembered = new Map<string, { at: number; card: Promise<ShownProduct> }>()
  return (url, options) => {
    if (!isOwn(URL.parse(url), options)) throw pageNotShown({ detail: 'It is no page of this shop.' })
    const known = remembered.get(url)
    if (known && Date.now() - known.at < REMEMBER_MILLISECONDS) return known.card
    if (remembered.size >= MOST_REMEMBERED) remembered.clear()
    const card = readCard(url, options)
    remembered.set(url, { at: Date.now(), card })
    card.catch(() => remembered.delete(url))
    return card
  }
}

/** Also on the way there: a page of the shop that leads elsewhere shows nothing. @throws pageNotShown */
async function readCard(url: string, options: CardOptions): Promise<ShownProduct> {
  try {
    const answer = await visit(url, {
      signal: AbortSignal.timeout(MAX_MILLISECONDS),
      accept: 'text/html',
      maxBytes: MAX_BYTES,
      mayVisit: options.mayVisit,
      mayFollow: (next) => isOwn(next, options),
    })
    const type = answer.headers['content-type'] ?? ''
    if (!type.startsWith('text/html')) {
      answer.destroy()
      throw new Error('What is there is no page.')
    }
    const pieces: Buffer[] = []
    for await (const piece of limited(answer, MAX_BYTES)) pieces.push(piece)
    return await cardOf(url, decode(Buffer.concat(pieces), type))
  } catch (cause) {
    throw pageNotShown({ detail: cause instanceof Error ? cause.message.slice(0, 200) : undefined })
  }
}

const isOwn = (url: URL | null, { origins }: CardOptions) => url !== null && origins.includes(url.origin)

function decode(bytes: Buffer, type: string): string {
  const charset = /charset=["']?([\w-]+)/i.exec(type)?.[1]
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return bytes.toString('utf8')
  }
}

/** What a page says about itself (Open Graph, else its title). */
export async function cardOf(url: string, html: string): Promise<ShownProduct> {
  // Loaded at the first card: a desk that never shows one never pays for it.
  const { Parser } = await import('htmlparser2')
  const said = new Map<string, string>()
  let title: string | undefined
  const parser = new Parser({
    onopentag(name, { property, name: metaName, content }) {
      const key = property ?? metaName
      if (name === 'meta' && key && content && !said.has(key)) said.set(key, content)
      if (name === 'title') title ??= ''
    },
    ontext(text) {
      if (title !== undefined && !said.has('title')) title += text
    },
    onclosetag(name) {
      if (name === 'title' && title !== undefined && !said.has('title')) said.set('title', title)
    },
  })
  parser.end(html)
  const name = line(said.get('og:title') ?? said.get('title') ?? '')
  if (!name) throw new Error('The page has no title.')
  const price = Number(said.get('product:price:amount') ?? said.get('og:price:amount') ?? Number.NaN)
  const currency = said.get('product:price:currency') ?? said.get('og:price:currency') ?? ''
  const imageUrl = URL.parse(said.get('og:image') ?? '', url)?.href ?? null
  const card = { name, url, imageUrl: null, price: null, currency: null, buttonLabel: null }
  const isPriced = Number.isFinite(price) && /^[A-Z]{3}$/.test(currency)
  const rich = { ...card, imageUrl, ...(isPriced && { price, currency }) }
  return Value.Check(ShownProduct, rich) ? rich : card
}

const line = (text: string) =>
  text
    .replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 300)
    .toWellFormed()
