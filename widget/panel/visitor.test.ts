import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import type { WidgetFrame } from '#protocol/socket.ts'
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

test('what goes wrong on the page is told once the visitor has written, without secrets and without our own', async (t) => {
  const { desk, chat, page, shop } = await visitShop(t)
  await page.evaluate(() => fetch('/pay?token=hidden', { method: 'POST' }))
  await chat.open()
  await chat.field.waitFor()
  await page.evaluate(() => {
    setTimeout(() => {
      throw new TypeError('cart is empty, see https://shop.example/?key=hidden')
    })
    void Promise.reject(new Error('The bank said no'))
  })
  assert.ok(!desk.frames.some(({ type }) => type === 'trouble'))
  await chat.writes('Payment does not work')
  const told = () => desk.frames.flatMap((frame) => (frame.type === 'trouble' ? frame.errors : []))
  await desk.until(() => told().length === 3)
  assert.deepEqual(
    told()
      .map(({ kind, message, status = '' }) => `${kind} ${message} ${status}`.trim())
      .sort(),
    [
      'request fetch 402',
      'script Error: The bank said no',
      'script Uncaught TypeError: cart is empty, see https://shop.example/?key=…',
    ],
  )
  assert.equal(told().find(({ status }) => status === 402)?.source, `${shop}pay?token=…`)
  assert.ok(told().every(({ url }) => url === shop))
  desk.goDown()
  await desk.until(() => desk.sockets() === 0)
  await page.evaluate(() => fetch('/later', { method: 'POST' }))
  desk.comeUp()
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await desk.until(() => told().some(({ source }) => source === `${shop}later`))
  assert.ok(told().every(({ source }) => !source?.includes('/api/widget/')))
})

test('the same error over and over is told once', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.open()
  await chat.writes('It flickers')
  await chat.sees('Sent')
  await page.evaluate(() => {
    for (let time = 0; time < 200; time++) dispatchEvent(new ErrorEvent('error', { message: 'again' }))
    dispatchEvent(new ErrorEvent('error', { message: 'at last' }))
  })
  const told = () => desk.frames.flatMap((frame) => (frame.type === 'trouble' ? frame.errors : []))
  await desk.until(() => told().some(({ message }) => message === 'at last'))
  assert.deepEqual(
    told().map(({ message }) => message),
    ['again', 'at last'],
  )
})

const visits = ({ frames }: { frames: WidgetFrame[] }) =>
  frames.flatMap((frame) => (frame.type === 'hello' || frame.type === 'visit' ? (frame.visit ?? []) : []))

test('where consent is asked for, a page tells only the language until it is given, also on the pages after', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  desk.config.visitConsent = 'with-consent'
  await chat.open()
  await chat.writes('Hello')
  await chat.sees('Sent')
  await page.evaluate(() => fetch('/pay', { method: 'POST' }))
  assert.deepEqual(visits(desk), [{ language: 'en-GB' }])
  await call(page, 'consent', true)
  await desk.until(() => visits(desk).at(-1)?.title === 'A juniper board')
  assert.equal(visits(desk).at(-1)?.consent, true)
  await page.reload()
  await chat.open()
  await desk.until(() => visits(desk).length === 3)
  assert.equal(visits(desk).at(-1)?.title, 'A juniper board')
})

test('who takes consent back is told to be forgotten, also before the chat is opened', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.open()
  await chat.writes('Hello')
  await chat.sees('Sent')
  await call(page, 'consent', false)
  await desk.until(() => visits(desk).length === 2)
  assert.deepEqual(visits(desk).at(-1), { language: 'en-GB', consent: false })
  await call(page, 'consent', true)
  await desk.until(() => visits(desk).at(-1)?.title === 'A juniper board')

  await page.reload()
  await chat.launcher.waitFor()
  await page.evaluate(() => {
    window.infolett?.('consent', false)
  })
  await page.reload()
  await desk.until(() => visits(desk).at(-1)?.consent === false)
  desk.requests.length = 0
  await page.reload()
  await chat.launcher.waitFor()
  await desk.until(() => desk.requests.some((request) => request.endsWith('/unread')))
  assert.ok(!desk.requests.some((request) => request.includes('/panel-')))
})

test('where the team may never look, nothing is told whatever the visitor says', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  desk.config.visitConsent = 'never'
  await chat.launcher.waitFor()
  await call(page, 'consent', true)
  await chat.open()
  await chat.writes('Hello')
  await chat.sees('Sent')
  assert.deepEqual(visits(desk), [{ language: 'en-GB', consent: true }])
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
