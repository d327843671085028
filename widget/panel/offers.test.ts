import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visitShop } from '../stand-in/browser.ts'

const board = {
  name: 'Juniper board',
  url: 'https://pihlaka.example/juniper-board',
  imageUrl: null,
  price: 24.5,
  currency: 'EUR',
  buttonLabel: null,
}

test('answers to choose from send what they say, keep what was being written, and are gone then', async (t) => {
  const { desk, chat } = await visitShop(t)
  await chat.open()
  await chat.writes('I want to send it back')
  await chat.sees('Sent')
  const content = { kind: 'quick-replies' as const, options: [{ label: 'It is broken' }, { label: 'Too small' }] }
  desk.replies(desk.thread(), 'Why?', { content })
  await chat.button('Too small').waitFor()
  await chat.field.fill('By the way')

  await chat.button('It is broken').press('Enter')
  await chat.sees('Sent')

  assert.deepEqual(
    desk.messages().map(({ text }) => text),
    ['I want to send it back', 'Why?', 'It is broken'],
  )
  assert.equal(await chat.button('Too small').count(), 0)
  assert.equal(await chat.field.inputValue(), 'By the way')
  assert.ok(await chat.field.evaluate((field) => field.matches(':focus')))
})

test('a product is a card with its price as the visitor writes prices, and a link', async (t) => {
  const { desk, chat } = await visitShop(t)
  await chat.open()
  await chat.writes('What would you take?')
  await chat.sees('Sent')
  const dear = { ...board, name: 'Oak table', url: 'https://elsewhere.example/', price: null, buttonLabel: 'Choose' }
  desk.replies(desk.thread(), 'These.', { content: { kind: 'products', products: [board, dear] } })

  const link = chat.window.getByRole('link', { name: 'See the product: Juniper board' })
  await link.waitFor()
  await chat.sees('€24.50')
  assert.equal(await link.getAttribute('href'), board.url)
  assert.equal(await link.getAttribute('rel'), 'noopener')
  await chat.window.getByRole('link', { name: 'Choose: Oak table' }).waitFor()
  desk.replies(desk.thread(), 'Take your time.')
  await chat.sees('Take your time.')
  assert.ok(await link.isVisible())
})

test('a person is one tap away while the bot speaks, and each hand-over is said', async (t) => {
  const { desk, chat } = await visitShop(t)
  await chat.open()
  await chat.sees('A person answers you, not a bot.')
  await chat.writes('Where is my order?')
  await chat.sees('Sent')
  desk.replies(desk.thread(), 'Which number?', { kind: 'bot', by: 'Pihla' })
  await chat.button('Talk to a person').click()
  await chat.sees('I would like to talk to a person.')
  assert.equal(await chat.button('Talk to a person').count(), 0)

  desk.replies(desk.thread(), 'Hello, I am here.')
  await chat.sees('Ada took over')
  desk.replies(desk.thread(), 'I know more of parcels.', { by: 'Bo' })
  await chat.sees('Bo took over')
  desk.replies(desk.thread(), 'It comes tomorrow.', { by: 'Bo' })
  await chat.sees('It comes tomorrow.')
  assert.equal(await chat.text(/ took over/).count(), 2)
})

test('who answers is seen, where they gave a photo', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.open()
  await chat.writes('Who is there?')
  await chat.sees('Sent')
  desk.replies(desk.thread(), 'I am.', { photoUrl: '/api/public/photos/ada.webp' })
  await chat.sees('I am.')
  const photo = page.locator('.avatar img')
  assert.equal(await photo.getAttribute('src'), `${desk.origin}/api/public/photos/ada.webp`)
  assert.equal(await photo.getAttribute('alt'), '')
  const { width, height } = (await photo.boundingBox()) ?? assert.fail('it is not seen')
  assert.deepEqual([width, height], [28, 28])
})
