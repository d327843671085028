import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { sql } from 'kysely'
import { simpleParser } from 'mailparser'
import { ContinuationBody } from '#protocol/widget.ts'
import { expectBody, expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import { openSendingServer } from '#test/mail/sending-server.ts'
import { eml, openMailroom } from '#test/mailroom.ts'
import { ShopVisitor } from '#test/visitor.ts'
import { changeMailbox } from '../email/connecting.ts'
import { writeLink } from './conversation-link.ts'
import { sendVisitorMail } from './visitor-mail.ts'

async function openShop(t: TestContext) {
  const server = await openSendingServer(t)
  const room = await openMailroom(t, { smtp: server.settings, hasPlusAddresses: true })
  const { mailbox, transact, secrets, ada, db, url, channel } = room
  await transact((trx) => changeMailbox(trx, ada.agent, secrets, mailbox.channelId, { password: 'rowan' }))
  const key = channel.key ?? ''
  /** All that was asked for and has not gone out yet; the last of it. */
  async function mailGoes() {
    const waiting = await db.selectFrom('visitorMails').where('sentAt', 'is', null).select('id').execute()
    for (const { id } of waiting)
      await room.runJob(sendVisitorMail.name, { workspaceId: mailbox.workspaceId, mailId: id })
    const mail = await simpleParser(server.taken.at(-1)?.raw ?? '')
    const [link = ''] = /(?<=\/c\/)\S+/.exec(mail.text ?? '') ?? []
    return { to: server.taken.at(-1)?.to, mail, link }
  }
  const asksFor = (who: ShopVisitor, kind: 'link' | 'transcript', { threadId }: { threadId: string }, body = {}) =>
    who.asks('POST', `/threads/${threadId}/${kind}`, body)
  const opensPage = async (link: string, language = 'en') => {
    const response = await fetch(`${url}/c/${link}`, { headers: { 'accept-language': language } })
    return { status: response.status, headers: response.headers, html: await response.text() }
  }
  const visits = (channelKey = key) => new ShopVisitor({ url, channelKey, db })
  const goesOn = (who: ShopVisitor, link: string, token?: string) =>
    who.asks('POST', '/continuation', { link, ...(token && { token }) })
  return { ...room, server, mailGoes, asksFor, opensPage, visits, goesOn, key }
}

test('a transcript is the thread as its customer sees it: without notes, in the window’s language; its answer comes back', async (t) => {
  const { ada, cleo, server, mailGoes, asksFor, ...room } = await openShop(t)
  const question = await cleo.writes('Kas see on täispuit? <b>')
  await ada.notes(question, 'She is difficult')
  await ada.replies(question, 'On küll: https://pood.example/puit')
  await cleo.asks('POST', '/address', { email: 'cleo@home.example' })

  const answer = await asksFor(cleo, 'transcript', question, { email: 'Cleo@Home.example', language: 'et' })

  assert.deepEqual([answer.status, answer.body], [200, { address: 'cleo@home.example' }])
  const { to, mail } = await mailGoes()
  assert.deepEqual(to, ['cleo@home.example'])
  assert.equal(mail.subject, 'Sinu vestlus: Pihlaka pood')
  assert.equal(mail.from?.text, '"Pihlaka pood" <info@pood.example>')
  assert.equal(mail.headers.get('auto-submitted'), 'auto-generated')
  assert.match(mail.text ?? '', /Sina · .*\nKas see on täispuit\? <b>\n\nAda · .*\nOn küll: https:\/\/pood/)
  assert.match(String(mail.html), /&#60;b&#62;/)
  for (const part of [mail.text, String(mail.html)]) assert.doesNotMatch(part ?? '', /difficult/)
  await mailGoes()
  assert.equal(server.taken.length, 1, 'Once is enough.')

  const answers = [[mail.references ?? []].flat(), mail.messageId ?? ''].flat().map((id) => id.slice(1, -1))
  await room.comes(eml({ answers, subject: `Re: ${mail.subject}`, text: 'Aitäh!' }))
  const conversations = await room.conversations()
  assert.deepEqual([conversations.length, conversations[0]?.messages.at(-1)?.text], [1, 'Aitäh!'])
})

test('without an address it goes to the one they left, which is told in part only', async (t) => {
  const { ada, cleo, mailGoes, asksFor } = await openShop(t)
  const question = await cleo.writes('Hello?')
  await ada.replies(question, 'Hello!')
  assert.equal((await asksFor(cleo, 'transcript', question)).status, 422)
  await cleo.asks('POST', '/address', { email: 'cleo@home.example' })

  const { status, body } = await asksFor(cleo, 'transcript', question)

  assert.deepEqual([status, body], [200, { address: 'c…@home.example' }])
  assert.deepEqual((await mailGoes()).to, ['cleo@home.example'])
})

test('an address that was only given for a mail is no address of theirs', async (t) => {
  const { ada, cleo, asksFor } = await openShop(t)
  const question = await cleo.writes('Hello?')
  await asksFor(cleo, 'link', question, { email: 'friend@home.example' })
  assert.equal((await ada.sees(question)).customer.email, null)
})

test('nobody has what they wrote themselves sent to strangers, nor anybody’s mailbox filled', async (t) => {
  const { ada, cleo, visits, asksFor, db } = await openShop(t)
  const question = await cleo.writes('Buy cheap pills')
  assert.equal((await asksFor(cleo, 'transcript', question, { email: 'victim@home.example' })).status, 404)
  await ada.replies(question, 'No.')
  const one = { email: 'victim@home.example' }
  const many = await Promise.all(Array.from({ length: 8 }, () => asksFor(cleo, 'transcript', question, one)))
  assert.equal(many.filter(({ status }) => status === 200).length, 5)
  assert.equal(many.filter(({ status }) => status === 429).length, 3)

  const dan = visits()
  const other = await dan.writes('Hello')
  assert.equal((await asksFor(dan, 'link', other, one)).status, 429, 'Nor by taking turns.')
  await ada.marksSpam(other)
  assert.equal((await asksFor(dan, 'link', other, { email: 'dan@home.example' })).status, 404)
  assert.equal((await db.selectFrom('visitorMails').select('id').execute()).length, 5)
})

test('without a mailbox that sends they are told so, and nothing is kept', async (t) => {
  const { cleo, db } = await openDesk(t)
  const question = await cleo.writes('Hello?')
  const refused = await cleo.asks('POST', `/threads/${question.threadId}/link`, { email: 'c@home.example' })
  expectProblem(refused, 409, 'cannot-send-mail')
  assert.deepEqual(await db.selectFrom('visitorMails').selectAll().execute(), [])
})

test('a mailed link makes another browser its customer’s: what was said is there, and goes on', async (t) => {
  const { ada, cleo, url, visits, mailGoes, asksFor, opensPage, goesOn } = await openShop(t)
  const question = await cleo.writes('Is it solid wood?')
  await ada.replies(question, 'It is.')
  await asksFor(cleo, 'link', question, { email: 'cleo@home.example', language: 'fi' })
  const { mail, link } = await mailGoes()
  assert.equal(mail.subject, 'Jatka keskustelua: Pihlaka pood')
  assert.ok(mail.text?.includes(`${url}/c/`))
  assert.doesNotMatch(mail.text ?? '', /solid wood/)

  const page = await opensPage(link)
  assert.equal(page.status, 200)
  assert.match(page.html, /<html lang="fi">[\s\S]*<h1>Pihlaka pood<\/h1>/)
  assert.equal(page.headers.get('referrer-policy'), 'no-referrer')
  assert.equal(page.headers.get('cache-control'), 'no-store')

  const phone = visits()
  const { token, threadId } = expectBody(await goesOn(phone, link), ContinuationBody)
  phone.token = token
  assert.equal(threadId, question.threadId)
  const { threads } = await phone.opensSession()
  assert.deepEqual(
    threads.map(({ id }) => id),
    [question.threadId],
  )
  await phone.writes('Then I take two', { in: question })
  await cleo.hearsOf('message.received', ({ message }) => message.text === 'Then I take two')
  assert.equal((await ada.opens(question)).messages.at(-1)?.author.kind, 'customer')

  const again = expectBody(await goesOn(phone, link, token), ContinuationBody)
  assert.equal(again.token, token, 'It stays the same visitor there.')
})

test('a browser that is somebody else’s becomes a new visitor, and loses nothing', async (t) => {
  const { cleo, visits, mailGoes, asksFor, goesOn } = await openShop(t)
  await asksFor(cleo, 'link', await cleo.writes('Mine'), { email: 'cleo@home.example' })
  const { link } = await mailGoes()
  const dan = visits()
  await dan.writes('Dan’s secret')

  const { token } = expectBody(await goesOn(dan, link, dan.token), ContinuationBody)

  assert.notEqual(token, dan.token)
  assert.equal((await dan.opensSession()).threads[0]?.lastMessage?.text, 'Dan’s secret')
  const both = visits()
  both.token = token
  assert.deepEqual(
    (await both.opensSession()).threads.map(({ lastMessage }) => lastMessage?.text),
    ['Mine'],
  )
})

test('a link that is forged, too old, of elsewhere or of what is no longer theirs opens nothing', async (t) => {
  const { ada, cleo, url, db, secrets, workspace, visits, opensPage, goesOn, ...room } = await openShop(t)
  const question = await cleo.writes('My secret')
  const { customerId } = await db.selectFrom('threads').select('customerId').executeTakeFirstOrThrow()
  const dan = visits()
  const other = await dan.writes('Another')
  const { customerId: danId } = await db
    .selectFrom('threads')
    .where('id', '=', other.threadId)
    .select('customerId')
    .executeTakeFirstOrThrow()
  const tomorrow = new Date(Date.now() + 86_400_000)
  const place = { workspaceId: workspace.id, threadId: question.threadId, customerId, expiresAt: tomorrow }
  const good = writeLink(secrets, place)
  const elsewhere = await room.joins('Eve', 'owner', await room.opensWorkspace('Elsewhere'))
  const strange = visits((await room.opensChannel(elsewhere.agent, {})).key ?? '')
  const second = visits((await room.opensChannel(ada.agent, {})).key ?? '')
  const [content = '', mac = ''] = good.split('.')
  const forged = [
    writeLink(secrets, { ...place, expiresAt: new Date(Date.now() - 1_000) }),
    writeLink(secrets, { ...place, customerId: danId }),
    `${content}.${secrets.sign('visitor', content)}`,
    `${content.slice(0, -2)}AA.${mac}`,
    `${content}.`,
    `${good}.x`,
    `.${mac}`,
    '%00',
    '<script>alert(1)</script>',
    'x'.repeat(200),
  ]
  for (const link of forged) {
    const page = await opensPage(encodeURIComponent(link), 'sv-SE,sv;q=0.9')
    assert.equal(page.status, 410, link)
    assert.match(page.html, /Länken gäller inte längre/)
    assert.doesNotMatch(page.html, /<script|Pihlaka/)
    assert.equal((await goesOn(visits(), link)).status, 410, link)
  }
  assert.equal((await opensPage('x'.repeat(2_000))).status, 400)
  for (const who of [strange, second]) assert.equal((await goesOn(who, good)).status, 410)
  assert.equal((await goesOn(visits(), good)).status, 200)

  await sql`update threads set customer_id = ${danId} where id = ${question.threadId}`.execute(db)
  assert.equal((await goesOn(visits(), good)).status, 410)
  assert.equal((await opensPage(good)).status, 410)
  assert.equal((await fetch(`${url}/c/`)).status, 410)
})

test('who comes back after more than a year finds their conversations', async (t) => {
  const { ada, cleo, db } = await openDesk(t)
  const question = await cleo.writes('Which oil for the board?')
  await ada.replies(question, 'Linseed.')
  const aged = sql`- interval '13 months'`
  await sql`update conversations set created_at = created_at ${aged}, last_message_at = last_message_at ${aged}`.execute(
    db,
  )
  await sql`update threads set created_at = created_at ${aged}`.execute(db)
  await sql`update messages set sent_at = sent_at ${aged}`.execute(db)
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 400 * 86_400_000 })
  const { token } = cleo

  const { threads, isNew } = await cleo.opensSession()

  assert.equal(isNew, false)
  assert.equal(cleo.token, token)
  assert.deepEqual(
    threads.map(({ id, lastMessage }) => [id, lastMessage?.text]),
    [[question.threadId, 'Linseed.']],
  )
})
