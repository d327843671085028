import { findCategory, findProduct } from './catalogue.ts'
import { accountPage } from './pages/account.ts'
import { cartPage } from './pages/cart.ts'
import { categoryPage } from './pages/category.ts'
import { checkoutPage } from './pages/checkout.ts'
import { contactPage } from './pages/contact.ts'
import { frontPage } from './pages/front.ts'
import { layOut, type Page } from './pages/layout.ts'
import { notFoundPage } from './pages/not-found.ts'
import { productPage } from './pages/product.ts'
import { thanksPage } from './pages/thanks.ts'
import type { Visitor } from './visitor.ts'

export type { Visitor } from './visitor.ts'
export type ShopPage = { status: number; html: string }

/** A page of the shop as this visitor sees it; `path` comes without its query, such as `/demo/product/MAD-01`. */
export function renderShopPage(path: string, visitor: Visitor): ShopPage {
  const page = findPage(path, visitor) ?? notFoundPage(visitor)
  return { status: page.status ?? 200, html: layOut(page, path, visitor) }
}

function findPage(path: string, visitor: Visitor): Page | undefined {
  const [shop, page, name, ...rest] = path.replace(/^\/|\/$/g, '').split('/')
  if (shop !== 'demo' || rest.length > 0) return
  if (name !== undefined) return findNamedPage(page, name, visitor)
  return page === undefined ? frontPage(visitor) : plainPages.get(page)?.(visitor)
}

const plainPages = new Map<string, (visitor: Visitor) => Page>([
  ['cart', cartPage],
  ['checkout', checkoutPage],
  ['thanks', thanksPage],
  ['contact', contactPage],
  ['account', accountPage],
])

function findNamedPage(page: string | undefined, name: string, visitor: Visitor) {
  const product = page === 'product' ? findProduct(name) : undefined
  if (product) return productPage(product, visitor)
  const category = page === 'category' ? findCategory(name) : undefined
  if (category) return categoryPage(category, visitor)
}
