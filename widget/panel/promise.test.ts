import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PublicPromiseBody } from '#protocol/promises.ts'
import { visitShop } from '../stand-in/browser.ts'

const promise = (change: Partial<PublicPromiseBody> = {}): PublicPromiseBody => ({
  isOpen: true,
  state: 'keeps',
  lead: 'chat',
  hasHours: true,
  nextOpening: null,
  closesAt: null,
  breakUntil: null,
  timeZone: 'Europe/Tallinn',
  weekly: null,
  specialDays: [],
  expectedAnswer: { medianSeconds: 240, p90Seconds: 1_200, sampleSize: 60, basis: 'hour' },
  contact: { email: 'abi@pihlaka.example', phone: '+372 600 0000' },
  ...change,
})

test('before the first message the visitor sees how long answers take, and the shop’s address and number', async (t) => {
  const { desk, chat, console } = await visitShop(t)
  desk.promise = promise()
  await chat.open()
  await chat.sees('Usual answer time: 4 minutes (9 of 10: 20 minutes or less)')
  const mail = chat.window.getByRole('link', { name: 'abi@pihlaka.example' })
  assert.equal(await mail.getAttribute('href'), 'mailto:abi@pihlaka.example')
  const phone = chat.window.getByRole('link', { name: '+372 600 0000' })
  assert.equal(await phone.getAttribute('href'), 'tel:+3726000000')
  await chat.sees('Ada and Bo are here')
  assert.equal(await chat.window.getByRole('textbox', { name: 'E-mail' }).count(), 0)
  assert.deepEqual(console, [])
})

test('the first question at night: the window says when the shop opens, keeps the question and asks where to answer', async (t) => {
  const { desk, chat, page, console } = await visitShop(t, { context: { timezoneId: 'Europe/Tallinn' } })
  await page.clock.setFixedTime(new Date('2026-11-20T22:30:00Z'))
  desk.team = { isOnline: false, members: [] }
  desk.promise = promise({ isOpen: false, state: 'closed', lead: 'message', nextOpening: '2026-11-23T07:00:00Z' })
  await chat.open()
  await chat.sees('We are closed now. We open: Monday 09:00')
  await chat.writes('Do you deliver to Hiiumaa?')
  await desk.until(() => desk.messages().some(({ text }) => text === 'Do you deliver to Hiiumaa?'))
  const email = chat.window.getByRole('textbox', { name: 'E-mail' })
  await email.fill('liis@pere.invalid')
  await chat.button('Save').click()
  await chat.sees('This is not an e-mail address.')
  await email.fill('liis@pere.example')
  await email.press('Enter')
  await chat.sees('The answer also comes to liis@pere.example.')
  assert.equal(desk.visitor().email, 'liis@pere.example')
  assert.deepEqual(
    console.filter((line) => !line.includes('400')),
    [],
  )
})

test('a break that starts while the window is open is told at once, and its end too', async (t) => {
  const { desk, chat } = await visitShop(t, { context: { timezoneId: 'Europe/Tallinn' } })
  desk.promise = promise()
  await chat.open()
  await chat.sees('Ada and Bo are here')
  const until = new Date()
  until.setUTCMinutes(until.getUTCMinutes() + 1, 0, 0)
  desk.promises(promise({ isOpen: false, state: 'closed', lead: 'message', breakUntil: until.toISOString() }))
  await chat.sees(/^We are back at .*\d\d:\d\d$/)
  desk.promises(promise())
  await chat.sees('Ada and Bo are here')
})

test('when everybody is busy the visitor can ask to be called back', async (t) => {
  const { desk, chat } = await visitShop(t)
  desk.promise = promise({ state: 'breaks', lead: 'callback' })
  await chat.open()
  await chat.sees('An answer may take longer than usual now')
  await chat.window.getByRole('textbox', { name: 'Phone number' }).fill('+372 5555 1234')
  await chat.button('Call me back').click()
  await desk.until(() => desk.messages().some(({ text }) => text === 'Please call me back: +372 5555 1234'))
  assert.equal(desk.visitor().phone, '+372 5555 1234')
})
