import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chatOn } from '#test/chat.ts'
import { visitShop } from '../../stand-in/browser.ts'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

test('the whole chat works by keyboard alone', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  const focused = () =>
    page.evaluate(() => {
      const element = document.querySelector('infolett-chat')?.shadowRoot?.activeElement
      return element?.getAttribute('aria-label') ?? element?.textContent ?? document.activeElement?.textContent
    })
  await chat.launcher.waitFor()
  await page.keyboard.press('Tab')
  assert.equal(await focused(), 'Buy')
  await page.keyboard.press('Tab')
  assert.equal(await focused(), 'Chat with us')
  await page.keyboard.press('Enter')
  await chat.window.waitFor()
  assert.equal(await focused(), 'Your message')
  await page.keyboard.type('two')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('lines')
  await page.keyboard.press('Enter')
  await chat.sees('Sent')
  assert.equal(desk.messages()[0]?.text, 'two\nlines')
  assert.equal(await focused(), 'Your message')
  const stops = []
  for (let stop = 0; stop < 5; stop++) {
    await page.keyboard.press('Shift+Tab')
    stops.push(await focused())
  }
  assert.deepEqual(stops, ['Attach files', 'Messages', 'Close chat', 'More', 'Conversations'])
  await page.keyboard.press('Escape')
  await chat.window.waitFor({ state: 'detached' })
  assert.equal(await focused(), 'Chat with us')
})

test('a window opened from the page gives the focus back to where it was', async (t) => {
  const { chat, page } = await visitShop(t)
  await chat.launcher.waitFor()
  await page.getByRole('button', { name: 'Buy' }).focus()
  await page.evaluate(() => window.infolett?.('open'))
  await chat.window.waitFor()
  await page.keyboard.press('Escape')
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Buy')
})

test('what a screen reader finds', async (t) => {
  const { desk, chat } = await visitShop(t)
  await chat.open()
  await chat.writes('Is it in stock?')
  await chat.sees('Sent')
  desk.replies(desk.thread(), 'Yes.')
  await chat.sees('Yes.')
  const tree = (await chat.window.ariaSnapshot()).replace(/\d\d:\d\d/g, '12:00')
  assert.equal(
    tree,
    `- dialog "Pihlaka pood":
  - button "Conversations"
  - heading "Pihlaka pood" [level=2]
  - paragraph: Ada and Bo are here
  - button "More"
  - button "Close chat"
  - status
  - log "Messages":
    - paragraph: Hello! How can we help?
    - text: A person answers you, not a bot.
    - paragraph: Today
    - paragraph:
      - text: You
      - time: 12:00
    - paragraph: Is it in stock?
    - paragraph:
      - text: Ada · person
      - time: 12:00
    - paragraph: Yes.
  - alert
  - button "Attach files"
  - textbox "Your message":
    - /placeholder: Write a message…
  - button "Send" [disabled]`,
  )
})

test('on a phone the window covers the page and follows what the keyboard leaves of it', async (t) => {
  const { chat, page } = await visitShop(t, { context: phone })
  await chat.launcher.tap()
  await chat.window.waitFor()
  assert.deepEqual(await chat.window.boundingBox(), { x: 0, y: 0, width: 390, height: 844 })
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).overflow), 'hidden')
  await page.evaluate(() => {
    Object.defineProperties(visualViewport, { height: { value: 500 }, offsetTop: { value: 40 } })
    visualViewport?.dispatchEvent(new Event('resize'))
  })
  assert.deepEqual(await chat.window.boundingBox(), { x: 0, y: 40, width: 390, height: 500 })
  await chat.button('Close chat').tap()
  await chat.launcher.waitFor()
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).overflow), 'visible')
})

test('on a phone Enter makes a line, no keyboard comes unasked, and Tab stays inside', async (t) => {
  const { desk, chat, page } = await visitShop(t, { context: phone })
  await chat.launcher.tap()
  await chat.sees('Ada and Bo are here')
  const focused = () =>
    page.evaluate(() => document.querySelector('infolett-chat')?.shadowRoot?.activeElement?.getAttribute('aria-label'))
  assert.equal(await focused(), 'Pihlaka pood')
  await chat.field.tap()
  await chat.field.pressSequentially('two')
  await chat.field.press('Enter')
  await chat.field.pressSequentially('lines')
  await chat.button('Send').tap()
  await desk.until(() => desk.messages()[0]?.text === 'two\nlines')
  await chat.field.focus()
  const stops = []
  for (let stop = 0; stop < 6; stop++) {
    await page.keyboard.press('Tab')
    stops.push(await focused())
  }
  assert.deepEqual(stops, ['Conversations', 'More', 'Close chat', 'Messages', 'Attach files', 'Your message'])
})

test('a window twice as large still fits, and nothing is cut off', async (t) => {
  const { chat, page } = await visitShop(t, { context: { viewport: { width: 640, height: 400 } } })
  await chat.open()
  await chat.sees('Ada and Bo are here')
  const box = await chat.window.boundingBox()
  assert.ok(box && box.y >= 0 && box.y + box.height <= 400)
  await chat.field.fill('line\n'.repeat(30))
  const send = await chat.button('Send').boundingBox()
  assert.ok(send && send.y + send.height <= 400)
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth))
})

test('who asks for less motion gets none', async (t) => {
  const { chat, page } = await visitShop(t)
  await chat.open()
  const animation = () => chat.window.evaluate((element) => getComputedStyle(element).animationName)
  assert.equal(await animation(), 'none')
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  assert.equal(await animation(), 'appear')
})

test('in forced colours every part keeps an edge', async (t) => {
  const { page, chat } = await visitShop(t, { context: { forcedColors: 'active' } })
  const edge = (element: Element) => getComputedStyle(element).borderTopWidth
  assert.equal(await chat.launcher.evaluate(edge), '1px')
  await chat.open()
  await chat.writes('Hello')
  await chatOn(page).sees('Sent')
  for (const part of [chat.window, chat.messages, chat.button('Send')]) assert.equal(await part.evaluate(edge), '1px')
})
