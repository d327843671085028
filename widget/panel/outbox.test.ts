import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chatOn } from '#test/chat.ts'
import { visitShop } from '../stand-in/browser.ts'
import type { StandIn } from '../stand-in/server.ts'

const texts = (desk: StandIn) => desk.messages().map(({ text }) => text)
const online = () => void dispatchEvent(new Event('online'))

test('what is written without a connection waits, survives a reload and goes out once, in order', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.open()
  await desk.until(() => desk.sockets() === 1)
  desk.goDown()
  await chat.sees("Can't connect right now. Trying again…")
  await chat.writes('one')
  await chat.writes('two')
  await chat.text('Waiting to be sent').nth(1).waitFor()
  await page.reload()
  await chat.open()
  await chat.writes('three')
  await chat.text('Waiting to be sent').nth(2).waitFor()
  assert.deepEqual(await chat.messages.allTextContents(), ['one', 'two', 'three'])
  desk.comeUp()
  await page.evaluate(online)
  await chat.sees('Sent')
  assert.deepEqual(texts(desk), ['one', 'two', 'three'])
  assert.equal(await chat.text('Waiting to be sent').count(), 0)
})

test('what waits goes out on the next page even if the window stays closed', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.open()
  await desk.until(() => desk.sockets() === 1)
  desk.goDown()
  await chat.writes('Please call me')
  await chat.sees('Waiting to be sent')
  desk.comeUp()
  await page.reload()
  await desk.until(() => desk.messages().length === 1)
  assert.equal(await chat.window.count(), 0)
})

test('a visitor who comes while the server is away can write at once', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  desk.goDown()
  await chat.open()
  await chat.sees("Can't connect right now. Trying again…")
  await chat.writes('Anybody?')
  await chat.sees('Waiting to be sent')
  desk.comeUp()
  await page.evaluate(online)
  await chat.sees('Sent')
  assert.deepEqual(texts(desk), ['Anybody?'])
})

test('a message whose acknowledgement got lost is sent again and is there once', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.open()
  await desk.until(() => desk.sockets() === 1)
  desk.loseNextAnswer = true
  await chat.writes('Only once')
  await desk.until(() => desk.messages().length === 1)
  desk.closeSockets(1001)
  await page.evaluate(online)
  await desk.until(() => desk.frames.filter(({ type }) => type === 'send').length === 2)
  await chat.sees('Sent')
  assert.deepEqual(texts(desk), ['Only once'])
  assert.equal(await chat.messages.count(), 1)
})

test('a refused message says so, and goes out when it is tried again', async (t) => {
  const { desk, chat } = await visitShop(t)
  await chat.open()
  desk.refusals.push({ type: 'about:blank', title: 'Not like this', status: 422 })
  await chat.writes('Take this')
  await chat.sees(/^Not sent/)
  await chat.writes('And this')
  await desk.until(() => desk.messages().length === 1)
  await chat.button('Try again').click()
  await desk.until(() => desk.messages().length === 2)
  await chat.text(/^Not sent/).waitFor({ state: 'detached' })
})

test('a refused message can be deleted', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.open()
  desk.refusals.push({ type: 'about:blank', title: 'Not like this', status: 422 })
  await chat.writes('Take this')
  await chat.button('Delete').click()
  await chat.messages.waitFor({ state: 'detached' })
  await page.reload()
  await chat.open()
  await chat.sees('Ada and Bo are here')
  assert.equal(await chat.messages.count(), 0)
})

test('a server that has too much to do gets the message a little later', async (t) => {
  const { desk, chat } = await visitShop(t)
  await chat.open()
  desk.refusals.push({ type: 'about:blank', title: 'Too many requests', status: 429 })
  await chat.writes('No hurry')
  await chat.sees('Sent')
  assert.deepEqual(texts(desk), ['No hurry'])
})

test('two tabs show the same, send what waits once, and are one visitor', async (t) => {
  const { desk, chat, page, openTab } = await visitShop(t)
  const other = await openTab()
  await Promise.all([chat.open(), other.chat.open()])
  await desk.until(() => desk.sockets() === 2)
  assert.equal(desk.visitors.size, 1)
  desk.goDown()
  for (const text of ['one', 'two', 'three']) await chat.writes(text)
  await other.chat.text('Waiting to be sent').nth(2).waitFor()
  desk.comeUp()
  await Promise.all([page.evaluate(online), other.page.evaluate(online)])
  await chat.sees('Sent')
  await other.chat.sees('Sent')
  assert.deepEqual(texts(desk), ['one', 'two', 'three'])
  assert.equal(desk.frames.filter(({ type }) => type === 'send').length, 3)
  desk.replies(desk.thread(), 'I hear you both.')
  for (const tab of [chat, other.chat]) {
    await tab.sees('I hear you both.')
    assert.deepEqual(await tab.messages.allTextContents(), ['one', 'two', 'three', 'I hear you both.'])
  }
})

test('a draft is kept over a reload and from tab to tab', async (t) => {
  const { chat, page, openTab } = await visitShop(t)
  await chat.open()
  await chat.field.fill('Half a thou')
  await page.reload()
  await chat.open()
  assert.equal(await chat.field.inputValue(), 'Half a thou')
  const other = await openTab()
  await other.chat.open()
  assert.equal(await other.chat.field.inputValue(), 'Half a thou')
  await other.chat.writes('Half a thought is enough')
  await other.chat.sees('Sent')
  await page.waitForFunction(() => {
    const field = document.querySelector('infolett-chat')?.shadowRoot?.querySelector('textarea')
    return field?.value === ''
  })
})

test('where nothing can be stored, the visitor is told to keep the page open', async (t) => {
  const { desk, page } = await visitShop(t, {
    before: () => {
      Object.defineProperty(window, 'indexedDB', { value: undefined })
    },
  })
  const chat = chatOn(page)
  await chat.open()
  await desk.until(() => desk.sockets() === 1)
  desk.goDown()
  await chat.writes('Hello?')
  await chat.sees(/Keep this page open until your message is sent\.$/)
})
