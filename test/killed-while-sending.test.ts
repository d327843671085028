import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { createTransport } from 'nodemailer'
import { InboxPageBody, MessageBody } from '#protocol/conversations.ts'
import { MailboxBody } from '#protocol/email.ts'
import { ask, expectBody } from './answers.ts'
import { countDeliveries, findDeliveryState, openDatabase } from './faults/proofs.ts'
import { findFreePort, makeDataFolder, startInfolett, until } from './infolett.ts'
import { openSendingServer } from './mail/sending-server.ts'

test('a server that is killed between “sent” and “recorded” sends the same mail once more, and no third time', {
  timeout: 120_000,
}, async (t) => {
  const post = await openSendingServer(t)
  const folder = await makeDataFolder(t)
  const [port, mailPort] = [await findFreePort(), await findFreePort()]
  const environment = {
    INFOLETT_DATA: folder,
    INFOLETT_DEMO: 'false',
    INFOLETT_MAIL_PORT: String(mailPort),
    INFOLETT_MAIL_DOMAIN: 'mail.shop.test',
  }
  const first = startInfolett(t, port, environment)
  await first.ready()
  const { workspaceId, cookie } = await first.opensShop()
  const asks = (method: string, path: string, body?: unknown) =>
    ask(method, `${first.url}/api/workspaces/${workspaceId}${path}`, { origin: first.url, cookie }, body)
  const settings = { provider: 'other', signIn: 'password', imap: null, smtp: post.settings, folders: [] }
  const mailbox = { name: 'Post', address: 'info@shop.example', settings, password: 'rowan' }
  const { forwardAddress } = expectBody(await asks('POST', '/channels/email', mailbox), MailboxBody)
  const mail = { from: 'cleo@mail.example', to: 'info@shop.example', subject: 'Order 1207', text: 'Where is it?' }
  await createTransport({ host: '127.0.0.1', port: mailPort, ignoreTLS: true }).sendMail({
    ...mail,
    envelope: { from: mail.from, to: forwardAddress ?? '' },
  })
  const conversations = async () => expectBody(await asks('GET', '/inbox?view=open'), InboxPageBody).conversations
  await until(async () => (await conversations()).length === 1)
  const [conversation] = await conversations()

  // Whoever holds the conversation keeps the server from recording what its mail server has just said yes to.
  const holding = await openDatabase(folder)
  t.after(() => holding.end())
  post.answers.mail = async () => {
    await holding.query('begin')
    await holding.query('select from conversations for update')
    return undefined
  }
  const draft = { clientId: randomUUID(), text: 'It left yesterday.', attachmentIds: [] }
  const reply = expectBody(await asks('POST', `/conversations/${conversation?.id}/messages`, draft), MessageBody)
  const asking = await openDatabase(folder)
  t.after(() => asking.end())
  await until(async () => {
    const { rowCount } = await asking.query(
      "select from pg_stat_activity where wait_event_type = 'Lock' and query like '%for update%'",
    )
    return rowCount === 1
  })
  assert.equal(post.taken.length, 1)
  assert.equal(await findDeliveryState(asking, reply.id), 'queued')
  await first.ends('SIGKILL')
  post.answers.mail = undefined

  await startInfolett(t, port, environment).ready()
  const sql = await openDatabase(folder)
  t.after(() => sql.end())
  await until(async () => (await findDeliveryState(sql, reply.id)) === 'sent')
  await until(async () => (await countDeliveries(sql)) === 0)

  const [one, again, ...more] = post.taken
  assert.deepEqual(one?.raw, again?.raw)
  assert.deepEqual(one?.to, ['cleo@mail.example'])
  assert.equal(more.length, 0)
  assert.match(String(one?.raw), /^Message-ID: <[0-9a-v]{42}@shop\.example>\r$/m)
})
