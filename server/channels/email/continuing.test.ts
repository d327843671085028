import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { simpleParser } from 'mailparser'
import { openSendingServer } from '#test/mail/sending-server.ts'
import { eml, openMailroom } from '#test/mailroom.ts'
import { changeMailbox } from './connecting.ts'
import { askToContinue, continueByEmail } from './continuing.ts'

async function openShop(t: TestContext) {
  const server = await openSendingServer(t)
  const room = await openMailroom(t, { smtp: server.settings, hasPlusAddresses: true })
  const { mailbox, transact, secrets, ada, db } = room
  await transact((trx) => changeMailbox(trx, ada.agent, secrets, mailbox.channelId, { password: 'rowan' }))
  const agrees = async (threadId: string) => {
    await room.runJob(continueByEmail.name, { workspaceId: mailbox.workspaceId, threadId })
  }
  const answersInChat = async (question: Awaited<ReturnType<typeof room.cleo.writes>>, text: string) => {
    const message = await ada.replies(question, text)
    await room.runJob('deliver-message', { workspaceId: mailbox.workspaceId, messageId: message.id })
    return message
  }
  const continued = () => db.selectFrom('continuedMessages').selectAll().execute()
  return { ...room, server, agrees, answersInChat, continued }
}

test('answers that nobody saw in the chat go out in one mail; its answer comes back into the same conversation', async (t) => {
  const { cleo, ada, server, answersInChat, agrees, ...room } = await openShop(t)
  const question = await cleo.writes('Do you deliver to Hiiumaa?')
  await cleo.asks('POST', '/address', { email: 'cleo@home.example' })
  await answersInChat(question, 'We do.')
  await answersInChat(question, 'It takes two days.')

  await agrees(question.threadId)

  assert.equal(server.taken.length, 1)
  const mail = await simpleParser(server.taken[0]?.raw ?? '')
  assert.deepEqual(server.taken[0]?.to, ['cleo@home.example'])
  assert.match(mail.text ?? '', /Pihlaka pood has answered you in the chat:\n\nWe do\.\n\nIt takes two days\./)
  assert.equal(mail.headers.get('auto-submitted'), undefined)
  const { activities } = await ada.opens(question)
  assert.ok(activities.some(({ type, data }) => type === 'conversation.continued-by-email' && data.count === 2))

  const messageId = (mail.messageId ?? '').slice(1, -1)
  await room.comes(eml({ answers: [messageId], subject: `Re: ${mail.subject}`, text: 'Lovely, thank you!' }))

  const conversations = await room.conversations()
  assert.equal(conversations.length, 1)
  assert.deepEqual(
    conversations[0]?.messages.map(({ text }) => text),
    ['Do you deliver to Hiiumaa?', 'We do.', 'It takes two days.', 'Lovely, thank you!'],
  )
  const { customer } = await ada.card({ id: (await ada.sees(question)).customer.id })
  assert.deepEqual(customer.identities, [{ kind: 'email', value: 'cleo@home.example', isVerified: false }])
  assert.equal((await cleo.opensSession()).threads[0]?.lastMessage?.text, 'Lovely, thank you!')
})

test('what was sent by mail once is not sent again', async (t) => {
  const { cleo, server, answersInChat, agrees, continued } = await openShop(t)
  const question = await cleo.writes('Hello?')
  await cleo.asks('POST', '/address', { email: 'cleo@home.example' })
  await answersInChat(question, 'Hello!')

  await agrees(question.threadId)
  await agrees(question.threadId)

  assert.equal(server.taken.length, 1)
  assert.equal((await continued()).length, 1)
})

test('who saw the answer, wrote on, left no address, or was marked as spam gets no mail', async (t) => {
  const { cleo, ada, comes: _, server, answersInChat, agrees, ...room } = await openShop(t)
  const seen = await cleo.writes('Hello?')
  await answersInChat(seen, 'Hello!')
  await agrees(seen.threadId)
  assert.equal(server.taken.length, 0, 'left no address')

  await cleo.asks('POST', '/address', { email: 'cleo@home.example' })
  const answer = await answersInChat(seen, 'Still there?')
  const window = await cleo.chat()
  window.says({ type: 'read', threadId: seen.threadId, messageId: answer.id })
  await window.hearsOf('thread.read-by-customer')
  await agrees(seen.threadId)
  assert.equal(server.taken.length, 0, 'saw it')

  await answersInChat(seen, 'And now?')
  await cleo.writes('Yes', { in: seen })
  await agrees(seen.threadId)
  assert.equal(server.taken.length, 0, 'wrote on')

  await answersInChat(seen, 'Good.')
  assert.equal((await ada.asks('PUT', `/conversations/${seen.id}/spam`, {})).status, 200)
  await agrees(seen.threadId)
  assert.equal(server.taken.length, 0, 'spam')
  assert.equal((await room.continued()).length, 0)
})

test('the files of all these answers go along, and no copy is laid into the mailbox as if it were a letter', async (t) => {
  const { cleo, ada, server, agrees, pool, ...room } = await openShop(t)
  const question = await cleo.writes('Can I see it?')
  await cleo.asks('POST', '/address', { email: 'cleo@home.example' })
  for (const name of ['One.txt', 'Two.txt']) {
    const reply = await ada.replies(question, name, { files: [await ada.uploads(name, Buffer.from(name))] })
    await room.runJob('deliver-message', { workspaceId: room.mailbox.workspaceId, messageId: reply.id })
  }

  await agrees(question.threadId)

  const { attachments } = await simpleParser(server.taken[0]?.raw ?? '')
  assert.deepEqual(
    attachments.map(({ filename }) => filename),
    ['One.txt', 'Two.txt'],
  )
  const { rows } = await pool.query("select from graphile_worker.jobs where task_identifier = 'keep-sent-copy'")
  assert.equal(rows.length, 0)
})

test('the team hears when that mail is refused, or comes back', async (t) => {
  const { cleo, ada, server, answersInChat, agrees, ...room } = await openShop(t)
  const question = await cleo.writes('Hello?')
  await cleo.asks('POST', '/address', { email: 'cleo@home.example' })
  await answersInChat(question, 'Hello!')
  const reported = async () =>
    (await ada.opens(question)).activities.flatMap(({ type, data }) =>
      type === 'conversation.letter-reported' ? [data.what] : [],
    )

  server.answers.recipient = () => [550, '5.1.1 No such user']
  await agrees(question.threadId)
  assert.deepEqual(await reported(), ['not-continued'])
  server.answers.recipient = undefined
  await agrees(question.threadId)
  const mail = await simpleParser(server.taken[0]?.raw ?? '')
  await room.comes(
    [
      'From: MAILER-DAEMON@home.example',
      'To: info@shop.example',
      'Subject: Undelivered Mail Returned to Sender',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'It could not be delivered.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; home.example',
      '',
      'Final-Recipient: rfc822; cleo@home.example',
      'Action: failed',
      'Status: 5.1.1',
      '--b',
      'Content-Type: text/rfc822-headers',
      '',
      `Message-ID: ${mail.messageId}`,
      '--b--',
      '',
    ].join('\r\n'),
  )

  assert.deepEqual(await reported(), ['not-continued', 'not-continued'])
  assert.equal((await room.conversations()).length, 1)
})

test('each answer in a chat asks once, later, whether it was seen', async (t) => {
  const { cleo, pool, answersInChat, mailbox, transact } = await openShop(t)
  const question = await cleo.writes('Hello?')
  await answersInChat(question, 'Hello!')
  await askToContinue({ transact }, { workspaceId: mailbox.workspaceId, threadId: question.threadId })

  const { rows } = await pool.query(
    "select run_at > now() + interval '4 minutes' as is_later from graphile_worker.jobs where task_identifier = $1",
    [continueByEmail.name],
  )
  assert.deepEqual(rows, [{ is_later: true }])
})
