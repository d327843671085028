import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { PassThrough } from 'node:stream'
import { type TestContext, test } from 'node:test'
import pino from 'pino'
import { Type } from 'typebox'
import { createMetrics } from '#platform/metrics.ts'
import { defineProblem } from '#platform/problems.ts'
import { Id, Line } from '#protocol/primitives.ts'
import { ask, expectProblem } from '#test/answers.ts'
import { createHttpServer } from './server.ts'

const shopClosed = defineProblem({
  type: '/problems/shop-closed',
  status: 409,
  title: 'The shop is closed',
  help: 'Wait.',
})

/** A server with a few routes that show what is the same for all. */
async function openServer(t: TestContext, settings = { trustProxy: false, requestsPerMinute: 100_000 }) {
  const lines: string[] = []
  const written = new PassThrough().on('data', (line) => lines.push(String(line)))
  const app = await createHttpServer({ log: pino({ level: 'debug' }, written), settings, metrics: createMetrics() })
  const config = { access: 'public' } as const
  const asked = Promise.withResolvers<void>()
  const answerNow = Promise.withResolvers<void>()
  app.get('/api/hello', { config }, ({ ip }) => ({ hello: ip }))
  app.get('/api/closed', { config }, () => {
    throw shopClosed({ detail: 'Until nine.', headers: { 'retry-after': '60' } })
  })
  app.get('/api/bug', { config }, () => {
    throw new Error('cannot read secrets of undefined')
  })
  app.get('/api/away', { config }, () => {
    throw Object.assign(new Error('the database system is shutting down'), { code: '57P03' })
  })
  app.get('/api/slow', { config }, async () => {
    asked.resolve()
    await answerNow.promise
    return { slow: true }
  })
  const body = Type.Object({ name: Line(10), at: Type.Optional(Id) }, { additionalProperties: false })
  const params = Type.Object({ id: Type.Integer({ minimum: 1 }) })
  app.post('/api/things/:id', { config, schema: { params, body } }, (request) => request.body)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  t.after(() => app.close())
  return {
    app,
    url,
    lines,
    asked: asked.promise,
    answerNow: answerNow.resolve,
    get: (path: string) => ask('GET', `${url}${path}`, {}),
  }
}

test('what is not there is a problem that names the request, in the answer and in its header', async (t) => {
  const { url, get } = await openServer(t)
  const answer = await get('/api/nothing?token=secret')

  const { requestId, detail, title } = expectProblem(answer, 404, 'not-found')
  assert.equal(answer.headers.get('x-request-id'), requestId)
  assert.equal(title, 'Not found')
  assert.equal(detail, 'There is nothing at GET /api/nothing.')
  for (const method of ['DELETE', 'OPTIONS', 'PROPFIND'])
    expectProblem(await ask(method, `${url}/api/hello`, {}), 404, 'not-found')
  for (const path of ['/api/%', '/api/hello/', '/API/hello', `/${'x'.repeat(3_000)}`, '/..%2f..%2fetc/passwd'])
    assert.ok([400, 404].includes((await get(path)).status), path)
})

test('looking at the head of a page gives its headers and no body', async (t) => {
  const { url, get } = await openServer(t)
  const page = await get('/api/hello')
  const head = await ask('HEAD', `${url}/api/hello`, {})

  assert.equal(head.status, 200)
  assert.equal(head.headers.get('content-length'), page.headers.get('content-length'))
  assert.deepEqual(head.body, Buffer.alloc(0))
})

test('a problem says what it is, when to come again, and that nobody should keep it', async (t) => {
  const { get } = await openServer(t)
  const answer = await get('/api/closed')

  assert.equal(expectProblem(answer, 409, 'shop-closed').detail, 'Until nine.')
  assert.equal(answer.headers.get('retry-after'), '60')
  assert.equal(answer.headers.get('cache-control'), 'no-store')
})

test('a bug is logged with its request, and told to nobody', async (t) => {
  const { get, lines } = await openServer(t)
  const answer = await get('/api/bug')

  const { requestId = '' } = expectProblem(answer, 500, 'unexpected')
  assert.ok(!JSON.stringify(answer.body).includes('secrets'))
  assert.ok(lines.some((line) => line.includes(requestId) && line.includes('cannot read secrets of undefined')))
})

test('while the database is away, come back later', async (t) => {
  const { get } = await openServer(t)
  expectProblem(await get('/api/away'), 503, 'unavailable')
})

test('what breaks a rule is refused by field and rule', async (t) => {
  const { url } = await openServer(t)
  const post = (path: string, body: string, type = 'application/json') =>
    fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': type }, body }).then(async (response) => ({
      status: response.status,
      headers: response.headers,
      body: await response.json(),
    }))
  const refusals: [path: string, body: string, field: string, rule: RegExp][] = [
    ['/api/things/1', '{', 'body', /JSON/],
    ['/api/things/1', '', 'body', /object/],
    ['/api/things/1', 'null', 'body', /object/],
    ['/api/things/1', '[]', 'body', /object/],
    ['/api/things/1', '{}', 'body.name', /required/],
    ['/api/things/1', '{"name":5}', 'body.name', /string/],
    ['/api/things/1', '{"name":""}', 'body.name', /1 char/],
    ['/api/things/1', '{"name":"   "}', 'body.name', /line/],
    ['/api/things/1', '{"name":"a\\nb"}', 'body.name', /line/],
    ['/api/things/1', '{"name":"a\\u0000b"}', 'body.name', /NUL/],
    ['/api/things/1', '{"name":"\\ud83d"}', 'body.name', /well-formed/],
    ['/api/things/1', '{"name":"much too long"}', 'body.name', /10/],
    ['/api/things/1', '{"name":"a","more":1}', 'body.more', /not known/],
    ['/api/things/1', '{"name":"a","at":"now"}', 'body.at', /UUID/],
    ['/api/things/1', '{"name":"a","__proto__":{"admin":true}}', 'body.__proto__', /not known/],
    ['/api/things/1', '{"name":"a","\\u005f_proto__":{"admin":true}}', 'body.__proto__', /not known/],
    ['/api/things/0', '{"name":"a"}', 'params.id', /1/],
    ['/api/things/one', '{"name":"a"}', 'params.id', /integer/],
  ]

  for (const [path, body, field, rule] of refusals) {
    const { errors } = expectProblem(await post(path, body), 400, 'invalid-input')
    assert.equal(errors?.[0]?.field, field, body)
    assert.match(errors?.[0]?.rule ?? '', rule, body)
  }
  assert.deepEqual((await post('/api/things/1', '{"name":"a"}')).body, { name: 'a' })
  expectProblem(
    await post('/api/things/1', 'name=a', 'application/x-www-form-urlencoded'),
    415,
    'unsupported-media-type',
  )
  expectProblem(await post('/api/things/1', 'a', 'text/plain'), 415, 'unsupported-media-type')
  expectProblem(await post('/api/things/1', `{"name":"${'x'.repeat(256 * 1024)}"}`), 413, 'too-large')
  assert.equal((await post('/api/things/1', '['.repeat(200_000))).status, 400)
})

test('every answer tells the browser not to guess, frame or load from elsewhere', async (t) => {
  const { get } = await openServer(t)
  for (const path of ['/api/hello', '/api/nothing', '/api/bug']) {
    const { headers } = await get(path)
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'self'.*frame-ancestors 'none'/)
    assert.equal(headers.get('x-powered-by'), null)
  }
})

test('who asks too much waits, and is told how long', async (t) => {
  const { get } = await openServer(t, { trustProxy: false, requestsPerMinute: 3 })
  for (let count = 0; count < 3; count++) assert.equal((await get('/api/hello')).status, 200)

  const answer = await get('/api/hello')

  expectProblem(answer, 429, 'too-many-requests')
  assert.ok(Number(answer.headers.get('retry-after')) > 0)
})

test('behind a proxy the address is the one the proxy saw, in front of none nobody can make one up', async (t) => {
  const forwarded = { 'x-forwarded-for': '127.9.9.9, 203.0.113.5' }
  const ipOf = async (trustProxy: boolean) => {
    const { url } = await openServer(t, { trustProxy, requestsPerMinute: 100_000 })
    return (await ask('GET', `${url}/api/hello`, forwarded)).body
  }

  assert.deepEqual(await ipOf(true), { hello: '203.0.113.5' })
  assert.deepEqual(await ipOf(false), { hello: '127.0.0.1' })
})

test('a server that closes answers what was asked, and waits for nobody who only holds the line', async (t) => {
  const { app, url, asked, answerNow, get } = await openServer(t)
  const { port, hostname } = new URL(url)
  const silent = connect({ port: Number(port), host: hostname })
  await once(silent, 'connect')
  const slow = get('/api/slow')
  await asked

  const closing = app.close()
  await once(silent, 'close')
  answerNow()

  assert.deepEqual((await slow).body, { slow: true })
  await closing
})
