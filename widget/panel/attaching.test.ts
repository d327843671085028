import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { visitShop } from '../stand-in/browser.ts'

const juniper = join(import.meta.dirname, '../stand-in/juniper.png')
const input = (page: Page) => page.locator('input[type=file]')
const file = (name: string, bytes: number) => ({ name, mimeType: 'application/pdf', buffer: Buffer.alloc(bytes, 'x') })

/** Pastes or drops a file, as the browser would. */
async function give(page: Page, type: 'paste' | 'drop', selector: string) {
  const bytes = [...(await readFile(juniper))]
  await page.locator(selector).evaluate(
    (target, { type, bytes }) => {
      const data = new DataTransfer()
      data.items.add(new File([new Uint8Array(bytes)], 'image.png', { type: 'image/png' }))
      const options = { bubbles: true, cancelable: true, composed: true }
      target.dispatchEvent(
        type === 'paste'
          ? new ClipboardEvent('paste', { ...options, clipboardData: data })
          : new DragEvent('drop', { ...options, dataTransfer: data }),
      )
    },
    { type, bytes },
  )
}

test('a picture and a file go with a message; the picture takes its room before it is loaded', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.open()
  await input(page).setInputFiles([juniper])
  await input(page).setInputFiles([file('invoice.pdf', 48_000)])
  await chat.button('Remove juniper.png').waitFor()
  await chat.writes('Like these')
  await chat.sees('Sent')
  const [message] = desk.messages()
  assert.deepEqual(
    message?.attachments.map(({ name }) => name),
    ['juniper.png', 'invoice.pdf'],
  )
  const picture = chat.window.getByRole('link', { name: 'juniper.png' })
  const box = await picture.boundingBox()
  assert.deepEqual([box?.width, Math.round(box?.height ?? 0)], [240, 158])
  await chat.window.getByRole('link', { name: /invoice\.pdf\s*48 kB/ }).waitFor()
})

test('a picture can be pasted and dropped', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.open()
  await give(page, 'paste', 'textarea')
  await chat.button('Remove image.png').waitFor()
  await give(page, 'drop', '[role=log]')
  await chat.button('Remove image.png').nth(1).waitFor()
  await chat.button('Send').click()
  await desk.until(() => desk.messages()[0]?.attachments.length === 2)
})

test('what cannot be sent is said by name, and the rest stays', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.open()
  await chat.field.fill('All of these')
  await input(page).setInputFiles([file('film.pdf', 1_000_001), file('nothing.pdf', 0), file('order.pdf', 1_000)])
  await chat.sees('film.pdf is too large. The limit is 1 MB.')
  await chat.sees('nothing.pdf is empty.')
  await input(page).setInputFiles([file('virus.exe', 1_000)])
  await chat.sees("Files like virus.exe can't be sent here.")
  await input(page).setInputFiles(Array.from({ length: 10 }, (_, index) => file(`${index}.pdf`, 10)))
  await chat.sees('At most 10 files fit in one message.')
  assert.equal(await chat.field.inputValue(), 'All of these')
  await chat.button('Send').click()
  await desk.until(() => desk.messages()[0]?.attachments.length === 10)
})

test('a file can be taken out again', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.open()
  await input(page).setInputFiles([file('wrong.pdf', 10)])
  await chat.button('Remove wrong.pdf').click()
  await chat.writes('Never mind')
  await desk.until(() => desk.messages().length === 1)
  assert.deepEqual(desk.messages()[0]?.attachments, [])
})

test('a file chosen without a connection waits with its message, over a reload', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.open()
  await desk.until(() => desk.sockets() === 1)
  desk.goDown()
  await input(page).setInputFiles([juniper])
  await chat.button('Remove juniper.png').waitFor()
  await chat.writes('When you can')
  await chat.sees('Waiting to be sent')
  await page.reload()
  desk.comeUp()
  await desk.until(() => desk.messages()[0]?.attachments[0]?.bytes === 2691)
})

test('a file that is already up is kept with the draft', async (t) => {
  const { desk, chat, page } = await visitShop(t)
  await chat.open()
  await input(page).setInputFiles([file('order.pdf', 1_000)])
  await desk.until(() => desk.requests.includes('POST /api/widget/shop/attachments'))
  await page.waitForFunction(() => JSON.stringify({ ...localStorage }).includes('order.pdf'))
  await page.reload()
  await chat.open()
  await chat.button('Remove order.pdf').waitFor()
  await chat.button('Send').click()
  await desk.until(() => desk.messages()[0]?.attachments[0]?.name === 'order.pdf')
  assert.equal(
    desk.requests.filter((request) => request.startsWith('POST') && request.endsWith('attachments')).length,
    1,
  )
})

test('a text that is too long is not cut but says by how much', async (t) => {
  const { desk, chat } = await visitShop(t)
  await chat.open()
  await chat.field.fill('a'.repeat(20_002))
  await chat.sees('Too long by 2 characters.')
  assert.equal(await chat.button('Send').isDisabled(), true)
  await chat.field.fill('a'.repeat(20_000))
  await chat.button('Send').click()
  await desk.until(() => desk.messages()[0]?.text.length === 20_000)
})
