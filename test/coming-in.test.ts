import assert from 'node:assert/strict'
import { createHmac, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import { makeSetUpToken } from '#workspaces/setting-up.ts'
import { deskOn } from './desk-page.ts'
import { openWindows } from './windows.ts'

// Browsers note every answer that is a refusal, such as to a page that asks who is signed in.
const refused = { mayComplain: /the server responded with a status of 40[13]/ }
const clipboard = { permissions: ['clipboard-read', 'clipboard-write'] }

test('the set-up link makes the shop and its owner, who signs in again with the password', async (t) => {
  const { page, password } = await setUpShop(t)
  const desk = deskOn(page)
  await page.getByRole('navigation', { name: 'Desk' }).getByRole('link', { name: 'Inbox' }).click()
  await page.getByText('Every question has been answered.').waitFor()

  await signOut(page)
  await signIn(page, 'wrong and wrong again')
  await page.getByText('E-mail and password do not belong together.').waitFor()
  await signIn(page, password)
  await page.getByText('Every question has been answered.').waitFor()
  await desk.view('Mine').click()
  await page.getByText('Nothing waits for you.').waitFor()
})

test('with the second step on, a code from the app or a backup code is asked after the password', async (t) => {
  const { page, password } = await setUpShop(t)
  const desk = deskOn(page)
  await desk.goesToSettings('Security')
  const section = page.getByRole('dialog', { name: 'Turn on the second step' })
  await page.getByRole('button', { name: 'Turn on', exact: true }).click()
  await section.getByLabel('Your password').fill(password)
  await section.getByRole('button', { name: 'Go on' }).click()
  await section.getByRole('button', { name: 'Copy: Or write this secret into the app' }).click()
  const secret = await copied(page)
  await section.getByLabel('Code', { exact: true }).fill(totp(secret))
  await section.getByRole('button', { name: 'Check the code' }).click()
  const codes = section.getByRole('list', { name: 'Backup codes' }).getByRole('listitem')
  const backupCode = await codes.first().innerText()
  await section.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByText('The second step is on.').waitFor()

  await signOut(page)
  await signIn(page, password)
  await page.getByLabel('Code', { exact: true }).fill(totp(secret))
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('region', { name: 'Conversations' }).waitFor()

  await signOut(page)
  await signIn(page, password)
  await page.getByRole('button', { name: 'Use a backup code' }).click()
  await page.getByLabel('Backup code').fill(backupCode)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('region', { name: 'Conversations' }).waitFor()
})

test('a passkey lets its owner in without a password', async (t) => {
  const { context, page } = await setUpShop(t)
  await plugInAuthenticator(context, page)
  await deskOn(page).goesToSettings('Security')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a passkey' })
  await dialog.getByLabel('Name').fill('The till')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('listitem').filter({ hasText: 'The till' }).waitFor()

  await signOut(page)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByRole('region', { name: 'Conversations' }).waitFor()
})

test('an invited colleague joins by the link, and a collaborator sees only what they are asked into', async (t) => {
  const { page, opensBrowser, ada, cleo, opensDesk } = await openAsAda(t)
  await cleo.writes('Does the glue hold outdoors?')
  await cleo.writes('When do you open?', { in: { threadId: randomUUID() } })
  await deskOn(page).goesToSettings('Members')
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Invite a colleague' })
  await dialog.getByLabel('E-mail').fill('dora@shop.example')
  await dialog.getByLabel('Role').selectOption('collaborator')
  await dialog.getByRole('button', { name: 'Make the invitation' }).click()
  await dialog.getByRole('button', { name: 'Copy: Invitation link' }).click()
  const link = await copied(page)

  const doras = await (await opensBrowser()).newPage()
  await doras.goto(link)
  await doras.getByRole('heading', { name: 'Join Pihlaka pood' }).waitFor()
  await doras.getByLabel('Your name').fill('Dora')
  await doras.getByLabel('Password', { exact: true }).fill('glue and other secrets')
  await doras.getByRole('button', { name: 'Join' }).click()
  await doras.getByText('Open: nothing here').waitFor()

  const adas = await opensDesk(ada)
  await adas.opens(/glue/)
  await adas.button('More').click()
  await adas.page.getByRole('menuitem', { name: 'Ask a colleague in…' }).click()
  await adas.page.getByRole('button', { name: 'Ask in Dora' }).click()

  const desk = deskOn(doras)
  await desk.opens(/glue/)
  await desk.sees('Does the glue hold outdoors?')
  assert.equal(await desk.list.getByRole('option').count(), 1)
  assert.equal(await desk.reply.count(), 0)
  await desk.note.fill('It does, up to a year.')
  await desk.note.press('Control+Enter')
  await adas.sees('It does, up to a year.')
})

test('a device that is signed out from another one is out', async (t) => {
  const { page, email, password, opensBrowser } = await setUpShop(t)
  const phone = await (await opensBrowser({ viewport: { width: 390, height: 844 } })).newPage()
  await phone.goto('/desk')
  await signIn(phone, password, email)
  await phone.getByRole('region', { name: 'Conversations' }).waitFor()

  await deskOn(page).goesToSettings('Sessions')
  await page.getByText('This one').waitFor()
  await page.getByRole('button', { name: /^Sign out (?!everywhere)/ }).click()
  await page.getByText(/is signed out\.$/).waitFor()

  await phone.getByRole('link', { name: 'Settings' }).click()
  await phone.getByRole('heading', { name: 'Sign in' }).waitFor()
})

test('an API key is shown once and works; the line for the shop’s pages is copied with one press', async (t) => {
  const { page, url, workspace, channel } = await openAsAda(t)
  const desk = deskOn(page)
  await desk.goesToSettings('API keys')
  await page.getByRole('button', { name: 'New key' }).click()
  const dialog = page.getByRole('dialog', { name: 'New API key' })
  await dialog.getByLabel('Name').fill('Stock keeper')
  await dialog.getByRole('button', { name: 'Make the key' }).click()
  await dialog.getByRole('button', { name: 'Copy: Stock keeper' }).click()
  const key = await copied(page)
  await dialog.getByRole('button', { name: 'Done' }).click()
  const row = page.getByRole('listitem').filter({ hasText: 'Stock keeper' })
  await row.waitFor()
  assert.ok(!(await page.locator('body').textContent())?.includes(key))
  const answer = await fetch(`${url}/api/workspaces/${workspace.id}/inbox?view=open`, {
    headers: { authorization: `Bearer ${key}` },
  })
  assert.equal(answer.status, 200)

  await desk.goesToSettings('Channels')
  await page.getByRole('button', { name: /^Copy: Put this line/ }).click()
  assert.equal(await copied(page), `<script src="${url}/widget.js" data-channel="${channel.key}" async></script>`)
})

/** A new server whose owner has just opened the set-up link, and stands in the new workspace. */
async function setUpShop(t: Parameters<typeof openWindows>[0]) {
  const server = await openWindows(t, refused)
  const context = await server.opensBrowser(clipboard)
  const page = await context.newPage()
  const email = 'eha@shop.example'
  const password = 'a spruce in the snow'
  await page.goto(`/desk/set-up#${makeSetUpToken(server.secrets)}`)
  await page.getByLabel('Name of the shop').fill('Metsa pood')
  await page.getByLabel('Your name').fill('Eha')
  await page.getByLabel('Your e-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Set up' }).click()
  await page.getByRole('heading', { name: 'Channels' }).waitFor()
  return { ...server, context, page, email, password }
}

async function openAsAda(t: Parameters<typeof openWindows>[0]) {
  const server = await openWindows(t, refused)
  const { page } = await server.opensDesk(server.ada, clipboard)
  return { ...server, page }
}

async function signOut(page: Page) {
  await page.getByRole('button', { name: /^Your account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}

async function signIn(page: Page, password: string, email = 'eha@shop.example') {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

const copied = (page: Page): Promise<string> => page.evaluate('navigator.clipboard.readText()')

/** A fingerprint reader whose owner always agrees. */
async function plugInAuthenticator(context: BrowserContext, page: Page) {
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** What an authenticator app shows now for a secret: RFC 6238 with the usual thirty seconds and six digits. */
function totp(secret: string): string {
  const bits = [...secret.replaceAll(' ', '').toUpperCase()]
    .map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
  const hash = createHmac('sha1', key).update(step).digest()
  const offset = (hash.at(-1) ?? 0) & 0xf
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
