import type { VisitContext } from '#protocol/widget.ts'
import type { PageContext } from '../page.ts'
import type { Chat } from './chat.ts'

const CONTROL = /[\p{Cc}\u2028\u2029]+/gu
const LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/

/**
 * Where the visitor is and what the shop told about it, cut to what the protocol allows: the page may pass anything.
 * Without consent only how to speak with the visitor, and that they said no: what is known is then forgotten.
 */
export function describeVisit(chat: Chat): VisitContext {
  const language = LANGUAGE.test(navigator.language) ? navigator.language : undefined
  const consent = consentOf(chat)
  if (!maySee(chat)) return { language, consent }
  const { context } = chat.page
  return {
    url: line(location.href, 2_000),
    title: line(document.title, 300),
    referrer: line(document.referrer, 2_000),
    language,
    consent,
    page: describePage(context.page),
    cart: describeCart(context.cart),
    order: describeOrder(context.order),
  }
}

/** As the shop's setting and the visitor allow. */
export function maySee(chat: Chat) {
  const consent = consentOf(chat)
  const setting = chat.config?.visitConsent
  return consent !== false && (setting === 'always' || (setting === 'with-consent' && consent === true))
}

function consentOf({ page }: Chat) {
  const { consent } = page.visitor.read()
  return consent === undefined ? consent : consent === true
}

function describePage(page: PageContext['page']) {
  return (
    page && {
      kind: line(page.kind, 40),
      sku: line(page.sku, 100),
      name: line(page.name, 300),
      price: amount(page.price),
      currency: line(page.currency, 3),
    }
  )
}

function describeCart(cart: PageContext['cart']) {
  const total = amount(cart?.total)
  const currency = line(cart?.currency, 3)
  if (!cart || total === undefined || !currency || !Array.isArray(cart.items)) return
  return { items: cart.items.slice(0, 100).flatMap(describeItem), total, currency }
}

function describeItem(item: NonNullable<PageContext['cart']>['items'][number]) {
  const sku = line(item.sku, 100)
  const name = line(item.name, 300)
  const quantity = amount(item.quantity)
  const unitPrice = amount(item.unitPrice)
  return sku && name && quantity !== undefined && unitPrice !== undefined ? [{ sku, name, quantity, unitPrice }] : []
}

function describeOrder(order: PageContext['order']) {
  const number = line(order?.number, 60)
  return number ? { number } : undefined
}

export function line(value: unknown, maxLength: number) {
  if (typeof value !== 'string' && typeof value !== 'number') return
  const text = wellFormed(String(value).replace(CONTROL, ' ').slice(0, maxLength)).trim()
  return text || undefined
}

function amount(value: unknown) {
  return Number.isFinite(value) ? Number(value) : undefined
}

/** Half a surrogate pair, as cutting leaves it, is not text. */
export function wellFormed(text: string) {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}
