import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Chat } from '#test/chat.ts'
import { plainPage, visitShop } from '../stand-in/browser.ts'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

const withBody = (body: string) => (script: string) => plainPage(script).replace('</body>', `${body}</body>`)

/** Waits until the launcher stands still where the test wants it; fails with where it stands. */
async function stands(page: Page, chat: Chat, isRight: (box: { x: number; y: number; bottom: number }) => boolean) {
  let box = { x: 0, y: 0, bottom: 0 }
  await page
    .waitForFunction(() => {
      const button = document.querySelector('infolett-chat')?.shadowRoot?.querySelector('button')
      return button && getComputedStyle(button).visibility === 'visible'
    })
    .catch(() => assert.fail('the launcher is not to be seen'))
  for (let look = 0; look < 40; look++) {
    const seen = await chat.launcher.boundingBox()
    if (seen) box = { x: seen.x, y: seen.y, bottom: seen.y + seen.height }
    if (isRight(box)) return
    await page.evaluate(() => new Promise(requestAnimationFrame))
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)))
  }
  assert.fail(`the launcher stands at ${JSON.stringify(box)}`)
}

const pressesWhatIsSeen = (page: Page, selector: string) =>
  page.evaluate((name) => {
    const element = document.querySelector(name)
    const { left, top, width, height } = element?.getBoundingClientRect() ?? new DOMRect()
    return [0.05, 0.5, 0.95].every(
      (share) => document.elementFromPoint(left + width * share, top + height / 2) === element,
    )
  }, selector)

test('the launcher stands above a cookie bar that comes late, and goes down again when it was answered', async (t) => {
  const { page, chat, console } = await visitShop(t)
  await stands(page, chat, ({ bottom }) => bottom === 700)
  await page.evaluate(() => {
    const bar = document.createElement('div')
    bar.id = 'cookies'
    bar.style.cssText = 'position:fixed;bottom:0;left:0;right:0;height:120px;background:#eee'
    bar.innerHTML = '<button style="float:right">Accept</button>'
    document.body.append(bar)
  })
  await stands(page, chat, ({ bottom }) => bottom <= 600)
  await page.getByRole('button', { name: 'Accept' }).click()
  await page.evaluate(() => document.querySelector('#cookies')?.remove())
  await stands(page, chat, ({ bottom }) => bottom === 700)
  assert.deepEqual(console, [])
})

test('a cookie bar inside a web component is seen as well', async (t) => {
  const { page, chat } = await visitShop(t, {
    html: withBody(`<cookie-bar></cookie-bar><script>
      document.querySelector('cookie-bar').attachShadow({ mode: 'open' }).innerHTML =
        '<div style="position:fixed;bottom:0;left:0;right:0;height:90px"><button>OK</button></div>'
    </script>`),
  })
  await stands(page, chat, ({ bottom }) => bottom <= 630)
})

test('on a phone it covers neither the bottom bar nor a buy button, wherever the page is scrolled to', async (t) => {
  const products = Array.from(
    { length: 12 },
    (_, number) =>
      `<section style="height:310px"><h2>Board ${number}</h2><button class="buy" id="buy${number}"
        style="float:right;width:160px;height:44px">Add to cart</button></section>`,
  ).join('')
  const bar = `<nav style="position:fixed;bottom:0;left:0;right:0;height:56px;background:#fff"><a href="#cart" id="cart"
    style="position:absolute;right:0;width:120px;height:56px">Cart</a></nav>`
  const { page, chat } = await visitShop(t, { html: withBody(products + bar), context: PHONE })
  for (const top of [0, 130, 260, 390, 700, 1_111, 1_500]) {
    await page.evaluate((y) => scrollTo(0, y), top)
    await stands(page, chat, ({ bottom }) => bottom <= 844 - 56)
    await page.waitForFunction(() => {
      const host = document.querySelector('infolett-chat')
      return [...document.querySelectorAll('.buy')].every((button) => {
        const { left, top, width, height } = button.getBoundingClientRect()
        if (top < 0 || top + height > innerHeight) return true
        const ours = [0.02, 0.5, 0.98].map((share) => document.elementFromPoint(left + width * share, top + height / 2))
        return !ours.includes(host)
      })
    })
    assert.ok(await pressesWhatIsSeen(page, '#cart'))
  }
})

test('while a phone’s keyboard is up the launcher is away, and back afterwards', async (t) => {
  const { page, chat } = await visitShop(t, { html: withBody('<input aria-label="Search">'), context: PHONE })
  await stands(page, chat, ({ bottom }) => bottom > 0)
  await page.getByRole('textbox', { name: 'Search' }).tap()
  await chat.launcher.waitFor({ state: 'hidden' })
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
  await chat.launcher.waitFor({ state: 'visible' })
})

test('a page that is one fixed frame around everything does not send the launcher away', async (t) => {
  const { page, chat } = await visitShop(t, {
    html: withBody('<main style="position:fixed;inset:0;overflow:auto"><p>Everything</p></main>'),
  })
  await stands(page, chat, ({ bottom }) => bottom === 700)
})

test('the script tag sets corner, distance and words; so does the page by its variables', async (t) => {
  const tag = await visitShop(t, {
    attributes: 'data-language="en" data-side="left" data-x="40" data-y="64" data-label="Ask us"',
  })
  await stands(tag.page, tag.chat, ({ x, bottom }) => x === 40 && bottom === 720 - 64)
  assert.match((await tag.chat.launcher.textContent()) ?? '', /Ask us/)
  const page = await visitShop(t, {
    html: (script) => plainPage(`<style>:root { --infolett-x: 8px; --infolett-y: 100px }</style>${script}`),
  })
  await stands(page.page, page.chat, ({ bottom }) => bottom === 620)
})

test('who has reached the launcher with the keyboard keeps it', async (t) => {
  const { page, chat } = await visitShop(t)
  await stands(page, chat, ({ bottom }) => bottom === 700)
  await chat.launcher.focus()
  await page.evaluate(() => {
    const bar = document.createElement('div')
    bar.style.cssText = 'position:fixed;bottom:0;left:0;right:0;height:700px'
    document.body.append(bar)
    return new Promise((resolve) => setTimeout(resolve, 500))
  })
  assert.equal(await chat.launcher.isVisible(), true)
})

test('the shop’s own settings win over the script tag, and are there from the first moment of the next page', async (t) => {
  const { desk, page, chat, shop } = await visitShop(t, { attributes: 'data-language="en" data-x="40"' })
  desk.config.look = { side: 'left', x: 24, y: 90, label: 'Ask us' }
  await chat.open()
  await chat.sees('Hello! How can we help?')
  await chat.button('Close chat').click()
  await stands(page, chat, ({ x, bottom }) => x === 24 && bottom === 630)
  await page.goto(shop)
  await stands(page, chat, ({ x, bottom }) => x === 24 && bottom === 630)
  assert.match((await chat.launcher.textContent()) ?? '', /Ask us/)
})
