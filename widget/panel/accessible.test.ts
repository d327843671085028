import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { plainPage, visitShop } from '../stand-in/browser.ts'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds against WCAG 2.2 A and AA, in words. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const { violations, passes }: AxeResults = await page.evaluate(
    "axe.run('infolett-chat', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
  )
  assert.ok(passes.length > 3, 'axe looked at nothing')
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the launcher, a conversation and the list of them, ${colorScheme}`, async (t) => {
    const { desk, chat, page } = await visitShop(t, { context: { colorScheme } })
    await chat.launcher.waitFor()
    assert.deepEqual(await findings(page), [])
    desk.promise = {
      isOpen: true,
      state: 'breaks',
      lead: 'callback',
      hasHours: true,
      nextOpening: null,
      closesAt: null,
      breakUntil: null,
      timeZone: 'Europe/Tallinn',
      weekly: null,
      specialDays: [],
      expectedAnswer: { medianSeconds: 240, p90Seconds: 1_200, sampleSize: 60, basis: 'hour' },
      contact: { email: 'abi@pihlaka.example', phone: '+372 600 0000' },
    }
    await chat.open()
    await chat.writes('Is it solid wood?')
    await chat.sees('Sent')
    desk.replies(desk.thread(), 'It is, see https://pihlaka.example/wood')
    desk.replies(desk.thread(), 'I am a bot and have nothing to add.', { kind: 'bot', by: 'Pihla' })
    const product = { name: 'Juniper board', url: 'https://pihlaka.example/board', imageUrl: null, price: 24.5 }
    const products = [{ ...product, currency: 'EUR', buttonLabel: null }]
    desk.replies(desk.thread(), 'Look at these.', { content: { kind: 'products', products } })
    const options = [{ label: 'I do' }, { label: 'I do not' }]
    desk.replies(desk.thread(), 'Do you want it?', {
      kind: 'bot',
      by: 'Pihla',
      content: { kind: 'quick-replies', options },
    })
    await chat.button('Talk to a person').waitFor()
    await chat.window.getByRole('link', { name: 'See the product: Juniper board' }).waitFor()
    await chat.window.getByRole('textbox', { name: 'E-mail' }).waitFor()
    assert.deepEqual(await findings(page), [])
    await chat.button('Conversations').click()
    await chat.button('New conversation').waitFor()
    assert.deepEqual(await findings(page), [])
  })
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in what the shop asks, the menu and the rating, ${colorScheme}`, async (t) => {
    const { desk, chat, page } = await visitShop(t, { context: { colorScheme } })
    desk.config.preChat = { name: 'optional', email: 'required', topic: 'required', topics: ['Delivery'] }
    await chat.open()
    await chat.button('Continue').click()
    await chat.sees('Please fill this in.')
    assert.deepEqual(await findings(page), [])
    await chat.window.getByLabel('E-mail', { exact: true }).fill('cleo@home.example')
    await chat.window.getByLabel('Topic', { exact: true }).selectOption('Delivery')
    await chat.button('Continue').click()
    await chat.writes('Where is it?')
    await chat.sees('Sent')
    await chat.button('More').click()
    await chat.button('Continue on another device').click()
    desk.closes(desk.thread())
    await chat.window.getByText('Very bad').click()
    await chat.button('Send rating').waitFor()
    assert.deepEqual(await findings(page), [])
  })
}

test('a screen reader finds who said what, in order, and how to answer', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.open()
  await chat.writes('Is it solid wood?')
  await chat.sees('Sent')
  desk.replies(desk.thread(), 'It is.')
  desk.replies(desk.thread(), 'Here for you day and night.', { kind: 'bot', by: 'Pihla' })
  await chat.sees('Here for you day and night.')
  const tree = await page.getByRole('dialog').ariaSnapshot()
  const order = [
    'Pihlaka pood',
    'Close chat',
    'Messages',
    'You',
    'Is it solid wood?',
    'Ada · person',
    'It is.',
    'Pihla · bot',
  ]
  const places = [...order, 'Your message', 'Send'].map((words) => tree.indexOf(words))
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
    tree,
  )
  assert.ok(!places.includes(-1), tree)
})

test('at 200 % the window fits, and nothing needs to be scrolled sideways', async (t) => {
  const { chat, page } = await visitShop(t, {
    html: (script) => plainPage(script),
    context: { viewport: { width: 640, height: 360 }, deviceScaleFactor: 2 },
  })
  await chat.open()
  const box = await chat.window.boundingBox()
  assert.ok(
    box && box.x >= 0 && box.y >= 0 && box.x + box.width <= 640 && box.y + box.height <= 360,
    JSON.stringify(box),
  )
  assert.ok(await chat.field.isVisible())
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false)
})

test('with forced colours every control has an edge that is seen', async (t) => {
  const { chat, page } = await visitShop(t, { context: { forcedColors: 'active' } })
  await chat.launcher.waitFor()
  const edge = (element: Element) => {
    const { borderTopStyle, borderTopWidth } = getComputedStyle(element)
    return `${borderTopStyle} ${borderTopWidth}`
  }
  assert.equal(await chat.launcher.evaluate(edge), 'solid 1px')
  await chat.open()
  await chat.writes('Hello')
  await chat.sees('Sent')
  assert.equal(await page.locator('.bubble').first().evaluate(edge), 'solid 1px')
  assert.equal(await chat.button('Send').evaluate(edge), 'solid 1px')
})
