import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { openWindows } from './windows.ts'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

test('on a phone an agent goes from the list to a conversation, answers, and goes back', async (t) => {
  const { ada, cleo, opensDesk } = await openWindows(t)
  await cleo.writes('Is it too late to change my order?')
  const { page, list, log, row, opens, reply, sees, button } = await opensDesk(ada, PHONE)
  await row(/change my order/).waitFor()
  await fitsThePhone(page)

  await opens(/change my order/)
  await list.waitFor({ state: 'hidden' })
  await fitsThePhone(page)
  await reply.fill('Not at all.')
  await button('Send').tap()
  await sees('Not at all.')
  await page.getByRole('link', { name: 'Back to the list' }).tap()
  await log.waitFor({ state: 'detached' })
  await row(/Not at all/).waitFor()

  await page.getByRole('link', { name: 'Settings' }).tap()
  await page.getByRole('link', { name: 'Members' }).tap()
  await page.getByRole('heading', { name: 'Members' }).waitFor()
  await fitsThePhone(page)
})

test('on a phone the chat takes the whole screen and gives it back', async (t) => {
  const { ada, visitsShop, opensBrowser, opensDesk } = await openWindows(t)
  const desk = await opensDesk(ada)
  const { page, chat } = await visitsShop(await opensBrowser(PHONE))
  await fitsThePhone(page)
  await chat.launcher.tap()
  await chat.sees('Ada is here')
  assert.deepEqual(await chat.window.boundingBox(), { x: 0, y: 0, width: 390, height: 844 })
  await chat.field.fill('Where is my parcel?')
  await chat.button('Send').tap()
  await desk.opens(/parcel/)
  await desk.replies('In Paide.')
  await chat.sees('In Paide.')
  await chat.button('Close chat').tap()
  await chat.window.waitFor({ state: 'detached' })
  await page.getByRole('heading', { level: 1 }).waitFor()
})

/** Nothing lies beside the screen. */
async function fitsThePhone(page: Page) {
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 390)
}
