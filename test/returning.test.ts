import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simpleParser } from 'mailparser'
import { changeMailbox } from '#channels/email/connecting.ts'
import { type Chat, chatOn } from './chat.ts'
import { until } from './infolett.ts'
import { openSendingServer } from './mail/sending-server.ts'
import { makeMailbox } from './mailbox.ts'
import { openWindows } from './windows.ts'

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

async function mailsTo({ window }: Chat, address: string) {
  const field = window.getByRole('region', { name: 'More' }).getByRole('textbox', { name: 'E-mail' })
  await field.fill(address)
  await field.press('Enter')
}

test('who asked at a computer goes on at a phone by a mailed link, rates the help and gets all of it by mail', async (t) => {
  const server = await openSendingServer(t)
  const { ada, secrets, transact, workspace, url, visitsShop, opensBrowser, opensDesk, ...shop } = await openWindows(t)
  const mailbox = await transact((trx) =>
    makeMailbox(trx, workspace.id, 'info@pood.example', { smtp: server.settings }),
  )
  await transact((trx) => changeMailbox(trx, ada.agent, secrets, mailbox.channelId, { password: 'rowan' }))
  const mailTo = async (count: number) => {
    await until(() => server.taken.length >= count)
    return simpleParser(server.taken[count - 1]?.raw ?? '')
  }
  const { chat } = await visitsShop()
  await chat.open()
  await chat.writes('Is the board solid wood?')
  await chat.sees('Sent')
  await chat.button('More').click()
  await chat.button('Continue on another device').click()
  await mailsTo(chat, 'cleo@home.example')
  await chat.sees('On its way to cleo@home.example.')

  const [link = ''] = /http\S+\/c\/\S+/.exec((await mailTo(1)).text ?? '') ?? []
  const phone = await (await opensBrowser({ ...PHONE })).newPage()
  await phone.goto(link)
  const there = chatOn(phone)
  await there.sees('Is the board solid wood?')
  assert.match(phone.url(), /\/c\/[A-Za-z0-9]+$/, 'The address is no key any more.')
  await there.field.fill('And is it oiled?')
  await there.button('Send').click()
  await chat.sees('And is it oiled?')

  const desk = await opensDesk(ada)
  const conversation = await shop.db.selectFrom('conversations').select('id').executeTakeFirstOrThrow()
  await ada.replies(conversation, 'Solid, and oiled with linseed.')
  await there.sees('Solid, and oiled with linseed.')
  await ada.closes(conversation)
  await there.window.getByText('Very good').click()
  await there.button('Send rating').click()
  await there.sees(/^Thank you! You rated us: Very good\./)
  const { page } = desk
  await page.goto(`/desk/${workspace.id}/inbox/closed/${conversation.id}`)
  await page.getByText('Visitor rated this 5 of 5').waitFor()

  await there.button('More').click()
  await there.button('Send me this conversation by e-mail').click()
  await mailsTo(there, 'cleo@home.example')
  await there.sees('On its way to cleo@home.example.')
  const transcript = await mailTo(2)
  assert.match(
    transcript.text ?? '',
    /You · .*\nIs the board solid wood\?\n\nYou · .*\nAnd is it oiled\?\n\nAda · .*\nSolid, and oiled with linseed\./,
  )

  await phone.reload()
  await there.launcher.or(there.window).first().waitFor()
  await there.sees('And is it oiled?')
  const { pages } = await shop.db.selectFrom('visits').select('pages').orderBy('id', 'desc').executeTakeFirstOrThrow()
  assert.ok(!JSON.stringify(pages).includes(new URL(link).pathname), 'Nobody of the team sees the link.')
})

test('a link that is no longer good says so, plainly, and opens no chat', async (t) => {
  const { url, opensBrowser } = await openWindows(t, { mayComplain: /410/ })
  const page = await (await opensBrowser({ ...PHONE, locale: 'et-EE' })).newPage()
  await page.goto(`${url}/c/AAAA.BBBB`)
  await page.getByRole('heading', { name: 'See link enam ei kehti' }).waitFor()
  assert.equal(await page.locator('infolett-chat').count(), 0)
})
