import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWindows } from './windows.ts'

test('what an admin wants to know first, a visitor is asked, and the team reads it beside the conversation', async (t) => {
  const { ada, db, opensDesk, visitsShop } = await openWindows(t)
  const desk = await opensDesk(ada)
  const { page, button } = desk
  await desk.goesToSettings('Channels')
  await button('Change Chat').click()
  const form = page.getByRole('dialog', { name: 'Chat' })
  const asked = form.getByRole('group', { name: 'Asked before the first message' })
  await asked.getByLabel('E-mail address').selectOption('Required')
  await asked.getByLabel('Order number').selectOption('Optional')
  await asked.getByLabel('Topics to choose from').fill('Delivery\n\n Returns \nDelivery')
  await asked.getByLabel('Topic', { exact: true }).selectOption('Required')
  await form.getByRole('button', { name: 'Save' }).click()
  await page.getByText('“Chat” is saved.').waitFor()

  const { chat } = await visitsShop()
  await chat.open()
  const field = (name: string) => chat.window.getByLabel(name, { exact: true })
  await field('E-mail').fill('cleo@home.example')
  await field('Order number (optional)').fill('P-1001')
  assert.deepEqual(await field('Topic').getByRole('option').allTextContents(), ['', 'Delivery', 'Returns'])
  await field('Topic').selectOption('Returns')
  await chat.button('Continue').click()
  await chat.writes('It does not fit')
  await chat.sees('Sent')

  const { id, workspaceId } = await db
    .selectFrom('conversations')
    .select(['id', 'workspaceId'])
    .executeTakeFirstOrThrow()
  await page.goto(`/desk/${workspaceId}/inbox/open/${id}`)
  const customer = page.getByRole('complementary', { name: 'Customer' })
  for (const told of ['Returns', 'P-1001', 'cleo@home.example']) await customer.getByText(told).first().waitFor()
})
