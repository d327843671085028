import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { chatOn } from '#test/chat.ts'
import { plainPage, scripts, visitShop } from '../stand-in/browser.ts'

/** All that asks nothing of anybody has happened: the page loaded and had its idle moment. */
const idle = () =>
  new Promise<void>((resolve) => {
    const wait = () => requestIdleCallback(() => setTimeout(() => requestIdleCallback(() => resolve())))
    if (document.readyState === 'complete') wait()
    else addEventListener('load', wait)
  })

async function gzipBytes(pattern: RegExp) {
  const names = (await readdir(scripts)).filter((name) => pattern.test(name))
  const sizes = await Promise.all(names.map(async (name) => gzipSync(await readFile(join(scripts, name))).length))
  return { count: names.length, largest: Math.max(...sizes) }
}

test('a page view costs at most 4,096 bytes, an opened chat at most 25,600 in all', async () => {
  const loader = await gzipBytes(/^widget\.js$/)
  const panel = await gzipBytes(/^panel-/)
  const languages = await gzipBytes(/^..-/)
  assert.equal(panel.count, 1)
  assert.ok(loader.largest <= 4_096, `the loader takes ${loader.largest} bytes`)
  const opened = loader.largest + panel.largest + languages.largest
  assert.ok(opened <= 25_600, `an opened chat takes ${opened} bytes`)
})

test('before the visitor acts there is one request, one button and no shift of the page', async (t) => {
  const { desk, chat, page, console } = await visitShop(t)
  await chat.launcher.waitFor()
  await page.evaluate(idle)
  assert.deepEqual(desk.requests, ['GET /widget.js'])
  assert.equal(desk.sockets(), 0)
  const shift = await page.evaluate(async () => {
    const shifts = await new Promise<PerformanceEntry[]>((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries())).observe({ type: 'layout-shift', buffered: true })
      setTimeout(() => resolve([]), 50)
    })
    return shifts.length
  })
  assert.equal(shift, 0)
  assert.deepEqual(console, [])
})

test('the panel comes when the visitor reaches for the launcher, and nothing else before it is pressed', async (t) => {
  const { desk, chat } = await visitShop(t)
  await chat.launcher.hover()
  await desk.until(() => desk.requests.length === 3)
  assert.match(desk.requests.slice(1).sort().join(), /^GET \/widget\/en-\w+\.js,GET \/widget\/panel-\w+\.js$/)
  assert.equal(await chat.window.count(), 0)
})

test('a returning visitor with an open conversation sees how many messages are unread', async (t) => {
  const { desk, chat, page, shop } = await visitShop(t)
  await chat.open()
  await chat.writes('Where is my order?')
  await chat.sees('Sent')
  await page.goto('about:blank')
  desk.replies(desk.thread(), 'On its way.')
  desk.requests.length = 0
  await page.goto(shop)
  await page.getByRole('button', { name: 'Chat with us, unread: 1' }).waitFor()
  await page.evaluate(idle)
  assert.deepEqual(
    desk.requests.filter((request) => !request.endsWith('widget.js')),
    ['GET /api/widget/shop/unread'],
  )
})

test('a visitor whose conversations are all closed asks for nothing', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.open()
  await chat.writes('Thank you!')
  await chat.sees('Sent')
  desk.closes(desk.thread())
  await chat.sees('How did we do?')
  desk.requests.length = 0
  await page.reload()
  await chat.launcher.waitFor()
  await page.evaluate(idle)
  assert.deepEqual(
    desk.requests.filter((request) => !request.endsWith('widget.js')),
    [],
  )
})

test('calls made before the script came are done when it comes', async (t) => {
  const early = `<script>
    window.infolett = function () { (infolett.q = infolett.q || []).push(arguments) }
    window.heard = []
    infolett('on', 'opened', function (event) { heard.push(event.type) })
    infolett('context', { order: { number: 'P-1001' } })
    infolett('open')
  </script>`
  const { desk, page, chat } = await visitShop(t, { html: (script) => plainPage(early + script) })
  await chat.sees('Hello! How can we help?')
  await desk.until(() => desk.frames.length > 0)
  const [hello] = desk.frames
  assert.deepEqual(hello?.type === 'hello' && hello.visit?.order, { number: 'P-1001' })
  assert.deepEqual(await page.evaluate('heard'), ['opened'])
})

test('a page that listens hears what happens, until it no longer wants to', async (t) => {
  const { desk, page, chat } = await visitShop(t)
  await chat.launcher.waitFor()
  await page.evaluate(() => {
    const heard: string[] = []
    const listen = (event: { type: string; count?: number }) =>
      heard.push(event.type + (event.count === undefined ? '' : ` ${event.count}`))
    for (const type of ['opened', 'closed', 'sent', 'answered', 'unread'] as const)
      window.infolett?.('on', type, listen)
    Object.assign(window, { heard, listen })
    window.infolett?.('open')
  })
  await chat.writes('Do you have it in oak?')
  await chat.sees('Sent')
  await chat.button('Close chat').click()
  desk.replies(desk.thread(), 'We do.')
  await page.getByRole('button', { name: 'Chat with us, unread: 1' }).waitFor()
  await page.evaluate("infolett('off', 'opened', listen); infolett('open')")
  await chat.sees('We do.')
  assert.deepEqual(await page.evaluate('heard'), ['opened', 'sent', 'closed', 'answered', 'unread 1', 'unread 0'])
})

test('with blocked storage the chat works and keeps quiet', async (t) => {
  const { desk, chat, console } = await visitShop(t, {
    before: () => {
      const { locks } = navigator
      if (locks) Object.defineProperty(locks, 'request', { value: () => Promise.reject(new DOMException('Blocked')) })
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException('Blocked', 'SecurityError')
          },
        })
      }
    },
  })
  await chat.open()
  await chat.writes('Can you hear me?')
  await chat.sees('Sent')
  desk.replies(desk.thread(), 'Loud and clear.')
  await chat.sees('Loud and clear.')
  assert.deepEqual(console, [])
})

test('a strict content security policy needs no inline styles and no blob or data addresses', async (t) => {
  const policy = (server: string) => {
    const socket = server.replace('http', 'ws')
    return `default-src 'none'; script-src ${server}; connect-src ${server} ${socket}; img-src ${server}; require-trusted-types-for 'script'`
  }
  const { desk, chat, page, console } = await visitShop(t, {
    html: (script) => `<!doctype html><html lang="en"><title>A shop</title>${script}<h1>A shop</h1></html>`,
    headers: (server) => ({ 'content-security-policy': policy(server) }),
  })
  await chat.open()
  await page.locator('input[type=file]').setInputFiles(join(import.meta.dirname, '../stand-in/juniper.png'))
  await chat.writes('Like this one')
  await chat.sees('Sent')
  await chat.window.getByRole('img', { name: 'juniper.png' }).waitFor()
  desk.replies(desk.thread(), 'A fine board.')
  await chat.sees('A fine board.')
  const radius = await chat.window.evaluate((element) => getComputedStyle(element).borderRadius)
  assert.equal(radius, '12px')
  assert.deepEqual(
    console.filter((line) => !line.includes('favicon')),
    [],
  )
})

test('the nastiest style sheet of a shop changes nothing', async (t) => {
  const nasty = `<style>
    * { all: unset !important; display: none !important; font: 40px fantasy !important; color: red !important;
        position: static !important; transform: rotate(10deg) !important; visibility: hidden !important; }
    html, head, head *, body, body * { display: block !important; visibility: visible !important; transform: none !important }
    html { font-size: 62.5% } body { transform: scale(.9) !important; overflow: hidden !important }
    button, div, section, infolett-chat { opacity: 0 !important; z-index: -1 !important; filter: blur(4px) !important;
        pointer-events: none !important; width: 1px !important; height: 1px !important; clip-path: inset(50%) !important }
  </style>`
  const plain = await visitShop(t)
  const hostile = await visitShop(t, { html: (script) => plainPage(nasty + script) })
  for (const { chat, desk } of [plain, hostile]) {
    await chat.open()
    await chat.writes('Is it solid wood?')
    await chat.sees('Sent')
    desk.replies(desk.thread(), 'It is.')
    await chat.sees('It is.')
  }
  const look = (element: Element) =>
    [element, ...element.querySelectorAll('*')].map((part) => {
      const { x, y, width, height } = part.getBoundingClientRect()
      const { color, fontSize, opacity, visibility } = getComputedStyle(part)
      return [part.className, x, y, width, height, color, fontSize, opacity, visibility].join(' ')
    })
  assert.deepEqual(await hostile.chat.window.evaluate(look), await plain.chat.window.evaluate(look))
})

test('on a right-to-left page the chat stands on the left', async (t) => {
  const { chat, page } = await visitShop(t, {
    html: (script) => plainPage(script).replace('lang="en"', 'lang="ar" dir="rtl"'),
  })
  const launcher = await chat.launcher.boundingBox()
  assert.equal(launcher?.x, 20)
  await chat.open()
  assert.equal((await chat.window.boundingBox())?.x, 20)
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false)
})

test('with the server gone the launcher stays, says so plainly, and opens as soon as it can', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.launcher.waitFor()
  desk.goDown({ withScripts: true })
  await chat.launcher.click()
  await page.getByText('No connection. Trying again…').waitFor()
  desk.comeUp()
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await chat.sees('Hello! How can we help?')
  assert.equal(await page.getByText('No connection').isVisible(), false)
})

test('the language is that of the script tag, else of the page, else of the browser', async (t) => {
  const untranslated = (script: string) => plainPage(script).replace('lang="en"', 'lang="cy"')
  const tag = await visitShop(t, { attributes: 'data-language="fi"' })
  const itself = await visitShop(t, { attributes: '', html: (script) => plainPage(script).replace('"en"', '"et-EE"') })
  const browser = await visitShop(t, { attributes: '', html: untranslated, context: { locale: 'ru-RU' } })
  const neither = await visitShop(t, { attributes: '', html: untranslated, context: { locale: 'cy-GB' } })
  await tag.page.getByRole('button', { name: 'Kirjoita meille' }).waitFor()
  await browser.page.getByRole('button', { name: 'Напишите нам' }).waitFor()
  await neither.page.getByRole('button', { name: 'Chat with us' }).waitFor()
  await itself.page.getByRole('button', { name: 'Kirjuta meile' }).click()
  await chatOn(itself.page).sees('Tere! Kuidas saame aidata?')
  assert.equal(itself.desk.requests.filter((request) => /\/..-\w+\.js$/.test(request)).length, 1)
})
