import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Locator } from 'playwright-core'
import { openWindows } from './windows.ts'

const PICTURE = join(import.meta.dirname, '../widget/stand-in/juniper.png')

test('what a visitor asks and an agent answers stands in every window of both at once', async (t) => {
  const { ada, visitsShop, opensDesk, opensAnother } = await openWindows(t)
  const desk = await opensDesk(ada)
  const shop = await visitsShop()
  await shop.chat.open()
  await shop.chat.sees('Ada is here')
  const otherTab = await visitsShop(shop.context)
  await otherTab.chat.open()
  const otherDesk = await opensAnother(desk)

  await shop.chat.writes('Do you have this board in birch?')

  await otherTab.chat.sees('Do you have this board in birch?')
  for (const window of [desk, otherDesk]) {
    await window.row(/Do you have this board in birch\?.*, 1 unread/).waitFor()
    await window.view('Open').getByText('1', { exact: true }).waitFor()
  }

  await desk.opens(/birch/)
  for (const { chat } of [shop, otherTab]) await chat.sees('Seen')
  await otherDesk.row(/1 unread/).waitFor({ state: 'detached' })
  await otherDesk.opens(/birch/)

  await shop.chat.field.fill('Or in')
  for (const window of [desk, otherDesk]) await window.sees('The customer is typing…')
  await desk.reply.fill('We')
  for (const { chat } of [shop, otherTab]) await chat.sees('Ada is typing…')

  await desk.replies('We do, and in juniper.')
  for (const { chat } of [shop, otherTab]) {
    await chat.sees('We do, and in juniper.')
    assert.equal(await chat.text('Ada is typing…').count(), 0)
  }
  for (const window of [desk, otherDesk]) {
    await window.sees('We do, and in juniper.')
    await window.sees('Read')
  }
})

test('pictures cross both ways', async (t) => {
  const { ada, visitsShop, opensDesk } = await openWindows(t)
  const desk = await opensDesk(ada)
  const { page, chat } = await visitsShop()
  await chat.open()
  await chat.window.getByLabel('Attach files').setInputFiles(PICTURE)
  await chat.writes('Like this one')
  await desk.opens(/Like this one/)
  await isDrawn(desk.log.getByRole('img', { name: 'juniper.png' }))

  await desk.page.locator('input[type=file]').setInputFiles(PICTURE)
  await desk.page
    .getByRole('list', { name: 'Attachments' })
    .getByRole('button', { name: 'Remove juniper.png' })
    .waitFor()
  await desk.replies('You mean this?')

  await chat.sees('You mean this?')
  const answered = page.getByRole('link', { name: 'juniper.png' }).last()
  await isDrawn(answered.getByRole('img', { name: 'juniper.png' }))
  await isDrawn(desk.log.getByRole('img', { name: 'juniper.png' }).last())
})

test('a note is for the team alone: nothing of it ever reaches the shop page', async (t) => {
  const { ada, bo, visitsShop, opensDesk } = await openWindows(t)
  const [adas, bos] = [await opensDesk(ada), await opensDesk(bo)]
  const { page, chat } = await visitsShop()
  const told: string[] = []
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => told.push(String(payload))))
  await chat.open()
  await chat.writes('May I pay half now?')
  await adas.opens(/pay half/)
  await bos.opens(/pay half/)

  await adas.notes('He never paid the last half.')
  await bos.sees('He never paid the last half.')
  await bos.replies('We ask for all of it, sorry.')

  await chat.sees('We ask for all of it, sorry.')
  assert.ok(told.some((frame) => frame.includes('We ask for all of it')))
  assert.ok(!told.some((frame) => frame.includes('last half')))
  await page.reload()
  await chat.open()
  await chat.sees('We ask for all of it, sorry.')
  assert.deepEqual(await chat.messages.allTextContents(), ['May I pay half now?', 'We ask for all of it, sorry.'])
})

test('the visitor sees whether somebody is there', async (t) => {
  const { ada, visitsShop, opensDesk } = await openWindows(t)
  const { chat } = await visitsShop()
  await chat.open()
  await chat.sees('Nobody is here right now')

  const { page } = await opensDesk(ada)
  await chat.sees('Ada is here')
  await page.goto('about:blank')
  await chat.sees('Nobody is here right now')
  await page.goBack({ waitUntil: 'commit' })
  await chat.sees('Ada is here')
})

test('a visitor is told that their conversation was closed, and opens it again by writing', async (t) => {
  const { ada, visitsShop, opensDesk } = await openWindows(t)
  const desk = await opensDesk(ada)
  const { chat } = await visitsShop()
  await chat.open()
  await chat.writes('It came, thank you!')
  await desk.opens(/It came/)

  await desk.button('Close').click()
  await desk.button('Reopen').waitFor()
  await desk.row(/It came/).waitFor({ state: 'detached' })
  await chat.sees(/^This conversation is closed/)

  await chat.writes('But it is scratched')
  await desk.sees('But it is scratched')
  await desk.button('Close').waitFor()
  await desk.row(/But it is scratched/).waitFor()
  await chat.text(/^This conversation is closed/).waitFor({ state: 'detached' })
})

/** A thumbnail that was served and can be decoded. */
async function isDrawn(picture: Locator) {
  await picture.waitFor()
  await picture.evaluate((image: { decode(): Promise<void> }) => image.decode())
}
