import { readFileSync } from 'node:fs'

export type DemoLanguage = 'et' | 'en' | 'fi' | 'ru' | 'lv' | 'lt' | 'sv'
export type DemoCountry = 'EE' | 'FI' | 'LV' | 'LT'

/** Prices and other amounts are in whole euros with cents as decimals, VAT included. */
export type DemoProduct = {
  sku: string
  name: { et: string; en: string }
  category: string
  price: number
  currency: 'EUR'
  /** Colours or sizes in Estonian; empty when there is nothing to choose. */
  variants: string[]
  /** `null`: never runs out (gift cards). */
  stock: number | null
  availability: 'in_stock' | 'supplier_7_14_days' | 'out_of_stock'
  outlet: boolean
  returnable: 'yes' | 'no' | 'unopened_only'
  /** Comes by courier to the door, not to a parcel locker. */
  large: boolean
}

export type DemoCustomer = {
  id: string
  name: string
  language: DemoLanguage
  country: DemoCountry
  city: string
  email: string
  phone: string
  loyalty: boolean
  newsletter: boolean
  /** A date without time, such as 2022-03-04. */
  since: string
  orderIds: string[]
  /** `null` without a loyalty card. */
  points: number | null
}

/** Instants are ISO 8601 in UTC. */
export type DemoOrder = {
  id: string
  customerId: string
  createdAt: string
  status:
    | 'paid'
    | 'packing'
    | 'shipped'
    | 'ready_for_pickup'
    | 'delivered'
    | 'partially_returned'
    | 'returned'
    | 'cancelled'
    | 'lost'
  language: DemoLanguage
  currency: 'EUR'
  items: DemoOrderItem[]
  subtotal: number
  discount: number
  deliveryFee: number
  giftWrapFee: number
  total: number
  payment: {
    method: 'bank_link' | 'card' | 'instalments' | 'gift_card'
    bank?: string
    months?: number
    status: 'paid' | 'partially_refunded' | 'refunded' | 'declined' | 'expired'
    paidAt: string | null
  }
  delivery: {
    carrier: string
    destination: string
    country: DemoCountry
    trackingCode: string | null
    shippedAt: string | null
    deliveredAt: string | null
  }
  return?: {
    id: string
    status: 'refunded'
    reason: string
    items: { sku: string; quantity: number }[]
    requestedAt: string
    receivedAt: string
    refundedAt: string
    refundAmount: number
  }
  claim?: { text: string; result: string }
  /** The other size or colour it was exchanged for, as `SKU/variant`. */
  exchange?: { to: string }
  goodwillCredit?: number
  company?: string
  note?: string
}

export type DemoOrderItem = { sku: string; name: string; variant?: string; quantity: number; unitPrice: number }

export type DemoConversation = {
  id: string
  channel: 'chat' | 'email' | 'messenger' | 'phone'
  language: DemoLanguage
  /** `null` for who is no customer: spam, and a colleague. */
  customerId: string | null
  customerName: string | null
  orderIds: string[]
  contactReason: string
  tags: string[]
  status: 'open' | 'closed'
  outcome:
    | 'solved_by_bot'
    | 'solved_by_agent'
    | 'refunded'
    | 'replaced'
    | 'goodwill_credit'
    | 'cancelled'
    | 'rejected'
    | 'escalated'
    | 'pending'
    | 'closed_spam'
  /** 1–5, or `null` when it was not answered. */
  csat: number | null
  agents: string[]
  startedAt: string
  endedAt: string
  turns: { at: string; from: 'customer' | 'agent' | 'bot' | 'note'; author: string; text: string }[]
}

export const demoProducts: readonly DemoProduct[] = load('products')
export const demoCustomers: readonly DemoCustomer[] = load('customers')
export const demoOrders: readonly DemoOrder[] = load('orders')

/** Read anew at each call: only seeding needs them, once. */
export function loadDemoConversations(): DemoConversation[] {
  return load('conversations')
}

function load(name: 'products' | 'customers' | 'orders' | 'conversations') {
  return JSON.parse(readFileSync(new URL(`./data/${name}.json`, import.meta.url), 'utf8'))
}
