import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VisitError } from '#protocol/customers.ts'
import { openDesk } from '#test/desk.ts'

const FORWARDED = '203.0.113.9, 193.40.5.73'
const product = { kind: 'product', sku: 'PAR-05', name: 'Aurelle Noir', price: 64.9, currency: 'EUR' }
const errorAt = (second: number, more: Partial<VisitError> = {}): VisitError => ({
  at: new Date(Date.UTC(2026, 10, 22, 9, 0, second)).toISOString(),
  url: 'https://shop.example/checkout',
  kind: 'script',
  message: `pay is not a function ${second}`,
  ...more,
})

test('the team sees which product a page shows, what brought the visitor and from which country', async (t) => {
  const { ada, cleo } = await openDesk(t, { settings: { trustProxy: true } })
  const url = 'https://shop.example/aurelle?utm_source=news&utm_medium=email&utm_campaign=Christmas'
  const window = await cleo.opensWindow({ visit: { url, title: 'Aurelle' }, forwardedFor: FORWARDED })
  const conversation = await window.writes('Is it in stock?')
  const desk = await ada.desk()

  window.says({ type: 'visit', visit: { url, title: 'Aurelle', page: product } })
  window.says({ type: 'visit', visit: { url: 'https://shop.example/cart#infolett=secret', page: { kind: 'cart' } } })
  await desk.hearsOf('visit.changed', ({ visit }) => visit?.pages.length === 2)

  const { visit } = await ada.card((await ada.sees(conversation)).customer)
  assert.equal(visit?.country, 'EE')
  assert.deepEqual(visit?.campaign, { source: 'news', medium: 'email', name: 'Christmas' })
  const { kind, ...shown } = product
  assert.deepEqual(
    visit?.pages.map((page) => [page.url, page.product]),
    [
      ['https://shop.example/cart', undefined],
      [url, shown],
    ],
  )
})

test('the visitor’s address is kept nowhere, and one that nobody vouches for tells no country', async (t) => {
  const { ada, cleo, db } = await openDesk(t)
  const window = await cleo.opensWindow({ visit: { url: 'https://shop.example/' }, forwardedFor: FORWARDED })
  const conversation = await window.writes('Hello')

  assert.equal((await ada.card((await ada.sees(conversation)).customer)).visit?.country, null)
  const kept = JSON.stringify(await db.selectFrom('visits').selectAll().execute())
  for (const address of ['193.40.5.73', '203.0.113.9', '127.0.0.1']) assert.ok(!kept.includes(address))
})

test('what goes wrong on the page stands beside the conversation, the newest twenty', async (t) => {
  const { ada, col, cleo } = await openDesk(t)
  const window = await cleo.opensWindow({ visit: { url: 'https://shop.example/checkout' } })
  const conversation = await window.writes('Payment does not work')
  const desk = await ada.desk()
  const cols = await col.desk()

  window.says({ type: 'trouble', errors: Array.from({ length: 19 }, (_, second) => errorAt(second)) })
  window.says({
    type: 'trouble',
    errors: [
      errorAt(30),
      errorAt(31, { kind: 'request', message: 'fetch', source: 'https://pay.example/', status: 402 }),
    ],
  })
  await desk.hearsOf('visit.changed', ({ visit }) => visit?.errors[0]?.status === 402)

  const { visit } = await ada.card((await ada.sees(conversation)).customer)
  assert.equal(visit?.errors.length, 20)
  assert.equal(visit?.errors.at(-1)?.message, 'pay is not a function 1')
  assert.ok(!cols.heard.some((frame) => JSON.stringify(frame).includes('visit.changed')))
})

test('a window cannot fill the desk with more than it may', async (t) => {
  const { cleo, db } = await openDesk(t)
  const window = await cleo.opensWindow({ visit: { url: 'https://shop.example/' } })
  const wrong = [
    [],
    Array.from({ length: 21 }, (_, second) => errorAt(second)),
    [errorAt(1, { message: 'x'.repeat(301) })],
    [errorAt(1, { url: 'x'.repeat(2_001) })],
    [{ ...errorAt(1), cookie: 'x' }],
  ]
  for (const errors of wrong) window.says({ type: 'trouble', errors })
  for (const _ of wrong) await window.hears('refused')

  const [visit] = await db.selectFrom('visits').select('errors').execute()
  assert.deepEqual(visit?.errors, [])
})
