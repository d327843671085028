import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'

test('a server that goes tells every window to come back, and finishes what it was told', async (t) => {
  const { ada, bo, cleo, db, close } = await openDesk(t)
  const windows = [await ada.desk(), await bo.desk(), await cleo.chat()]
  const texts = Array.from({ length: 30 }, (_, index) => `Line ${index}`)

  const writing = texts.map((text) => cleo.writes(text))
  const written = Promise.allSettled(writing)
  await writing[0]
  await Promise.all([close(), ...windows.map(async ({ closed }) => assert.equal((await closed).code, 1001))])

  const accepted = (await written).flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value.messageId : []))
  const stored = await db.selectFrom('messages').select('id').execute()
  const ids = stored.map(({ id }) => id)
  for (const id of accepted) assert.ok(ids.includes(id), 'accepted and not stored')
})

test('machines are told that the server lives and can serve', async (t) => {
  const { url } = await openDesk(t)
  for (const [path, status] of [
    ['/health', 'ok'],
    ['/ready', 'ready'],
  ])
    assert.deepEqual((await ask('GET', `${url}${path}`, {})).body, { status })
})

test('figures are for this machine, or for who holds the token', async (t) => {
  const { url, cleo } = await openDesk(t)
  await cleo.writes('Hello')
  const figures = String((await ask('GET', `${url}/metrics`, {})).body)
  assert.match(figures, /infolett_messages_total\{kind="message.received"\} 1/)
  assert.match(figures, /infolett_sockets\{kind="widget"\} 1/)
  assert.match(figures, /infolett_request_seconds_count\{[^}]*route="\/api\/widget\/:channelKey\/session"/)
  expectProblem(await ask('GET', `${url}/metrics`, { 'x-forwarded-for': '203.0.113.5' }), 404, 'not-found')

  const guarded = await openDesk(t, { settings: { metricsToken: 'a token for metrics only' } })
  for (const authorization of ['', 'Bearer', 'Bearer a token', 'a token for metrics only'])
    expectProblem(await ask('GET', `${guarded.url}/metrics`, { authorization }), 404, 'not-found')
  const allowed = await ask('GET', `${guarded.url}/metrics`, { authorization: 'Bearer a token for metrics only' })
  assert.equal(allowed.status, 200)

  const behindProxy = await openDesk(t, { settings: { trustProxy: true } })
  const madeUp = { 'x-forwarded-for': '127.0.0.1, 203.0.113.5' }
  expectProblem(await ask('GET', `${behindProxy.url}/metrics`, madeUp), 404, 'not-found')
})
