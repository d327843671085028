import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { visitShop } from '../stand-in/browser.ts'

const call = (page: Page, ...args: unknown[]) =>
  page.evaluate((args) => (window.infolett as ((...call: unknown[]) => void) | undefined)?.(...args), args)

test('a customer the shop knows is known before the first word, on every device', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.launcher.waitFor()
  await call(page, 'identify', 'Cleo')
  await chat.open()
  await chat.writes('It is me')
  await chat.sees('Sent')
  assert.equal(desk.visitor().name, 'Cleo')
  assert.ok(!JSON.stringify(await page.evaluate(() => ({ ...localStorage }))).includes('Cleo'))
})

test('an identity that comes while the window is open is taken at once', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.open()
  await chat.writes('Who am I?')
  await chat.sees('Sent')
  await call(page, 'identify', 'Cleo')
  await desk.until(() => desk.visitor().name === 'Cleo' && desk.sockets() === 1)
  assert.deepEqual(await chat.messages.allTextContents(), ['Who am I?'])
  assert.equal(desk.visitors.size, 1)
})

test('an identity the server does not accept leaves the visitor unidentified, not silent', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.launcher.waitFor()
  await call(page, 'identify', 'expired')
  await chat.open()
  await chat.writes('Hello?')
  await chat.sees('Sent')
  assert.equal(desk.visitor().name, null)
})

test('an identity the server does not accept shows nothing of a customer who was known before', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.launcher.waitFor()
  await call(page, 'identify', 'Cleo')
  await chat.open()
  await chat.writes('My secret')
  await chat.sees('Sent')
  await page.reload()
  await chat.launcher.waitFor()
  await call(page, 'identify', 'expired')
  await chat.open()
  await desk.until(() => desk.visitors.size === 2 && desk.sockets() === 1)
  await chat.sees('Ada and Bo are here')
  assert.equal(await chat.messages.count(), 0)
})

test('when another customer signs in on the same computer, nothing of the former one is left', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.launcher.waitFor()
  await call(page, 'identify', 'Cleo')
  await chat.open()
  await chat.writes('My secret')
  await chat.sees('Sent')
  desk.refusals.push({ type: 'about:blank', title: 'No', status: 422 })
  await chat.writes('My unsent secret')
  await chat.sees(/^Not sent/)
  await chat.field.fill('My half written secret')
  await call(page, 'identify', 'Dora')
  await desk.until(() => desk.visitor().name === 'Dora' && desk.sockets() === 1)
  await chat.text('My secret').waitFor({ state: 'detached' })
  assert.equal(await chat.messages.count(), 0)
  assert.equal(await chat.field.inputValue(), '')
  await page.reload()
  await chat.open()
  await chat.sees('Ada and Bo are here')
  assert.ok(!(await chat.window.textContent())?.includes('secret'))
})

test('signing out forgets everything, in every tab', async (t) => {
  const { desk, chat, page, openTab } = await visitShop(t)
  await chat.open()
  await chat.writes('My secret')
  await chat.sees('Sent')
  const other = await openTab()
  await other.chat.open()
  await other.chat.sees('My secret')
  const { token } = desk.visitor()
  await call(page, 'logout')
  await chat.text('My secret').waitFor({ state: 'detached' })
  await other.chat.text('My secret').waitFor({ state: 'detached' })
  await desk.until(() => desk.sockets() === 2 && desk.visitors.size === 2)
  assert.ok(!(await page.evaluate((token) => JSON.stringify({ ...localStorage }).includes(token), token)))
})

test('signing out before the chat was opened forgets it without loading it', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.open()
  await chat.writes('My secret')
  await chat.sees('Sent')
  await page.reload()
  await chat.launcher.waitFor()
  desk.requests.length = 0
  await call(page, 'logout')
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), [])
  await chat.open()
  await chat.sees('Ada and Bo are here')
  assert.equal(await chat.messages.count(), 0)
})

test('the team sees the page the visitor is on, and its cart, also when the page changes without loading', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.launcher.waitFor()
  await call(page, 'context', {
    page: { kind: 'product', sku: 'J-1', name: 'A juniper board', price: 24.5, currency: 'EUR', secret: 'x' },
    cart: {
      items: [{ sku: 'J-1', name: 'A juniper board', quantity: 2, unitPrice: 24.5 }],
      total: 49,
      currency: 'EUR',
    },
    order: { number: 'P-1001\u0000' },
  })
  await chat.open()
  await desk.until(() => desk.frames.length > 0)
  const [hello] = desk.frames
  const visit = hello?.type === 'hello' ? hello.visit : undefined
  assert.equal(visit?.title, 'A juniper board')
  assert.deepEqual(visit?.page, { kind: 'product', sku: 'J-1', name: 'A juniper board', price: 24.5, currency: 'EUR' })
  assert.equal(visit?.cart?.total, 49)
  assert.deepEqual(visit?.order, { number: 'P-1001' })
  await page.evaluate(() => {
    history.pushState(null, '', '/checkout')
    document.title = 'Checkout'
  })
  await chat.writes('Where do I pay?')
  await desk.until(() => desk.frames.some((frame) => frame.type === 'visit' && frame.visit.title === 'Checkout'))
})

test('a page that passes nonsense as its context does not cost the visitor the chat', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.launcher.waitFor()
  await call(page, 'context', { page: 'product', cart: { items: null, total: 'NaN' }, order: { number: {} } })
  await chat.open()
  await desk.until(() => desk.frames.length > 0)
  const [hello] = desk.frames
  const { page: shown, cart, order } = (hello?.type === 'hello' && hello.visit) || {}
  assert.deepEqual([shown, cart, order], [{}, undefined, undefined])
})

test('a page kept for the way back lets go of its connection and takes it up again', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await page.evaluate(() => addEventListener('pageshow', ({ persisted }) => Object.assign(window, { persisted })))
  await chat.open()
  await chat.writes('I will be back')
  await chat.sees('Sent')
  await page.goto('about:blank')
  await desk.until(() => desk.sockets() === 0)
  desk.replies(desk.thread(), 'Welcome back.')
  await page.goBack({ waitUntil: 'commit' })
  await chat.sees('Welcome back.')
  assert.equal(await page.evaluate('window.persisted'), true)
  await chat.writes('Thank you')
  await desk.until(() => desk.messages().length === 3)
})
