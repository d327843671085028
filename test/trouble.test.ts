import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWindows } from './windows.ts'

test('“payment doesn’t work” comes with the page, the browser and what went wrong', async (t) => {
  const { ada, visitsShop, opensDesk } = await openWindows(t, { mayComplain: /402|pay is not a function/ })
  const desk = await opensDesk(ada)
  const { page, chat } = await visitsShop()
  await page.route('**/demo/pay?*', (route) => route.fulfill({ status: 402 }))
  await page.goto('/demo/product/PAR-05?lang=en')
  await page.goto('/demo/checkout?lang=en')
  await page.evaluate(() => fetch('/demo/pay?card=4111111111111111', { method: 'POST' }))
  await chat.open()
  await chat.field.waitFor()
  await page.evaluate(() => {
    setTimeout(() => {
      throw new TypeError('pay is not a function')
    })
  })
  await chat.writes('Payment doesn’t work')

  await desk.opens(/Payment doesn’t work/)
  const errors = desk.page.getByRole('region', { name: 'Errors on this page' })
  await errors.getByText('Uncaught TypeError: pay is not a function').waitFor()
  await errors.getByText('402 /demo/pay').waitFor()
  const panel = desk.page.getByRole('complementary', { name: 'Customer' })
  await panel.getByText(/Chrom.*Linux/).waitFor()
  await panel.getByText('Browser in').waitFor()
  assert.ok(!(await desk.page.content()).includes('4111'))
})
