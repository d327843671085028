import type { MessageContent, ShownProduct } from '#protocol/content.ts'
import type { VisitedPage } from '#protocol/customers.ts'

const FEWEST_REPLIES = 2
export const MOST_REPLIES = 5
export const MOST_PRODUCTS = 5

export const noReplies: MessageContent = { kind: 'quick-replies', options: [{ label: '' }, { label: '' }] }

/** What goes out of what is written: answers without words do not. Undefined: nothing that can be sent. */
export function offerToSend(content: MessageContent | undefined): MessageContent | undefined {
  if (content?.kind !== 'quick-replies') return content
  const labels = new Set(content.options.map(({ label }) => label.trim()).filter(Boolean))
  if (labels.size < FEWEST_REPLIES) return undefined
  return { kind: 'quick-replies', options: [...labels].map((label) => ({ label })) }
}

/** The products that the customer has looked at, the last one first. */
export function viewedProducts(pages: VisitedPage[]): ShownProduct[] {
  const products = pages.flatMap(({ url, product }) => (product && /^https?:/.test(url) ? [{ url, ...product }] : []))
  const isNewest = ({ name }: { name: string }, at: number) => products.findIndex((one) => one.name === name) === at
  return products.filter(isNewest).map(({ name, url, price, currency }) => ({
    name,
    url,
    imageUrl: null,
    price: price ?? null,
    currency: currency && /^[A-Z]{3}$/.test(currency) ? currency : null,
    buttonLabel: null,
  }))
}

/** The same offer with one more product; answers to choose from give way. */
export function withProduct(content: MessageContent | undefined, product: ShownProduct): MessageContent {
  const others = content?.kind === 'products' ? content.products.filter(({ url }) => url !== product.url) : []
  return { kind: 'products', products: [...others, product].slice(-MOST_PRODUCTS) }
}

/** The same offer with a picture on one of its products, if that is still in it. */
export function withPicture(content: MessageContent | undefined, url: string, imageUrl: string | null) {
  if (content?.kind !== 'products') return content
  const products = content.products.map((product) => (product.url === url ? { ...product, imageUrl } : product))
  return { ...content, products }
}
