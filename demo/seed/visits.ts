import { randomUUID } from 'node:crypto'
import type { Transaction } from '#platform/database/database.ts'
import type { CampaignBody, VisitError } from '#protocol/customers.ts'
import { findProduct } from '../catalogue.ts'
import { wordsIn } from '../words.ts'
import { later, minutes } from './calendar.ts'
import type { ChannelIds } from './channels.ts'
import { type Customers, customerOf } from './customers.ts'
import type { Scene } from './scene.ts'
import type { StagedConversation } from './staging.ts'

type Look = {
  conversation: string
  /** Products, the newest last. */
  looksAt: string[]
  cart?: [sku: string, quantity: number][]
  browser: string
  os: string
  device: 'desktop' | 'mobile'
  language: string
  country: string
  referrer?: string
  campaign?: CampaignBody
  /** What went wrong on the newest page. */
  errors?: Pick<VisitError, 'kind' | 'message' | 'source' | 'status'>[]
}

const looks: Look[] = [
  {
    conversation: 'V047',
    looksAt: ['PAR-05', 'DEK-01', 'DEK-02'],
    cart: [['DEK-02', 2]],
    browser: 'Chrome 142',
    os: 'Android 16',
    device: 'mobile',
    language: 'et-EE',
    country: 'EE',
    errors: [
      { kind: 'request', message: 'fetch', source: 'https://shop.example/cart/gift-wrap', status: 503 },
      {
        kind: 'script',
        message: 'Uncaught TypeError: Cannot read properties of undefined (reading ‘price’)',
        source: 'https://shop.example/gift-wrap.js:41:17',
      },
    ],
  },
  {
    conversation: 'V018',
    looksAt: ['JAL-05', 'JAL-01'],
    cart: [
      ['JAL-05', 1],
      ['RII-24', 1],
    ],
    browser: 'Safari 26',
    os: 'iOS 26',
    device: 'mobile',
    language: 'et',
    country: 'EE',
    referrer: 'https://www.google.com/',
    campaign: { name: 'Talvesaapad', source: 'google', medium: 'cpc' },
  },
  {
    conversation: 'V022',
    looksAt: ['PAR-11', 'PAR-12'],
    browser: 'Firefox 145',
    os: 'Windows NT 10.0',
    device: 'desktop',
    language: 'en-GB',
    country: 'FI',
  },
  {
    conversation: 'V048',
    looksAt: ['PES-03'],
    browser: 'Chrome 142',
    os: 'Windows NT 10.0',
    device: 'desktop',
    language: 'et-EE',
    country: 'EE',
  },
]

type Stage = { scene: Scene; channels: ChannelIds; customers: Customers; conversations: StagedConversation[] }

/** What customers who write right now look at, and what is in their cart; `url` is where the demo shop is. */
export async function showVisits(trx: Transaction, stage: Stage, url: string): Promise<void> {
  const { scene, channels, customers, conversations } = stage
  const { workspaceId, idAt, now } = scene
  const visits = looks.flatMap(({ conversation, looksAt, cart, campaign, errors = [], ...machine }) => {
    const staged = conversations.find(({ id }) => id === conversation)
    const [first] = staged?.turns ?? []
    if (!staged || !first) return []
    const startedAt = later(first.at, -minutes(looksAt.length + 1))
    const pages = looksAt.map((sku, index) => pageOf(sku, url, later(startedAt, minutes(index))))
    return {
      ...machine,
      workspaceId,
      id: idAt(startedAt),
      channelId: channels.chat,
      visitorId: randomUUID(),
      customerId: customerOf(customers, staged).id,
      startedAt,
      lastSeenAt: later(now, -minutes(1)),
      pages: JSON.stringify(pages.toReversed()),
      cart: cart ? JSON.stringify(cartOf(cart)) : null,
      campaign: campaign && JSON.stringify(campaign),
      errors: JSON.stringify(errors.map((error) => ({ ...error, url: pages.at(-1)?.url, at: pages.at(-1)?.at }))),
    }
  })
  await trx.insertInto('visits').values(visits).execute()
  const identities = visits.map(({ customerId, visitorId: value, startedAt: createdAt }) => ({
    workspaceId,
    id: idAt(createdAt),
    customerId,
    kind: 'visitor' as const,
    value,
    isVerified: true,
    createdAt,
  }))
  await trx.insertInto('customerIdentities').values(identities).execute()
}

const words = wordsIn('et')

function pageOf(sku: string, url: string, at: Date) {
  const { name, price } = productOf(sku)
  return {
    url: `${url}/demo/product/${sku}`,
    title: words.title(name.et),
    at: at.toISOString(),
    product: { name: name.et, sku, price, currency: 'EUR' },
  }
}

function cartOf(cart: [sku: string, quantity: number][]) {
  const items = cart.map(([sku, quantity]) => {
    const { name, price } = productOf(sku)
    return { sku, name: name.et, quantity, unitPrice: price }
  })
  const total = items.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0)
  return { items, total: Math.round(total * 100) / 100, currency: 'EUR' }
}

function productOf(sku: string) {
  const product = findProduct(sku)
  if (!product) throw new Error(`The demo shop does not sell ${sku}`)
  return product
}
