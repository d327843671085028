import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visitShop } from '../stand-in/browser.ts'

test('a visitor asks, an agent reads, types and answers', async (t) => {
  const { desk, chat, console } = await visitShop(t)
  await chat.open()
  await chat.sees('Ada and Bo are here')
  await chat.writes('Do you have this in birch?')
  await chat.sees('Sent')
  desk.reads(desk.thread())
  await chat.sees('Seen')
  desk.types(desk.thread())
  await chat.sees('Ada is typing…')
  const answer = desk.replies(desk.thread(), 'We do. See https://pihlaka.example/birch.')
  await chat.sees(/^We do/)
  assert.equal(await chat.text('Ada is typing…').count(), 0)
  assert.equal(await chat.window.getByRole('link').getAttribute('href'), 'https://pihlaka.example/birch')
  await desk.until(() => desk.frames.some((frame) => frame.type === 'read' && frame.messageId === answer.id))
  assert.deepEqual(console, [])
  assert.ok(!desk.requests.some((request) => request.includes('/threads/')), 'nothing was read twice')
})

test('it is always said whether a person, a bot or the shop itself speaks', async (t) => {
  const { desk, chat } = await visitShop(t)
  await chat.open()
  await chat.writes('Hello')
  await chat.sees('Sent')
  desk.replies(desk.thread(), 'I know the shop’s answers.', { kind: 'bot', by: 'Pihlaka' })
  desk.replies(desk.thread(), 'And I am Bo.', { by: 'Bo' })
  desk.replies(desk.thread(), 'We moved your question.', { kind: 'system', by: '' })
  await chat.sees('We moved your question.')
  const authors = await chat.log.locator('.author span:not(.hidden)').allTextContents()
  assert.deepEqual(authors, ['Pihlaka · bot', 'Bo · person', 'Pihlaka pood · automatic message'])
})

test('when nobody is there the window says so, and says when somebody comes', async (t) => {
  const { desk, chat } = await visitShop(t)
  desk.team = { isOnline: false, members: [] }
  await chat.open()
  await chat.sees('Nobody is here right now')
  await chat.sees('Nobody is here right now. Write anyway: we keep your message and answer it here.')
  desk.announces({ isOnline: true, members: [{ name: 'Ada' }] })
  await chat.sees('Ada is here')
})

test('a visitor writes that they write, and that they stopped', async (t) => {
  const { desk, chat } = await visitShop(t)
  await chat.open()
  await chat.writes('Hello')
  await chat.sees('Sent')
  await chat.field.fill('And')
  await desk.until(() => desk.frames.some((frame) => frame.type === 'typing' && frame.isTyping))
  await chat.field.fill('')
  await desk.until(() => desk.frames.some((frame) => frame.type === 'typing' && !frame.isTyping))
})

test('messages to a closed window are counted on the launcher, and a line stands before them', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.open()
  await chat.writes('Is it in stock?')
  await chat.sees('Sent')
  await chat.button('Close chat').click()
  const first = desk.replies(desk.thread(), 'One moment.')
  desk.replies(desk.thread(), 'Yes, three of them.')
  await page.getByRole('button', { name: 'Chat with us, unread messages: 2' }).waitFor()
  await desk.until(() => desk.thread().messages.some(({ state }) => state === 'delivered'))
  assert.ok(!desk.frames.some((frame) => frame.type === 'read'))
  await page.getByRole('button', { name: /Chat with us/ }).click()
  const texts = await chat.log.locator('.unread, .bubble').allTextContents()
  assert.deepEqual(texts, ['Is it in stock?', 'New', 'One moment.', 'Yes, three of them.'])
  await desk.until(() => desk.thread().messages.at(-1)?.state === 'read')
  assert.equal(first.state, 'delivered')
})

test('what was missed while the connection was away is there when it is back', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.open()
  await chat.writes('Hello?')
  await chat.sees('Sent')
  desk.goDown()
  await desk.until(() => desk.sockets() === 0)
  desk.replies(desk.thread(), 'Said while you were away.')
  desk.comeUp()
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await chat.sees('Said while you were away.')
})

test('an event that shows a gap makes the window read the thread again', async (t) => {
  const { desk, chat } = await visitShop(t)
  await chat.open()
  await chat.writes('Hello?')
  await chat.sees('Sent')
  const { sockets } = desk.visitor()
  const listening = [...sockets]
  sockets.clear()
  desk.replies(desk.thread(), 'This one got lost.')
  for (const say of listening) sockets.add(say)
  desk.replies(desk.thread(), 'This one did not.')
  await chat.sees('This one got lost.')
  assert.deepEqual(await chat.messages.allTextContents(), ['Hello?', 'This one got lost.', 'This one did not.'])
})

test('a closed conversation says so, and writing opens it again', async (t) => {
  const { desk, chat } = await visitShop(t)
  await chat.open()
  await chat.writes('It came, thank you!')
  await chat.sees('Sent')
  desk.closes(desk.thread())
  await chat.sees(/^This conversation is closed\. If you write here/)
  await chat.writes('One more thing')
  await desk.until(() => desk.thread().messages.length === 2)
  await chat.text(/^This conversation is closed/).waitFor({ state: 'detached' })
  assert.equal(desk.thread().body.isClosed, false)
})

test('several conversations are a list, newest first; a new one begins beside them', async (t) => {
  const { desk, chat } = await visitShop(t)
  await chat.open()
  await chat.writes('First matter')
  await chat.sees('Sent')
  await chat.button('Conversations').click()
  await chat.button('New conversation').click()
  await chat.writes('Second matter')
  await desk.until(() => desk.visitor().threads.size === 2)
  const [first] = desk.visitor().threads.values()
  if (first) desk.replies(first, 'About the first.')
  await chat.button('Conversations').click()
  const items = chat.window.getByRole('listitem')
  await chat.sees('About the first.')
  assert.match((await items.nth(0).textContent()) ?? '', /Ada.*About the first\.1/)
  assert.match((await items.nth(1).textContent()) ?? '', /You.*Second matter/)
  await items.nth(0).getByRole('button').click()
  await chat.sees('First matter')
  await chat.sees('About the first.')
})

test('earlier messages come when scrolled to, and what is read stays where it is', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.open()
  await chat.writes('0')
  await chat.sees('Sent')
  await page.goto('about:blank')
  for (let number = 1; number <= 120; number++) desk.writes(desk.thread(), `number ${number}`)
  await page.goBack({ waitUntil: 'commit' })
  await chat.sees('number 120')
  assert.equal(await chat.text('number 70').count(), 0)
  const [before, after] = await chat.log.evaluate(async (log) => {
    const oldest = log.querySelector('.bubble')
    const place = () => Math.round((oldest?.getBoundingClientRect().y ?? 0) - log.getBoundingClientRect().y)
    const grown = new Promise<void>((resolve) => {
      new MutationObserver(() => log.querySelectorAll('.bubble').length > 60 && resolve()).observe(log, {
        childList: true,
      })
    })
    log.scrollTop = 150
    const before = place()
    await grown
    await new Promise(requestAnimationFrame)
    return [before, place()]
  })
  assert.equal(after, before)
})

test('a socket that may not come in again is not opened again', async (t) => {
  const { desk, chat } = await visitShop(t)
  await chat.open()
  await desk.until(() => desk.sockets() === 1)
  desk.closeSockets(4403)
  await chat.sees('The chat is not available on this page.')
})

test('a token that is no longer good is exchanged for another', async (t) => {
  const { desk, chat } = await visitShop(t)
  await chat.open()
  await desk.until(() => desk.sockets() === 1)
  const { token } = desk.visitor()
  desk.visitors.clear()
  desk.closeSockets(4401)
  await desk.until(() => desk.sockets() === 1 && desk.visitors.size === 1)
  assert.notEqual(desk.visitor().token, token)
  await chat.writes('Still me')
  await chat.sees('Sent')
})
