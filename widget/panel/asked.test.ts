import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visitShop } from '../stand-in/browser.ts'

const refusals = (console: string[]) => console.filter((line) => !line.includes('Failed to load resource'))

test('once a conversation is closed the visitor rates it, by keyboard, and has second thoughts', async (t) => {
  const { desk, chat, console } = await visitShop(t)
  await chat.open()
  await chat.writes('My order never came')
  await chat.sees('Sent')
  assert.equal(await chat.window.getByRole('group', { name: 'How did we do?' }).count(), 0)
  const thread = desk.thread()
  desk.closes(thread)

  const question = chat.window.getByRole('group', { name: 'How did we do?' })
  await question.getByRole('radio', { name: 'Very bad' }).focus()
  for (let step = 0; step < 3; step++) await chat.window.page().keyboard.press('ArrowRight')
  assert.equal(await question.getByRole('radio', { name: 'Good', exact: true }).isChecked(), true)
  const comment = chat.window.getByRole('textbox', { name: 'Anything to add? (optional)' })
  await comment.fill('Quick, thank you')
  await chat.button('Send rating').press('Enter')
  await chat.sees(/^Thank you! You rated us: Good\./)
  assert.deepEqual([thread.rating?.score, thread.rating?.comment], [4, 'Quick, thank you'])

  await chat.button('Change').click()
  await question.getByText('Very good').click()
  await comment.fill('')
  await chat.button('Send rating').click()
  await chat.sees(/^Thank you! You rated us: Very good\./)
  assert.deepEqual([thread.rating?.score, thread.rating?.comment], [5, null])
  assert.deepEqual(console, [])
})

test('a rating is remembered; a day later it stands, and nobody is asked again', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.open()
  await chat.writes('Hello?')
  await chat.sees('Sent')
  const thread = desk.thread()
  desk.rates(thread, { score: 2 })
  if (thread.rating) thread.rating.changeableUntil = new Date(Date.now() - 1_000).toISOString()
  desk.closes(thread)
  await chat.sees(/^Thank you! You rated us: Bad\./)
  assert.equal(await chat.button('Change').count(), 0)
  await page.reload()
  await chat.open()
  await chat.sees(/^Thank you! You rated us: Bad\./)
})

test('a rating that cannot be kept says so, and what was written stays', async (t) => {
  const { desk, chat } = await visitShop(t)
  await chat.open()
  await chat.writes('Hello?')
  await chat.sees('Sent')
  desk.closes(desk.thread())
  await chat.window.getByText('So-so').click()
  const comment = chat.window.getByRole('textbox', { name: 'Anything to add? (optional)' })
  await comment.fill('It took long')
  desk.goDown()
  await chat.button('Send rating').click()
  await chat.sees("This couldn't be saved right now.")
  assert.equal(await comment.inputValue(), 'It took long')
})

test('a visitor has the conversation mailed, or a link to go on elsewhere, in the language of the window', async (t) => {
  const { desk, chat, console } = await visitShop(t)
  await chat.open()
  assert.equal(await chat.button('More').count(), 0, 'There is nothing yet.')
  await chat.writes('Hello?')
  await chat.sees('Sent')
  const threadId = desk.thread().body.id

  await chat.button('More').press('Enter')
  await chat.button('Send me this conversation by e-mail').press('Enter')
  const email = chat.window.getByRole('textbox', { name: 'E-mail' })
  await email.press('Enter')
  await chat.sees('This is not an e-mail address.')
  await email.fill('cleo@home.example')
  await email.press('Enter')
  await chat.sees('On its way to cleo@home.example.')

  desk.leaves(desk.visitor(), { email: 'cleo@home.example' })
  await chat.button('Continue on another device').click()
  await chat.sees('We e-mail you a link that opens this conversation there.')
  await email.press('Enter')
  await chat.sees('On its way to c…@home.example.')
  assert.deepEqual(desk.mails, [
    { kind: 'transcript', threadId, email: 'cleo@home.example', language: 'en' },
    { kind: 'link', threadId, language: 'en' },
  ])

  await chat.button('Continue on another device').press('Escape')
  await chat.button('Continue on another device').waitFor({ state: 'detached' })
  assert.ok(await chat.field.isVisible(), 'Escape closed the menu only.')
  assert.deepEqual(refusals(console), [])
})

test('what cannot be mailed is told in plain words', async (t) => {
  const { desk, chat } = await visitShop(t)
  await chat.open()
  await chat.writes('Hello?')
  await chat.sees('Sent')
  await chat.button('More').click()
  await chat.button('Send me this conversation by e-mail').click()
  const email = chat.window.getByRole('textbox', { name: 'E-mail' })
  await email.fill('cleo@home.example')
  const answers: [number, string][] = [
    [400, 'This is not an e-mail address.'],
    [404, 'There is no answer to send yet.'],
    [409, 'This shop can’t send e-mail from the chat yet.'],
    [429, 'Enough e-mails for today. Please try again tomorrow.'],
    [500, 'It couldn’t be sent right now. Please try again.'],
  ]
  for (const [status, words] of answers) {
    desk.mailRefusal = status
    await email.press('Enter')
    await chat.sees(words)
  }
  assert.equal(await email.inputValue(), 'cleo@home.example')
  assert.deepEqual(desk.mails, [])
})

test('what the shop must know comes before the first message, and survives a reload with the draft', async (t) => {
  const { desk, chat, page, console } = await visitShop(t)
  desk.config.preChat = {
    name: 'optional',
    email: 'required',
    order: 'optional',
    topic: 'required',
    topics: ['Delivery', 'Returns'],
  }
  await chat.open()
  const field = (name: string) => chat.window.getByLabel(name, { exact: true })
  await field('E-mail').waitFor()
  assert.equal(await chat.field.count(), 0)

  await chat.button('Continue').press('Enter')
  await chat.sees('This is not an e-mail address.')
  await chat.sees('Please fill this in.')
  await field('Name (optional)').fill('Cleo')
  await field('E-mail').fill('cleo@home.example')
  await page.reload()
  await chat.open()
  await field('E-mail').waitFor()
  assert.equal(await field('E-mail').inputValue(), 'cleo@home.example')
  await field('Topic').selectOption('Returns')
  await chat.button('Continue').click()

  await chat.field.fill('It does not fit')
  await page.reload()
  await chat.open()
  await chat.field.waitFor()
  assert.equal(await chat.field.inputValue(), 'It does not fit', 'What was answered is not asked again.')
  await chat.field.press('Enter')
  await chat.sees('Sent')
  assert.deepEqual(desk.thread().preChat, { name: 'Cleo', email: 'cleo@home.example', topic: 'Returns' })
  await chat.writes('At all')
  await desk.until(() => desk.messages().length === 2)
  assert.deepEqual(console, [])
})

test('what the shop only would like to know keeps nobody from writing', async (t) => {
  const { desk, chat } = await visitShop(t)
  desk.config.preChat = { name: 'optional', order: 'optional' }
  await chat.open()
  await chat.window.getByLabel('Order number (optional)').fill('P-1001')
  await chat.writes('Where is it?')
  await chat.sees('Sent')
  assert.deepEqual(desk.thread().preChat, { order: 'P-1001' })
  await chat.window.getByLabel('Order number (optional)').waitFor({ state: 'detached' })
})

test('who is known is not asked who they are, and an answered thread asks nothing', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  desk.config.preChat = { name: 'required', email: 'required' }
  await chat.launcher.waitFor()
  await page.evaluate(() => (window.infolett as ((...call: unknown[]) => void) | undefined)?.('identify', 'Cleo'))
  await chat.open()
  await chat.window.getByLabel('E-mail', { exact: true }).fill('cleo@home.example')
  assert.equal(await chat.window.getByLabel('Name', { exact: true }).count(), 0)
  await chat.button('Continue').click()
  await chat.writes('Hello')
  await chat.sees('Sent')
  await page.reload()
  await page.evaluate(() => (window.infolett as ((...call: unknown[]) => void) | undefined)?.('identify', 'Cleo'))
  await chat.open()
  await chat.sees('Hello')
  assert.ok(await chat.field.isVisible())
})
