import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import { openProvider } from './mail/provider.ts'
import { type MailServers, mailServers } from './mail-servers.ts'
import { openWindows } from './windows.ts'

test('from “Add mailbox” to the first answer, by keyboard', async (t) => {
  const { servers, opensDesk, ada } = await openShop(t)
  const cleo = await servers.addMailbox('cleo@home.test')
  const mailbox = await servers.addMailbox()
  await servers.addFolder(mailbox.address, 'Orders')
  const desk = await opensDesk(ada)
  const { page } = desk

  await desk.goesToSettings('Channels')
  await page.getByText('No mailbox yet').waitFor()
  await page.getByRole('button', { name: 'Add mailbox' }).press('Enter')
  await page.getByLabel('E-mail address').fill(mailbox.address)
  await page.keyboard.press('Enter')
  await isFocused(page, 'How does Infolett get in?')
  await fillServers(page, servers)
  await page.getByLabel('Password of the mailbox').fill(mailbox.password)
  await page.keyboard.press('Enter')
  await isFocused(page, 'What shall it read?')
  await page.getByRole('checkbox', { name: 'Orders' }).press('Space')
  await page.getByLabel('Name of the sender').fill('Pihlaka pood')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: mailbox.address, exact: true }).waitFor()
  await page.getByText('Working', { exact: true }).waitFor()
  await page.getByRole('row', { name: /Orders/ }).waitFor()

  await servers.deliver(question(mailbox.address), { from: cleo.address, to: mailbox.address })
  await page.getByRole('navigation', { name: 'Desk' }).getByRole('link', { name: 'Inbox' }).click()
  await desk.opens(/Cleo/)
  await desk.sees('Does the glue hold outdoors?')
  await desk.replies('It does, even in the snow.')
  await desk.sees('It does, even in the snow.')

  const [answer] = await until(async () => {
    const mails = await servers.listMailbox(cleo.address)
    return mails.length > 0 ? mails : undefined
  })
  const raw = answer?.raw.toString() ?? ''
  assert.match(raw, /It does, even in the snow\./)
  assert.match(raw, /^In-Reply-To: *<glue@home\.test>/im)
  assert.match(raw, /^From: .*Pihlaka pood/im)
})

test('what is wrong is said where it is entered, and put right there', async (t) => {
  const { servers, opensDesk, ada } = await openShop(t)
  const mailbox = await servers.addMailbox()
  const desk = await opensDesk(ada)
  const { page } = desk
  const result = page.getByRole('alert')

  await desk.goesToSettings('Channels')
  await page.getByRole('button', { name: 'Add mailbox' }).click()
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByText('Write the address of the mailbox.').waitFor()
  await page.getByLabel('E-mail address').fill(mailbox.address)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByText('Nobody here knows who keeps mail for shop.test.', { exact: false }).waitFor()
  await fillServers(page, servers)
  await page.getByLabel('Certificate authority').fill('')
  await page.getByLabel('Password of the mailbox').fill('wrong')
  await page.getByRole('button', { name: 'Try it' }).click()
  await result.getByText(/authority that nobody here knows/).waitFor()

  await page.getByLabel('Certificate authority').fill(servers.ca)
  await page.getByRole('button', { name: 'Try again' }).click()
  await result.getByText(/Neither reading nor sending works.*does not accept the password/).waitFor()

  await page.getByLabel('Password of the mailbox').fill(mailbox.password)
  await page.getByLabel('Port').last().fill('1')
  await page.getByRole('button', { name: 'Try again' }).click()
  await result.getByText('Reading works.').waitFor()
  await result.getByText(/Sending does not work\. Port 1 is none for mail/).waitFor()

  await page.getByLabel('Port').last().fill(String(servers.smtp.tlsPort))
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('heading', { name: 'What shall it read?' }).waitFor()
})

test('a password that was changed elsewhere is told above every screen, until the new one is entered', async (t) => {
  const { servers, opensDesk, ada, bo } = await openShop(t)
  const mailbox = await servers.addMailbox()
  const desk = await opensDesk(ada)
  const { page } = desk
  await connects(page, servers, mailbox)
  await page.getByText('Working', { exact: true }).waitFor()
  const office = await opensDesk(bo)

  await servers.changePassword(mailbox.address, 'a new one')
  await servers.imap.stop()
  await servers.imap.start()
  const alarm = `The mail of ${mailbox.address} is not being read.`
  await office.page.getByText(alarm).waitFor()
  await office.page.getByText('Tell an admin.').waitFor()
  await page.getByRole('link', { name: 'Inbox' }).first().click()
  await page.getByText(alarm).waitFor()
  await page.getByRole('link', { name: 'See what to do' }).click()
  await page.getByText(/does not accept the password/).waitFor()

  await page.getByRole('button', { name: 'Change password or servers' }).click()
  const dialog = page.getByRole('dialog', { name: 'Signing in' })
  await dialog.getByLabel('New password').fill('a new one')
  await dialog.getByRole('button', { name: 'Try and save' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('Working', { exact: true }).waitFor()
  await office.page.getByText(alarm).waitFor({ state: 'hidden' })
})

test('a Gmail mailbox is signed in to at Google, and the page says so', async (t) => {
  const google = await openProvider(t)
  const { clientId, clientSecret, url: signInUrl } = google
  const { opensDesk, ada } = await openWindows(t, { settings: { google: { clientId, clientSecret, signInUrl } } })
  const desk = await opensDesk(ada)
  const { page } = desk
  const begins = async () => {
    await desk.goesToSettings('Channels')
    await page.getByRole('button', { name: 'Add mailbox' }).click()
    await page.getByLabel('E-mail address').fill('pihlakas@gmail.com')
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByText('pihlakas@gmail.com is kept by Gmail.', { exact: false }).waitFor()
  }
  await begins()
  await page.getByRole('button', { name: 'Use a password instead' }).click()
  assert.match(
    (await page.getByRole('link', { name: 'Make an app password' }).getAttribute('href')) ?? '',
    /^https:\/\/myaccount\.google\.com\//,
  )

  await page.getByRole('link', { name: 'All channels' }).click()
  await begins()
  await page.getByRole('button', { name: 'Sign in with Google' }).click()
  await page.getByRole('link', { name: 'No', exact: true }).click()
  await page.getByText('Without their word this mailbox cannot be read.', { exact: false }).waitFor()
  await page.getByText('Nobody has signed in to this mailbox yet', { exact: false }).waitFor()
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('link', { name: 'Allow' }).click()
  await page.getByText('You are signed in.', { exact: false }).waitFor()
  await page.getByText('signed in at the provider', { exact: false }).waitFor()
})

test('how letters leave and what is answered by itself is set on the mailbox’s page, and stays', async (t) => {
  const { servers, opensDesk, ada, db } = await openShop(t)
  const mailbox = await servers.addMailbox()
  const { page } = await opensDesk(ada)
  await connects(page, servers, mailbox)

  await page.getByLabel('Signature of the shop').fill('Pihlaka pood OÜ')
  await page.getByLabel('When a customer answers what was closed').selectOption('14')
  await page.getByRole('checkbox', { name: 'Put what was written before below each answer' }).uncheck()
  await page.getByRole('region', { name: 'Answers', exact: true }).getByRole('button', { name: 'Save' }).click()
  await page.getByText('It is saved.').waitFor()
  const automatic = page.getByRole('region', { name: 'Automatic answers' })
  await automatic.getByRole('checkbox', { name: 'Say that a new question has arrived' }).check()
  await automatic.getByRole('button', { name: 'Own words' }).click()
  await automatic.getByLabel('English').fill('We have it.')
  await automatic.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The automatic answers are saved.').waitFor()
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByText('Paused', { exact: true }).waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'Resume' }).waitFor()
  assert.equal(await page.getByLabel('Signature of the shop').inputValue(), 'Pihlaka pood OÜ')

  const { settings } = await db.selectFrom('mailboxes').select('settings').executeTakeFirstOrThrow()
  assert.deepEqual(pick(settings, ['signature', 'reopenDays', 'quotesHistory', 'acknowledges', 'acknowledgement']), {
    signature: 'Pihlaka pood OÜ',
    reopenDays: 14,
    quotesHistory: false,
    acknowledges: true,
    acknowledgement: { en: 'We have it.' },
  })
})

/** A shop whose mail is read and sent, beside real mail servers. */
async function openShop(t: TestContext) {
  const servers = await mailServers(t)
  const mail: { close(): Promise<void> }[] = []
  t.after(() => Promise.all(mail.map((one) => one.close())))
  const windows = await openWindows(t)
  mail.push(await windows.app.openMail())
  return { ...windows, servers }
}

async function fillServers(page: Page, { imap, smtp, ca }: MailServers): Promise<void> {
  const server = page.getByLabel('Server', { exact: true })
  const port = page.getByLabel('Port')
  await server.first().fill('localhost')
  await port.first().fill(String(imap.tlsPort))
  await server.last().fill('localhost')
  await port.last().fill(String(smtp.tlsPort))
  await page.getByLabel('Certificate authority').fill(ca)
}

async function connects(
  page: Page,
  servers: MailServers,
  { address, password }: { address: string; password: string },
) {
  await page.goto(`${page.url().split('/inbox')[0]}/settings/channels/new-mailbox`)
  await page.getByLabel('E-mail address').fill(address)
  await page.keyboard.press('Enter')
  await page.getByLabel('Password of the mailbox').fill(password)
  await fillServers(page, servers)
  await page.getByRole('button', { name: 'Try it' }).click()
  await page.getByRole('button', { name: 'Connect the mailbox' }).click()
  await page.getByRole('heading', { name: address, exact: true }).waitFor()
}

async function isFocused(page: Page, heading: string): Promise<void> {
  await page.locator('h3:focus', { hasText: heading }).waitFor()
}

const question = (to: string): string =>
  `From: Cleo <cleo@home.test>\r\nTo: ${to}\r\nSubject: Glue\r\nMessage-ID: <glue@home.test>\r\n\r\nDoes the glue hold outdoors?\r\n`

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const pick = (given: unknown, names: string[]) =>
  Object.fromEntries(Object.entries(given ?? {}).filter(([name]) => names.includes(name)))
