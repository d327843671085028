import { test } from 'node:test'
import { openWindows } from './windows.ts'

test('an agent offers answers to choose from, and the visitor takes one', async (t) => {
  const { ada, opensDesk, visitsShop } = await openWindows(t)
  const { chat } = await visitsShop()
  await chat.open()
  await chat.writes('I want to send my table back')
  await chat.sees('Sent')
  const desk = await opensDesk(ada)
  const { page, button } = desk
  await desk.opens(/send my table back/)

  await button('Add products or answers to choose from').click()
  await page.getByRole('menuitem', { name: 'Answers to choose from' }).click()
  await page.getByLabel('Answer 1').fill('It is broken')
  await desk.reply.fill('I am sorry. Why?')
  await page.getByRole('button', { name: 'Send', exact: true, disabled: true }).waitFor()
  await page.getByLabel('Answer 2').fill('It is too large')
  await desk.reply.press('Control+Enter')

  await desk.log.getByRole('list', { name: 'Answers to choose from' }).waitFor()
  await chat.button('It is too large').click()
  await desk.sees('It is too large')
  await chat.button('It is broken').waitFor({ state: 'detached' })
})

test('an agent shows a product that the visitor has looked at', async (t) => {
  const { ada, opensDesk, visitsShop } = await openWindows(t)
  const { chat, page: shop } = await visitsShop()
  await shop.locator('a[href*="/demo/product/"]').first().click()
  const name = (await shop.locator('h1').innerText()).trim()
  await chat.open()
  await chat.writes('Is there something like this?')
  await chat.sees('Sent')
  const desk = await opensDesk(ada)
  const { page, button } = desk
  await desk.opens(/something like this/)

  await button('Add products or answers to choose from').click()
  await page.getByRole('menuitem', { name }).click()
  await desk.replies('This one.')

  await chat.window.getByRole('link', { name: `See the product: ${name}` }).waitFor()
  await desk.log.getByRole('list', { name: 'Products' }).getByText(name).waitFor()
})
