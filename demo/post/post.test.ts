import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { changeMailbox, createMailbox } from '#channels/email/connecting.ts'
import { getMailbox, type Mailbox } from '#channels/email/email-channel.ts'
import { createMailParser } from '#channels/email/mail/parsing.ts'
import type { Settings } from '#platform/settings.ts'
import type { EmailSettings } from '#protocol/email.ts'
import { openDesk } from '#test/desk.ts'
import { until } from '#test/infolett.ts'
import { openDemoPost } from '../../server/demo-post.ts'
import { demoMailServer } from '../stores.ts'

const settings: EmailSettings = {
  provider: 'other',
  signIn: 'password',
  imap: null,
  smtp: { host: demoMailServer, port: 465, security: 'tls', user: 'abi@pihlaka.example' },
  folders: [],
  hasPlusAddresses: true,
  acknowledges: true,
}

test('what a customer writes comes to the desk, and what is answered lies in their mailbox', async (t) => {
  const { ada, conversations, writes, visits } = await openDemoShop(t)

  await writes({ customer: 'K1019', subject: 'Peitto', text: 'Onko peittoa vielä?' })
  await until(async () => (await conversations()).length === 1)
  const [conversation] = await conversations()
  assert.ok(conversation)
  assert.deepEqual([conversation.subject, conversation.customer.name], ['Peitto', 'Sanna Korpela'])
  await until(async () => (await visits('/demo/mail')).includes('Automatic'))
  await ada.replies(conversation, 'Kyllä on.')
  await until(async () => (await visits('/demo/mail')).includes('3 letters'))

  const page = await visits('/demo/mail')
  assert.match(page, /No letter leaves this machine/)
  assert.match(page, /Sanna Korpela<\/h2>\s*<p class="muted">sanna\.korpela@example\.com · 3 letters/)
  const [letter = ''] = newestFromShop(page)
  const opened = await visits(letter)
  assert.match(opened, /From: &#34;?.*abi@pihlaka\.example/)
  assert.match(opened, /In-Reply-To: &#60;/)
  assert.match(await visits(`${letter.split('?')[0]}/sheet`), /Kyllä on\./)
})

test('what is answered there comes back into the same conversation', async (t) => {
  const { ada, conversations, writes, answers, visits } = await openDemoShop(t)
  await writes({ customer: 'K1022', subject: 'Beds', text: 'Do you have beds?' })
  await until(async () => (await conversations()).length === 1)
  const [conversation] = await conversations()
  assert.ok(conversation)
  await ada.replies(conversation, 'We do.')
  await until(async () => (await visits('/demo/mail')).includes('3 letters'))

  const [letter = ''] = newestFromShop(await visits('/demo/mail'))
  await answers(letter, 'Then I take two.')
  await until(async () => (await ada.opens(conversation)).messages.at(-1)?.text === 'Then I take two.')

  assert.equal((await conversations()).length, 1)
  const { messages } = await ada.opens(conversation)
  assert.equal(messages.at(-1)?.subject, 'Re: Beds')
  assert.match(await visits('/demo/mail'), /4 letters/)
})

test('an empty letter is an example in the customer’s language', async (t) => {
  const { ada, conversations, writes } = await openDemoShop(t)

  await writes({ customer: 'K1004', subject: '', text: '' })
  await until(async () => (await conversations()).length === 1)

  const [conversation] = await conversations()
  assert.ok(conversation)
  assert.equal(conversation.language, 'ru')
  const { messages } = await ada.opens(conversation)
  assert.match(messages[0]?.text ?? '', /^Здравствуйте!/)
})

test('other workspaces send as ever, though they name the demo’s server', async (t) => {
  const { connection, secrets, opensWorkspace, joins, mailbox, folder, sends, handed } = await openDemoShop(t)
  const eve = await joins('Eve', 'owner', await opensWorkspace('Another shop'))
  const others = await connection.transact((trx) =>
    createMailbox(trx, eve.agent, secrets, { name: 'Mail', address: 'eve@other.example', settings }),
  )

  await sends(others)
  assert.deepEqual(handed, ['eve@other.example'])
  await assert.rejects(readdir(folder))

  await sends(mailbox)
  assert.deepEqual(handed, ['eve@other.example'])
  assert.equal((await readdir(folder)).length, 2)
})

test('once the mailbox has a sending server of its own, the demo neither takes its mail nor brings any', async (t) => {
  const { connection, ada, secrets, mailbox, writes, visits, folder } = await openDemoShop(t)
  await connection.transact((trx) =>
    changeMailbox(trx, ada.agent, secrets, mailbox.channelId, {
      settings: { smtp: { host: 'smtp.shop.example', port: 465, security: 'tls', user: 'abi@pihlaka.example' } },
    }),
  )

  await writes({ customer: 'K1022', subject: 'Beds', text: 'Do you have beds?' })

  const page = await visits('/demo/mail')
  assert.match(page, /has a sending server of its own/)
  assert.doesNotMatch(page, /<form class="letter-form"/)
  await assert.rejects(readdir(folder))
  assert.deepEqual(await connection.db.selectFrom('mails').selectAll().execute(), [])
})

test('nobody writes as somebody who is no customer, or answers a letter that is not theirs', async (t) => {
  const { connection, writes, answers, posts } = await openDemoShop(t)

  await writes({ customer: 'K9999', subject: 'Hello', text: 'Hello' })
  await answers('/demo/mail/00000000000000000000000000000000?as=eve@other.example', 'Hello')
  await posts('/demo/mail/..%2f..%2fsecret/answer', { text: 'Hello' })

  assert.deepEqual(await connection.db.selectFrom('mails').selectAll().execute(), [])
})

test('without the demo there are no mailboxes to look into', async (t) => {
  const { url } = await openDesk(t, { settings: { wantsDemo: false } })

  assert.equal((await fetch(`${url}/demo/mail`)).status, 404)
  assert.equal((await fetch(`${url}/demo/mail`, { method: 'POST', body: new URLSearchParams() })).status, 404)
})

const newestFromShop = (page: string): string[] =>
  [...page.matchAll(/href="([^"]+)">\s*<span class="letter-way to-customer">From the shop</g)].map(([, href = '']) =>
    href.replaceAll('&#38;', '&'),
  )

async function openDemoShop(t: TestContext) {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'infolett-post-'))
  t.after(() => rm(dataFolder, { recursive: true, force: true }))
  const wanted: Partial<Settings> = { wantsDemo: true, dataFolder }
  const desk = await openDesk(t, { settings: wanted })
  const { url, ada, secrets, workspace, db, transact } = desk
  await db.updateTable('workspaces').set({ isDemo: true }).where('id', '=', workspace.id).execute()
  const { channelId } = await transact((trx) =>
    createMailbox(trx, ada.agent, secrets, { name: 'Mail', address: 'abi@pihlaka.example', settings }),
  )
  const parser = createMailParser({ filesFolder: desk.files.folder })
  t.after(parser.close)
  const handed: string[] = []
  const submitter = openDemoPost({ connection: desk, files: desk.files, parser, dataFolder }).instead({
    async submit({ address }) {
      handed.push(address)
      return { state: 'taken', refused: [] }
    },
    close() {},
  })
  const posts = (to: string, fields: Record<string, string>) =>
    fetch(`${url}${to}`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  return {
    ...desk,
    connection: { db, transact },
    mailbox: await getMailbox(db, workspace.id, channelId),
    folder: path.join(dataFolder, 'demo-post'),
    posts,
    handed,
    /** As any letter of this mailbox is handed over. */
    sends: (mailbox: Mailbox) =>
      submitter.submit(
        mailbox,
        {
          envelope: { from: mailbox.address, to: ['cleo@home.example'] },
          bytes: 100,
          stream: () => Readable.from([`From: ${mailbox.address}\r\nSubject: Hello\r\n\r\nHello`]),
        },
        { envelopeId: 'hello', signal: new AbortController().signal },
      ),
    visits: async (to: string) => (await fetch(`${url}${to}`, { headers: { cookie: 'pihlaka_language=en' } })).text(),
    writes: (letter: { customer: string; subject: string; text: string }) => posts('/demo/mail', letter),
    answers: (letter: string, text: string) => {
      const { pathname, searchParams } = new URL(letter, url)
      return posts(`${pathname}/answer`, { text, as: searchParams.get('as') ?? '' })
    },
    conversations: async () => (await ada.inbox('open')).conversations,
  }
}
