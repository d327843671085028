import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { WidgetConfigBody } from '#protocol/widget.ts'
import { expectBody, expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'

test('any page may show the window of a channel that names none; a list lets in only who is on it, and us', async (t) => {
  const { ada, opensChannel, comes, url } = await openDesk(t)
  const { key } = await opensChannel(ada.agent, { allowedOrigins: ['https://shop.example', 'http://localhost:3000'] })
  const statusFrom = async (origin: string, channelKey?: string) =>
    (await comes({ origin, key: channelKey }).asks('POST', '/session', {})).status

  assert.equal(await statusFrom('https://anywhere.example'), 200)
  for (const origin of ['https://shop.example', 'http://localhost:3000', url])
    assert.equal(await statusFrom(origin, key ?? ''), 200, origin)
  for (const origin of ['https://evil.example', 'http://shop.example', 'https://shop.example.evil.example', 'null'])
    assert.equal(await statusFrom(origin, key ?? ''), 403, origin)
  const eve = comes({ origin: 'https://evil.example', key: key ?? '' })
  expectProblem(await eve.asks('GET', '/config'), 403, 'page-not-allowed')
  expectProblem(await eve.asks('GET', '/unread'), 403, 'page-not-allowed')
})

test('a browser on a shop’s page may read our answers and refusals, and is never asked for cookies', async (t) => {
  const { cleo, comes } = await openDesk(t)
  const answers = [
    await cleo.asks('GET', '/config'),
    await cleo.asks('POST', '/session', {}),
    await cleo.asks('POST', '/session', { token: 5 }),
    await cleo.asks('GET', '/unread'),
    await comes({ key: 'nosuchchannel' }).asks('GET', '/config'),
  ]

  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 400, 401, 404],
  )
  for (const { headers } of answers) {
    assert.equal(headers.get('access-control-allow-origin'), '*')
    assert.equal(headers.get('access-control-allow-credentials'), null)
    assert.equal(headers.get('set-cookie'), null)
  }
  for (const path of ['/session', '/attachments', `/threads/${randomUUID()}`]) {
    const { status, headers } = await cleo.asks('OPTIONS', path, undefined, {
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization, content-type',
    })
    assert.equal(status, 204)
    assert.match(headers.get('access-control-allow-headers') ?? '', /authorization/)
    assert.match(headers.get('access-control-allow-methods') ?? '', /POST/)
  }
})

test('the window is drawn as its channel says, and may be kept for a minute', async (t) => {
  const { cleo } = await openDesk(t, { chatSettings: { greeting: 'Tere!', accent: '#aa0000', language: 'et' } })

  const answer = await cleo.asks('GET', '/config')

  assert.deepEqual(expectBody(answer, WidgetConfigBody), {
    workspaceName: 'Pihlaka pood',
    language: 'et',
    greeting: 'Tere!',
    accent: '#aa0000',
    look: {},
    preChat: {},
    visitConsent: 'always',
    maxAttachmentBytes: 20 * 1024 * 1024,
  })
  assert.equal(answer.headers.get('cache-control'), 'public, max-age=60')
})

test('a token is kept while it is good, and replaced when it is not ours', async (t) => {
  const { cleo, comes } = await openDesk(t)
  const { token } = await cleo.opensSession()

  assert.equal((await cleo.opensSession()).token, token)
  for (const wrong of ['', 'x', `${token}x`, `${randomUUID()}.${token.split('.')[1]}`, token.replace('.', '..')]) {
    const visitor = comes()
    visitor.token = wrong
    const session = await visitor.opensSession()
    assert.equal(session.isNew, true)
    assert.notEqual(session.token, wrong)
    visitor.token = wrong
    expectProblem(await visitor.asks('GET', '/unread'), 401, 'visitor-unknown')
  }
})

test('unread counts answers in all threads until they are read', async (t) => {
  const { ada, cleo } = await openDesk(t)
  assert.equal((await cleo.opensSession()).threads.length, 0)
  assert.equal(await cleo.unread(), 0)
  const one = await cleo.writes('One')
  const two = await cleo.writes('Two', { in: { threadId: randomUUID() } })
  await ada.replies(one, 'Answer to one')
  await ada.replies(two, 'Answer to two')
  const last = await ada.replies(two, 'And more')

  assert.equal(await cleo.unread(), 3)
  const { threads } = await cleo.opensSession()
  assert.deepEqual(
    threads.map(({ id, unreadCount, lastMessage }) => [id, unreadCount, lastMessage?.text]),
    [
      [two.threadId, 2, 'And more'],
      [one.threadId, 1, 'Answer to one'],
    ],
  )
  const window = await cleo.chat()
  window.says({ type: 'read', threadId: two.threadId, messageId: last.id })
  await window.hearsOf('thread.read-by-customer')
  assert.equal(await cleo.unread(), 1)
})

test('a visitor leaves an address for the answer; it stays a claim and joins nobody', async (t) => {
  const { ada, cleo, comes } = await openDesk(t)
  const question = await cleo.writes('Do you deliver to Hiiumaa?')
  assert.equal((await cleo.opensSession()).customer.hasEmail, false)

  const left = await cleo.asks('POST', '/address', { email: 'Cleo@Pere.example', phone: '+372 5555 1234' })
  assert.equal(left.status, 200)

  assert.equal((await cleo.opensSession()).customer.hasEmail, true)
  const { customer } = await ada.card({ id: (await ada.sees(question)).customer.id })
  assert.deepEqual(customer.identities, [
    { kind: 'email', value: 'cleo@pere.example', isVerified: false },
    { kind: 'phone', value: '+372 5555 1234', isVerified: false },
  ])
  const dan = comes()
  await dan.writes('I say I am Cleo')
  assert.equal((await dan.asks('POST', '/address', { email: 'cleo@pere.example' })).status, 200)
  assert.equal((await dan.opensSession()).threads.length, 1)
})

test('what is no address is refused, and so is nothing at all', async (t) => {
  const { cleo } = await openDesk(t)
  await cleo.opensSession()
  for (const body of [
    {},
    { email: 'cleo' },
    { phone: 'call me' },
    { email: 'cleo@pere.example\r\nbcc: all@shop.example' },
  ])
    expectProblem(await cleo.asks('POST', '/address', body), 400, 'invalid-input')
})

test('the window greets and names its launcher in the visitor’s language, where the shop has written that', async (t) => {
  const { cleo } = await openDesk(t, {
    chatSettings: {
      greeting: 'Hello!',
      greetings: { et: 'Tere!' },
      launcherLabels: { et: 'Küsi meilt' },
      side: 'left',
      offsetX: 16,
      offsetY: 72,
    },
  })
  const estonian = (await cleo.opensSession({ language: 'et-EE' })).config
  assert.equal(estonian.greeting, 'Tere!')
  assert.deepEqual(estonian.look, { side: 'left', x: 16, y: 72, label: 'Küsi meilt' })
  const finnish = (await cleo.opensSession({ language: 'fi' })).config
  assert.equal(finnish.greeting, 'Hello!')
  assert.deepEqual(finnish.look, { side: 'left', x: 16, y: 72 })
})
