import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'
const shop = (page: string) => ({ url: `https://shop.example/${page}`, title: page })
const cart = {
  items: [{ sku: 'VIL-01', name: 'Wool blanket', quantity: 2, unitPrice: 39.5 }],
  total: 79,
  currency: 'EUR',
}

test('beside a conversation stands what its customer looks at, has in the cart, and came by', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const window = await cleo.opensWindow({
    visit: { ...shop('blankets'), referrer: 'https://search.example/', language: 'et' },
    userAgent: PHONE,
  })
  const conversation = await window.writes('Is it warm?')
  const { customer } = await ada.sees(conversation)
  const desk = await ada.desk()

  window.says({ type: 'visit', visit: { ...shop('blankets'), cart } })
  window.says({ type: 'visit', visit: shop('checkout') })
  const told = await desk.hearsOf('visit.changed', ({ visit }) => visit?.pages.length === 2)

  assert.equal(told.customerId, customer.id)
  const { visit } = await ada.card(customer)
  assert.deepEqual(visit, told.visit)
  assert.deepEqual(
    visit?.pages.map(({ title }) => title),
    ['checkout', 'blankets'],
  )
  assert.deepEqual(visit?.cart, cart)
  assert.deepEqual(
    [visit?.browser, visit?.os, visit?.device, visit?.language, visit?.referrer, visit?.isOnline],
    ['Safari 18', 'iOS 18', 'mobile', 'et', 'https://search.example/', true],
  )

  await window.leaves()
  assert.equal(
    (await desk.hearsOf('visit.changed', (event) => event.visit?.isOnline === false)).customerId,
    customer.id,
  )
  assert.equal((await ada.card(customer)).visit?.isOnline, false)
})

test('a second tab is the same visit, and who still has one open is still here', async (t) => {
  const { ada, cleo, db } = await openDesk(t)
  const one = await cleo.opensWindow({ visit: shop('front') })
  const conversation = await one.writes('Hello')
  const two = await cleo.opensWindow({ visit: shop('contact') })
  const desk = await ada.desk()

  await one.leaves()
  two.says({ type: 'visit', visit: shop('thanks') })
  await desk.hearsOf('visit.changed', ({ visit }) => visit?.pages.length === 3)

  const { visit } = await ada.card((await ada.sees(conversation)).customer)
  assert.equal(visit?.isOnline, true)
  assert.equal((await db.selectFrom('visits').select('id').execute()).length, 1)
})

test('who comes back within half an hour goes on with their visit, who comes later begins a new one', async (t) => {
  const { ada, cleo, db } = await openDesk(t)
  await cleo.writes('Hello')
  const desk = await ada.desk()
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)
  const come = async () => {
    const window = await cleo.opensWindow({ visit: shop('front') })
    const { visit } = await desk.hearsOf('visit.changed', (event) => event.visit?.isOnline === true)
    window.ws.terminate()
    // Their other window is open, so they are still here; but this one's end is noted.
    await desk.hearsOf('visit.changed', (event) => (event.visit?.lastSeenAt ?? '') >= (visit?.lastSeenAt ?? ''))
    return (await db.selectFrom('visits').select('id').execute()).length
  }

  assert.equal(await come(), 1)
  await db
    .updateTable('visits')
    .set({ lastSeenAt: minutesAgo(29) })
    .execute()
  assert.equal(await come(), 1)
  await db
    .updateTable('visits')
    .set({ lastSeenAt: minutesAgo(31) })
    .execute()
  assert.equal(await come(), 2)
})

test('of a long stroll the last fifty pages are kept, and a page reloaded is one', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const window = await cleo.opensWindow({ visit: shop('page-0') })
  const desk = await ada.desk()
  const conversation = await window.writes('Hello')

  for (let page = 1; page <= 55; page++) window.says({ type: 'visit', visit: shop(`page-${page}`) })
  window.says({ type: 'visit', visit: { ...shop('page-55'), cart } })
  await desk.hearsOf('visit.changed', ({ visit }) => visit !== null && visit.cart !== null)

  const { visit } = await ada.card((await ada.sees(conversation)).customer)
  assert.deepEqual(
    visit?.pages.map(({ title }) => title),
    Array.from({ length: 50 }, (_, index) => `page-${55 - index}`),
  )
})

test('a customer’s name can be corrected, and every desk hears of it', async (t) => {
  const { ada, bo, col, cleo, joins, opensWorkspace } = await openDesk(t)
  const eve = await joins('Eve', 'owner', await opensWorkspace('Kase pood'))
  const conversation = await cleo.writes('Hello')
  const { customer } = await ada.sees(conversation)
  const desk = await ada.desk()
  const patch = (member: typeof bo, body: unknown) => member.asks('PATCH', `/customers/${customer.id}`, body)

  assert.equal((await patch(bo, { name: 'Cleo Kask', city: 'Tartu' })).status, 200)
  assert.equal((await desk.hearsOf('customer.changed')).customerId, customer.id)
  const card = await ada.card(customer)
  assert.deepEqual([card.customer.name, card.customer.city, card.customer.country], ['Cleo Kask', 'Tartu', null])
  await cleo.writes('Me again', { in: conversation })
  assert.equal((await ada.opens(conversation)).messages.at(-1)?.author.name, 'Cleo Kask')

  for (const body of [{ name: '' }, { name: 'a\nb' }, { language: 'Estonian!' }, { email: 'a@b.example' }, { name: 5 }])
    expectProblem(await patch(bo, body), 400, 'invalid-input')
  expectProblem(await patch(col, { name: 'Mallory' }), 403, 'not-allowed')
  expectProblem(await patch(eve, { name: 'Mallory' }), 404, 'customer-not-found')
  expectProblem(await eve.asks('GET', `/customers/${customer.id}`), 404, 'customer-not-found')
})
