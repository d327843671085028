import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator } from 'playwright-core'
import { openWindows } from './windows.ts'

test('an agent answers, notes, takes, snoozes and closes without a mouse', async (t) => {
  const { ada, cleo, opensDesk } = await openWindows(t)
  const conversation = await cleo.writes('Is the oak one back in stock?')
  const { page, list, sees, row, button } = await opensDesk(ada)
  const { keyboard } = page
  await row(/oak one/).waitFor()

  await keyboard.press('j')
  await keyboard.press('o')
  await sees('Is the oak one back in stock?')
  await keyboard.press('r')
  await keyboard.type('It is, since this morning.')
  await keyboard.press('Control+Enter')
  await sees('It is, since this morning.')
  await keyboard.press('Escape')
  await keyboard.press('n')
  await keyboard.type('Order more of these.')
  await keyboard.press('Control+Enter')
  await sees('Order more of these.')
  await keyboard.press('Escape')
  await keyboard.press('a')
  await button('Assigned to: Ada').waitFor()

  await keyboard.press('s')
  await page.getByRole('menuitem', { name: /Tomorrow/ }).waitFor()
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  await page
    .getByText(/^Snoozed until/)
    .first()
    .waitFor()
  await row(/oak one/).waitFor({ state: 'detached' })
  await keyboard.press('e')
  await button('Reopen').waitFor()

  await keyboard.press('u')
  await page.getByText('No conversation open').waitFor()
  await keyboard.press('g')
  await keyboard.press('c')
  await list.and(page.getByLabel('Closed conversations')).waitFor()
  const { status, assigneeId } = await ada.sees(conversation)
  assert.deepEqual([status, assigneeId], ['closed', ada.id])
})

test('every key is told of, and by Tab alone one comes from the list to the answer', async (t) => {
  const { ada, cleo, opensDesk } = await openWindows(t)
  await cleo.writes('Do you gift-wrap?')
  const { page, list, row, reply, sees } = await opensDesk(ada)
  await row(/gift-wrap/).waitFor()
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keyboard' })
  await help.getByText('Next conversation').waitFor()
  await page.keyboard.press('Escape')
  await help.waitFor({ state: 'detached' })

  await tabTo(list)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await sees('Do you gift-wrap?')
  await tabTo(reply)
  await page.keyboard.type('With a ribbon.')
  await tabTo(page.getByRole('button', { name: 'Send', exact: true }))
  await page.keyboard.press('Enter')
  await sees('With a ribbon.')
})

test('a visitor asks and reads the answer without a mouse', async (t) => {
  const { ada, visitsShop, opensDesk } = await openWindows(t)
  const desk = await opensDesk(ada)
  const { page, chat } = await visitsShop()
  const { keyboard } = page
  await chat.launcher.waitFor()
  await keyboard.press('Shift+Tab')
  await tabTo(chat.launcher, 'Shift+Tab')
  await keyboard.press('Enter')
  await chat.field.waitFor()
  await keyboard.type('Can I pick it up today?')
  await keyboard.press('Enter')
  await desk.opens(/pick it up/)
  await desk.replies('Until six.')
  await chat.sees('Until six.')

  await keyboard.press('Escape')
  await chat.window.waitFor({ state: 'detached' })
  await desk.replies('The door is on the yard side.')
  await page.getByRole('button', { name: 'Chat with us, unread: 1' }).waitFor()
  await keyboard.press('Enter')
  await chat.sees('The door is on the yard side.')
})

/** Presses until that has the focus; a keyboard that never gets there is a failure. */
async function tabTo(place: Locator, key = 'Tab') {
  const page = place.page()
  for (let presses = 0; presses < 60; presses++) {
    if (await place.and(page.locator(':focus')).count()) return
    await page.keyboard.press(key)
  }
  assert.fail(`Not reached by ${key}`)
}
