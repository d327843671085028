import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { CloseCode, DeskFrame, WidgetFrame } from '#protocol/socket.ts'
import { brokenSockets, frame, handshake, oddTexts, pieces, pingFlood } from './hostile-frames.ts'
import { bodies, contentTypes, oddRequests } from './hostile-http.ts'
import { fitting, type Given, type Schema, type Spoilt, spoilt } from './hostile-values.ts'
import { gif, png, webp } from './pictures.ts'
import { say } from './raw-http.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'
import { type Answer, type AnySocket, type Asking, JSON_TYPE, type SettledShop, settleIn } from './settled-shop.ts'
import { Socket } from './socket.ts'

/** Always the same nonsense, so that what fails once fails again. */
const SEED = 20_261_122
const BODIES = 20
const QUERIES = 10
const PATHS = 6
const FRAMES = 20
/** Requests under way at once. */
const TOGETHER = 8
/** A picture may unfold to 320 MB while its thumbnail is made, one at a time; all else is small. */
const MOST_GROWTH_BYTES = 600 * 1024 * 1024

test('no input brings the server down, fills its memory, or is answered without saying what is wrong', async (t) => {
  const server = await startServerProcess(t, {
    INFOLETT_DEMO: 'true',
    INFOLETT_TRUST_PROXY: 'true',
    INFOLETT_REQUESTS_PER_MINUTE: '1000000',
    INFOLETT_SOCKETS_PER_ADDRESS: '1000',
  })
  const shop = await settleIn(server)
  const growth = await watchMemory(t, server)

  await t.test('what does not fit the schema of a route is refused by field and rule', async () => {
    const operations = await listOperations(shop)
    const cases = operations.flatMap((operation) => spoilOperation(operation, shop))
    await inParallel(cases, async ({ path, asking, place, label }) => {
      const answer = await shop.ownerAsks(path, asking)
      const what = `${label} ${path.slice(0, 300)} ${String(asking.body).slice(0, 300)}`
      isDecent(answer, what)
      if (answer.body?.type === '/problems/invalid-input') namesField(answer.body.errors, place, what)
    })
  })

  await t.test('a body that cannot be read is refused, whatever is wrong with it', async () => {
    const { workspace, ownerAsks, channelKey, given } = shop
    const places: [string, string][] = [
      ['POST', `${workspace}/teams`],
      ['PATCH', `${workspace}/customers/${given.customerId}`],
      ['POST', '/api/auth/passkey/verify-registration'],
      ['POST', `/api/widget/${channelKey}/session`],
    ]
    const cases = places.flatMap(([method, path]) => bodies.map((body) => ({ method, path, body })))
    await inParallel(cases, async ({ method, path, body: [name, bytes, status] }) => {
      const answer = await sayRequest(server, shop, { method, path, headers: JSON_TYPE, body: Buffer.from(bytes) })
      const length = Buffer.byteLength(bytes)
      // Signing in takes less than the others.
      const expected = path.startsWith('/api/auth/') && length > 32 * 1024 ? 413 : status
      assert.equal(answer.status, expected, `${name} at ${path}: ${answer.text.slice(0, 300)}`)
      isDecent(answer, `${name} at ${path}`)
      if (answer.status === 400)
        assert.ok(answer.body.errors?.[0].field.startsWith('body'), `${name}: ${answer.text.slice(0, 500)}`)
    })
    await inParallel(contentTypes, async (type) => {
      const asking = { method: 'POST', headers: { 'content-type': type }, body: '{"name":"Returns again"}' }
      assert.equal((await ownerAsks(`${workspace}/teams`, asking)).status, 415, type)
    })
    const { status } = await ownerAsks(`${workspace}/attachments?name=a.txt`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: '{}',
    })
    assert.equal(status, 415)
  })

  await t.test('what is no request of ours is answered or shut out, and finds no file of ours', async () => {
    await inParallel(oddRequests(shop.asOwner().cookie), async ([name, request]) => {
      const answer = await say(server.port, { pieces: [request], afterwards: 'end' })
      assert.ok((answer.status ?? 400) < 500, `${name}: ${answer.text.slice(0, 300)}`)
      assert.doesNotMatch(answer.text, /AGPL|root:/, name)
      const [head = '', content = ''] = answer.text.split('\r\n\r\n')
      if (answer.status !== undefined && answer.status >= 400 && content !== '0')
        assert.match(
          head,
          /content-type: application\/problem\+json|text\/html/i,
          `${name}: ${answer.text.slice(0, 300)}`,
        )
    })
    const counted = await say(server.port, { pieces: ['GET http://x/api/setup HTTP/1.1\r\nHost: x\r\n\r\n'] })
    assert.match(counted.text, /x-ratelimit-limit/i, 'An address that begins with http:// counts as any.')
  })

  await t.test('who talks slowly, stops half-way or leaves keeps nobody else waiting', async () => {
    const { cookie } = shop.asOwner()
    const head = `Host: localhost\r\nOrigin: ${server.url}\r\nCookie: ${cookie}\r\n`
    const request = `GET /api/me HTTP/1.1\r\n${head}\r\n`
    const posting = `POST ${shop.workspace}/teams HTTP/1.1\r\n${head}Content-Type: application/json\r\nContent-Length: 400\r\n\r\n{"name":"`
    const upload = `POST ${shop.workspace}/attachments?name=a.bin HTTP/1.1\r\n${head}Content-Type: application/octet-stream\r\nContent-Length: 1000000\r\n\r\n`
    const greeting = frame(1, JSON.stringify({ type: 'hello', channelKey: shop.channelKey, token: shop.token }))
    const socket = handshake('/api/widget/socket')
    const slow = [request, posting, `${socket}`].map((text) => [...text.slice(0, 120)])
    const abandoned = [
      [request.slice(0, -2)],
      [posting],
      [upload, randomBytes(64 * 1024)],
      [socket, greeting.subarray(0, 9)],
    ]

    const pending = [
      ...slow.flatMap((letters) =>
        times(5, () => ({ pieces: letters, pauseMilliseconds: 5, afterwards: 'leave' as const })),
      ),
      ...abandoned.flatMap((parts) => times(10, () => ({ pieces: parts, afterwards: 'leave' as const }))),
      ...abandoned.flatMap((parts) => times(5, () => ({ pieces: parts, afterwards: 'end' as const }))),
      ...abandoned.flatMap((parts) =>
        times(5, () => ({ pieces: parts, pauseMilliseconds: 300, patienceMilliseconds: 1_000 })),
      ),
    ].map((sending) => say(server.port, sending))
    const began = Date.now()
    for (let asked = 0; asked < 10; asked += 1) assert.equal((await shop.asks('/ready')).status, 200)
    assert.ok(Date.now() - began < 5_000, 'Others had to wait.')
    for (const answer of await Promise.all(pending)) assert.ok((answer.status ?? 400) < 500, answer.text.slice(0, 300))

    const byLetters = await say(server.port, {
      pieces: [...socket].concat(...[greeting].map((bytes) => bytes.toString('latin1'))),
      pauseMilliseconds: 0,
    })
    assert.equal(byLetters.status, 101)
  })

  await t.test('a frame that does not fit its schema is refused by field and rule', async () => {
    const given = { ...shop.given, token: shop.token }
    await fuzzFrames(() => shop.opensDoor('desk'), DeskFrame.anyOf, given)
    await fuzzFrames(() => shop.opensDoor('widget'), WidgetFrame.anyOf, given)
  })

  await t.test('a hello that is none opens no door', async () => {
    const doors: [string, Schema[]][] = [
      ['desk', DeskFrame.anyOf],
      ['widget', WidgetFrame.anyOf],
    ]
    const given = { ...shop.given, token: shop.token }
    const known = new Set<number>([...Object.values(CloseCode), 1003, 1007, 1009])
    const cases = doors.flatMap(([door, schemas]) =>
      [...sampleFrames(schemas[0] ?? {}, given).map(({ value }) => JSON.stringify(value)), ...oddTexts].map((text) => ({
        door,
        text,
      })),
    )
    await inParallel(cases, async ({ door, text }) => {
      const socket: AnySocket = new Socket(`${server.url}/api/${door}/socket`, shop.asOwner())
      await socket.opens()
      socket.saysRaw(text)
      const welcome = socket.hears('welcome').then(
        () => undefined,
        () => undefined,
      )
      const closed = await Promise.race([socket.closed, welcome])
      assert.ok(
        !closed || known.has(closed.code),
        `${door} closed with ${closed?.code} for ${String(text).slice(0, 200)}`,
      )
      await socket.leaves()
    })
  })

  await t.test('a socket that breaks the protocol is closed, and no other', async () => {
    const chat = await shop.opensChat()
    await inParallel(brokenSockets, async ([name, parts]) => {
      const answer = await say(server.port, { pieces: parts, patienceMilliseconds: 1_500 })
      assert.ok((answer.status ?? 400) < 500, `${name}: ${answer.text.slice(0, 200)}`)
      assert.ok(answer.isClosed || answer.status !== 101 || parts.length > 1, name)
    })
    const flood = await say(server.port, {
      pieces: [handshake('/api/widget/socket'), pingFlood(50_000)],
      patienceMilliseconds: 1_500,
    })
    assert.ok(flood.text.length < 100_000, `A flood of pings was answered with ${flood.text.length} bytes.`)
    const hello = JSON.stringify({ type: 'hello', channelKey: shop.channelKey, token: shop.token })
    const fragmented = await say(server.port, {
      pieces: [handshake('/api/widget/socket'), ...pieces(hello, 7), frame(9, 'still here?')],
      patienceMilliseconds: 1_500,
    })
    assert.match(fragmented.text, /"welcome"/, 'A frame in pieces is a frame.')
    chat.says({ type: 'ping' })
    await chat.hears('pong')
    await chat.leaves()
  })

  await t.test('a file is what it is, not what it says', async () => {
    await uploads(server, shop)
  })

  await t.test('what people write comes back as they wrote it', async () => {
    await roundTrips(shop)
  })

  assert.ok(server.isAlive())
  assert.equal((await shop.asks('/ready')).status, 200)
  assert.deepEqual(server.errors(), [])
  assert.ok((await growth()) < MOST_GROWTH_BYTES, `Memory grew by ${Math.round((await growth()) / 1e6)} MB.`)
})

async function uploads(server: ServerProcess, shop: SettledShop): Promise<void> {
  const file = (name: string, bytes: Buffer | string) => ({
    path: `${shop.workspace}/attachments?name=${encodeURIComponent(name)}`,
    body: new Uint8Array(Buffer.from(bytes)),
  })
  const sends = (name: string, bytes: Buffer | string) => {
    const { path, body } = file(name, bytes)
    return shop.ownerAsks(path, { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body })
  }
  const page = '<!doctype html><script>alert(1)</script>'
  const picture = png({ width: 40, height: 40 })
  const nearLimit = { width: 6_320, height: 6_320 }
  const huge = { width: 30_000, height: 30_000 }
  const readable: [string, Buffer | string, string][] = [
    ['page.png', page, 'text/plain'],
    ['signed.png', Buffer.concat([picture.subarray(0, 8), Buffer.from(page)]), 'application/octet-stream'],
    ['picture.html', picture, 'image/png'],
    ['empty.png', '', 'text/plain'],
    ['vector.svg', `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`, 'text/plain'],
    [
      'laughs.svg',
      `<!DOCTYPE s [<!ENTITY a "${'ha'.repeat(1_000)}"><!ENTITY b "${'&a;'.repeat(1_000)}">]><svg>&b;</svg>`,
      'text/plain',
    ],
    ['big.png', png(nearLimit), 'image/png'],
    ['interlaced.png', png({ width: 3_000, height: 3_000, isInterlaced: true, isDeep: true }), 'image/png'],
    ['big.webp', webp(nearLimit), 'image/webp'],
    ['small.gif', gif({ width: 1, height: 1 }), 'image/gif'],
  ]
  for (const [name, bytes, mediaType] of readable) {
    const { status, body, text } = await sends(name, bytes)
    assert.equal(status, 201, `${name}: ${text}`)
    const isXml = body.mediaType === 'application/xml' || body.mediaType === 'image/svg+xml'
    assert.ok(body.mediaType === mediaType || isXml, `${name} is taken for ${body.mediaType}`)
    const shown = await fetch(`${server.url}${body.url}`, { headers: shop.asOwner() })
    assert.deepEqual(Buffer.from(await shown.arrayBuffer()), Buffer.from(bytes), name)
    const isPicture = mediaType.startsWith('image/')
    assert.equal(shown.headers.get('content-type'), isPicture ? mediaType : 'application/octet-stream', name)
    assert.match(shown.headers.get('content-disposition') ?? '', isPicture ? /^inline/ : /^attachment/, name)
    assert.equal(shown.headers.get('x-content-type-options'), 'nosniff')
    assert.match(shown.headers.get('content-security-policy') ?? '', /default-src 'none'; sandbox/)
  }

  const refused: [string, Buffer | string, number][] = [
    ['cut.png', picture.subarray(0, picture.length - 20), 415],
    ['head.png', picture.subarray(0, 33), 415],
    ['cut.webp', webp({ width: 100, height: 100 }).subarray(0, 24), 415],
    ['cut.jpg', Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb0043', 'hex'), 415],
    ['bomb.png', png(huge), 415],
    ['bomb.webp', webp({ width: 16_383, height: 16_383 }), 415],
    ['setup.exe', 'MZ', 415],
    ['program.txt', Buffer.concat([Buffer.from('7f454c46020101', 'hex'), Buffer.alloc(100)]), 415],
  ]
  for (const [name, bytes, expected] of refused) {
    const answer = await sends(name, bytes)
    assert.equal(answer.status, expected, `${name}: ${answer.text}`)
    isDecent(answer, name)
    assert.doesNotMatch(answer.text, /infolett-server-|\/files\//, 'It tells where files are kept.')
  }
  // As large as it says: nothing is drawn beyond what was sent.
  isDecent(await sends('bomb.gif', gif({ width: 65_535, height: 65_535 })), 'bomb.gif')
  await Promise.all(times(3, () => sends('many.webp', webp(nearLimit))))

  const tooLarge = Buffer.alloc(21 * 1024 * 1024)
  const { path } = file('large.bin', '')
  const whole = await sayRequest(server, shop, { method: 'POST', path, headers: FILE_TYPE, body: tooLarge })
  assert.equal(whole.status, 413, whole.text.slice(0, 300))
  const inChunks = await sayRequest(server, shop, {
    method: 'POST',
    path,
    headers: FILE_TYPE,
    body: tooLarge,
    isChunked: true,
  })
  assert.equal(inChunks.status, 413, inChunks.text.slice(0, 300))

  const names = [
    '../../etc/passwd',
    'C:\\con.txt',
    `${'x'.repeat(496)}.png`,
    '\u202etxt.exe.txt',
    'a\0b.txt',
    '.htaccess',
    'õäöü – Привет 👩‍👩‍👧.txt',
    '..',
    '"; x="',
    "'*%\r\nX: y",
  ]
  for (const name of names) {
    const { status, body, text } = await sends(name, 'A file.')
    assert.equal(status, 201, `${name}: ${text}`)
    assert.doesNotMatch(body.name, /[/\\\p{Cc}\u202e]|^\./u)
    assert.ok(Buffer.byteLength(body.name) <= 200 && body.name.length > 0, body.name)
    const shown = await fetch(`${server.url}${body.url}`, { headers: shop.asOwner() })
    const told = /filename\*=UTF-8''(.+)$/.exec(shown.headers.get('content-disposition') ?? '')?.[1] ?? ''
    assert.equal(decodeURIComponent(told), body.name)
    assert.equal(shown.headers.get('x'), null)
  }
}

const FILE_TYPE = { 'content-type': 'application/octet-stream' }

/** Texts as people write them, odd ones first. */
async function roundTrips(shop: SettledShop): Promise<void> {
  const samples = [
    'Õäöüšž ÕÄÖÜŠŽ — „tere“',
    'Привет, ёлка! Щука & Ы',
    'שלום עולם \u202Babc\u202C مرحبا',
    '👩‍👩‍👧‍👦🇪🇪🏳️‍🌈👍🏽',
    'e\u0301 é A\u030a Å ﬁ Ⅷ',
    `Z${'\u0335'.repeat(500)}`,
    '日本語　全角\u3000ハングル\u1100\u1161',
    'tab\tand\nlines\r\n  spaces  ',
    '\ufeffmark \u200b \u00ad \ufffe \u{10ffff}',
    "<b>&amp;</b> %00 \\u0041 {{x}} '; --",
    'x'.repeat(20_000),
    '\u{1f1ea}'.repeat(10_000),
  ]
  const readable = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }).filter((text) => text.trim() !== '')
  const texts = [...samples, ...fc.sample(readable, { seed: SEED, numRuns: 30 })].filter(
    (text) => !/[^\P{Cc}\t\n\r]/u.test(text),
  )
  const chat = await shop.opensChat()
  const threadId = randomUUID()
  for (const [ref, text] of texts.entries()) {
    chat.says({ type: 'send', ref, threadId, clientId: randomUUID(), text, attachmentIds: [] })
    const { message } = await chat.hears('accepted', (accepted) => accepted.ref === ref)
    assert.equal(message.text, text)
  }
  await chat.leaves()
  const [conversation] = (await shop.ownerAsks(`${shop.workspace}/inbox?view=open`)).body.conversations
  const timeline = await shop.ownerAsks(`${shop.workspace}/conversations/${conversation.id}?limit=100`)
  const thread = await shop.asks(`/api/widget/${shop.channelKey}/threads/${threadId}?limit=100`, {
    headers: shop.asVisitor,
  })
  for (const { body } of [timeline, thread]) {
    const read = body.messages.map(({ text }: { text: string }) => text)
    assert.deepEqual(read, texts)
  }

  const lines = texts.filter((text) => text.length <= 120 && !/[\p{Cc}\u2028\u2029]/u.test(text))
  const customer = `${shop.workspace}/customers/${shop.given.customerId}`
  for (const name of lines) {
    const changed = await shop.ownerAsks(customer, {
      method: 'PATCH',
      headers: JSON_TYPE,
      body: JSON.stringify({ name }),
    })
    assert.equal(changed.body.name, name)
    assert.equal((await shop.ownerAsks(customer)).body.customer.name, name)
  }
}

/** Says spoilt frames of each kind, and expects each answer to be a refusal that names the field, or none at all. */
async function fuzzFrames(opens: () => Promise<AnySocket>, schemas: Schema[], given: Given): Promise<void> {
  const spoiltFrames = schemas
    .filter(({ properties }) => properties?.type?.const !== 'hello')
    .flatMap((schema) => sampleFrames(schema, given))
    .map(({ value, place }) => ({ text: JSON.stringify(value), place }))
  const odd = oddTexts.map((text) => ({ text, place: [] }))
  const waiting: { text: string | Buffer; place: string[] }[] = [...spoiltFrames, ...odd]
  while (waiting.length > 0) {
    // Each takes two, with its ping, of the sixty that may come at once.
    const door = await opens()
    for (const { text, place } of waiting.splice(0, 25)) await saysAndHears(door, text, place)
    assert.equal(door.ws.readyState, door.ws.OPEN)
    await door.leaves()
  }
}

async function saysAndHears(door: AnySocket, text: string | Buffer, place: string[]): Promise<void> {
  const before = door.heard.length
  door.saysRaw(text)
  door.says({ type: 'ping' })
  await door.hears('pong')
  for (const heard of door.heard.slice(before)) {
    if (heard.type !== 'refused') continue
    const { type, status, errors } = heard.problem
    const what = `${String(text).slice(0, 300)} was answered ${JSON.stringify(heard.problem)}`
    assert.ok(status < 500, what)
    if (type === '/problems/invalid-input' && place.length > 0) namesField(errors, place.join('.'), what)
  }
}

const sampleFrames = (schema: Schema, given: Given): Spoilt[] =>
  fc.sample(spoilt(fitting(schema, given)), { seed: SEED, numRuns: FRAMES })

async function watchMemory(t: TestContext, server: ServerProcess): Promise<() => Promise<number>> {
  const before = await server.residentBytes()
  let most = before
  const look = async () => {
    most = Math.max(most, await server.residentBytes())
  }
  const timer = setInterval(() => void look().catch(() => {}), 200)
  t.after(() => clearInterval(timer))
  return async () => {
    await look()
    return most - before
  }
}

type Saying = { method: string; path: string; headers: Record<string, string>; body: Buffer; isChunked?: boolean }

/** By hand, because a client that is told off while it still sends would only say that the line broke. */
async function sayRequest(
  server: ServerProcess,
  shop: SettledShop,
  { method, path, headers, body, isChunked = false }: Saying,
): Promise<Answer> {
  const length = isChunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(body.length) }
  const all = { host: 'localhost', ...shop.asOwner(), ...headers, ...length }
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  const content = isChunked ? [`${body.length.toString(16)}\r\n`, body, '\r\n0\r\n\r\n'] : [body]
  const { status = 0, text } = await say(server.port, {
    pieces: [`${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n`, ...content],
    patienceMilliseconds: 10_000,
  })
  const [said = '', answer = ''] = text.split('\r\n\r\n')
  const type = /^content-type: (.*)$/im.exec(said)?.[1] ?? ''
  return { status, type, text: answer, body: type.includes('json') ? JSON.parse(answer) : undefined }
}

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make)

type Operation = {
  method: string
  path: string
  params: Schema
  query: Schema
  body: Schema | undefined
  isFile: boolean
}
type Case = { path: string; asking: Asking; place: string; label: string }

async function listOperations({ asks }: SettledShop): Promise<Operation[]> {
  type Parameter = { name: string; in: string; required?: boolean; schema: Schema }
  type Documented = {
    parameters?: Parameter[]
    requestBody?: { content: Record<string, { schema: Schema }> }
    description?: string
  }
  const { body } = await asks('/api/openapi.json')
  const paths: Record<string, Record<string, Documented>> = body.paths
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody, description = '' }]) => {
      const inPart = (part: string): Schema => {
        const those = parameters.filter((parameter) => parameter.in === part)
        return {
          type: 'object',
          properties: Object.fromEntries(those.map(({ name, schema }) => [name, schema])),
          required: those.flatMap(({ name, required }) => (required ? [name] : [])),
        }
      }
      return {
        method: method.toUpperCase(),
        path,
        params: inPart('path'),
        query: inPart('query'),
        body: requestBody?.content['application/json']?.schema,
        isFile: description.includes('octet-stream'),
      }
    }),
  )
}

/** Requests that are good but for one place. */
function spoilOperation(
  { method, path, params, query, body, isFile }: Operation,
  { given, asVisitor }: SettledShop,
): Case[] {
  const sample = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number) =>
    fc.sample(arbitrary, { seed: SEED + path.length, numRuns })
  const [good] = sample(
    fc.record({ params: fitting(params, given), query: fitting(query, given), body: fitting(body ?? {}, given) }),
    1,
  )
  if (!good) return []
  const headers: Record<string, string> = path.startsWith('/api/widget/') ? { ...asVisitor } : {}
  const make = (part: string, place: string[], parts: Partial<typeof good>): Case => {
    const whole = { ...good, ...parts }
    const sent = isFile
      ? new TextEncoder().encode('A file.')
      : body || part === 'body'
        ? JSON.stringify(whole.body)
        : undefined
    const type = isFile ? { 'content-type': 'application/octet-stream' } : sent === undefined ? {} : JSON_TYPE
    return {
      path: `${fill(path, whole.params)}?${search(whole.query)}`,
      asking: { method, headers: { ...headers, ...type }, body: method === 'GET' ? undefined : sent },
      place: [part, ...place].join('.'),
      label: `${method} ${path} ${[part, ...place].join('.').slice(0, 100)}`,
    }
  }
  const bodies = method === 'GET' || isFile ? 0 : body ? BODIES : 3
  return [
    ...sample(spoilt(fitting(body ?? {}, given)), bodies).map(({ value, place }) =>
      make('body', place, { body: value }),
    ),
    ...sample(spoilt(fitting(query, given)), Object.keys(query.properties ?? {}).length > 0 ? QUERIES : 1).map(
      ({ value, place }) => make('querystring', place, { query: value }),
    ),
    ...sample(spoilt(fitting(params, given)), path.includes('{') ? PATHS : 0).map(({ value, place }) =>
      make('params', place, { params: value }),
    ),
  ]
}

const fill = (path: string, params: unknown): string =>
  path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(asText(Object(params)[name])) || '%20')

const search = (query: unknown): string =>
  typeof query === 'object' && query !== null
    ? Object.entries(query)
        .map(([name, value]) => `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(asText(value))}`)
        .join('&')
    : encodeURIComponent(asText(query))

const asText = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed().slice(0, 8_000)

/** Never our fault, and told as RFC 9457 has it; better-auth has its own way of saying no. */
function isDecent({ status, type, text, body }: Answer, what: string): void {
  assert.ok(status < 500, `${status} for ${what}: ${text.slice(0, 300)}`)
  if (status < 400) return
  const isAuth = what.includes('/api/auth/') && !type.startsWith('application/problem+json')
  if (isAuth) return
  assert.match(type, /^application\/problem\+json/, `${status} ${text.slice(0, 300)} for ${what}`)
  assert.equal(body.status, status)
  assert.ok(body.title && body.type, what)
}

/** What is wrong stands in or around the place that was spoilt. */
function namesField(errors: { field: string; rule: string }[] = [], place: string, what: string): void {
  const spoiltPlace = place
    .toWellFormed()
    .replace(/^params/, 'path')
    .replaceAll('/', '.')
  const isAround = errors.some(({ field, rule }) => {
    const named = field.replace(/^params/, 'path').replaceAll(/~1|\//g, '.')
    return rule && named && (spoiltPlace.startsWith(named) || named.startsWith(spoiltPlace.slice(0, 190)))
  })
  assert.ok(isAround, `${place} is not named in ${JSON.stringify(errors)}: ${what}`)
}

async function inParallel<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const failures: unknown[] = []
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift())
      await work(item).catch((failure: unknown) => failures.push(failure))
  }
  await Promise.all(Array.from({ length: TOGETHER }, lane))
  const said = failures.map((failure) => (failure instanceof Error ? failure.message : String(failure)))
  assert.equal(failures.length, 0, `${failures.length} of ${items.length}:\n\n${said.slice(0, 30).join('\n\n')}`)
}
