import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { Type } from 'typebox'
import { createLog } from '#platform/log.ts'
import { createMetrics } from '#platform/metrics.ts'
import { notAllowed } from '#platform/problems.ts'
import { Id, Text } from '#protocol/primitives.ts'
import { CloseCode, MAX_FRAME_BYTES, Ref } from '#protocol/socket.ts'
import { type Frame, Socket } from '#test/socket.ts'
import type { Door, Line, RefusedFrame } from './door.ts'
import { openSockets } from './sockets.ts'

type Said = { type: 'hello'; name: string } | { type: 'ping' } | { type: 'say'; ref: number; text: string; id?: string }
type Heard = Frame<'welcome' | 'pong'> | { type: 'heard'; text: string } | RefusedFrame
type Guest = { name: string; line: Line }

const SaidFrame = Type.Union([
  Type.Object({ type: Type.Literal('hello'), name: Text(20) }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal('ping') }, { additionalProperties: false }),
  Type.Object(
    { type: Type.Literal('say'), ref: Ref, text: Text(100), id: Type.Optional(Id) },
    { additionalProperties: false },
  ),
])

/** A server with one door; `hears` is what it does with what it is told. */
async function openDoor(
  t: TestContext,
  {
    hears = () => {},
    socketsPerAddress = 1_000,
  }: { hears?: (text: string) => unknown; socketsPerAddress?: number } = {},
) {
  const server = createServer()
  const metrics = createMetrics()
  const sockets = openSockets({
    server,
    log: createLog('silent'),
    metrics,
    socketsPerAddress,
    addressOf: ({ socket }) => socket.remoteAddress ?? '',
  })
  const guests: Guest[] = []
  const left = Promise.withResolvers<Guest>()
  const door: Door<Said, Guest> = {
    kind: 'test',
    path: '/door',
    frames: SaidFrame,
    async enter({ name }, line) {
      if (name === 'Mallory') return { closeCode: CloseCode.forbidden, reason: 'Not you' }
      if (name === 'Trouble') throw new Error('The database is on fire')
      const guest = { name, line }
      guests.push(guest)
      line.send({ type: 'welcome' })
      return guest
    },
    async hear(frame, { line }) {
      if (frame.type !== 'say') return
      await hears(frame.text)
      line.send({ type: 'heard', text: frame.text })
    },
    leave: (guest) => left.resolve(guest),
  }
  sockets.addDoor(door)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const clients: Socket<Heard, Said>[] = []
  t.after(async () => {
    for (const { ws } of clients) ws.terminate()
    await sockets.close()
    server.close()
  })
  const knocks = async (path = '/door') => {
    const client = new Socket<Heard, Said>(`${url}${path}`, {})
    clients.push(client)
    await client.opens()
    return client
  }
  const comes = async (name = 'Cleo') => {
    const client = await knocks()
    client.says({ type: 'hello', name })
    await client.hears('welcome')
    return client
  }
  return { metrics, sockets, guests, left: left.promise, knocks, comes }
}

const say = (ref: number, text = `Line ${ref}`): Said => ({ type: 'say', ref, text })

test('who does not say hello in time is shut out', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval', 'Date'] })
  const { knocks, comes } = await openDoor(t)
  const [silent, polite] = [await knocks(), await comes()]

  t.mock.timers.tick(15_000)

  assert.equal((await silent.closed).code, 1006)
  polite.says({ type: 'ping' })
  await polite.hears('pong')
})

test('a hello that is none closes the door and says why', async (t) => {
  const { knocks, guests } = await openDoor(t)
  const notHellos = [
    'hello',
    '',
    '{"type":"hello"',
    'null',
    '[]',
    '5',
    '{"type":"hello"}',
    '{"type":"hello","name":7}',
    '{"type":"hello","name":"Cleo","more":1}',
    '{"type":"hello","name":"\\ud800"}',
    '{"type":"__proto__"}',
    '{"type":["hello"]}',
    JSON.stringify(say(1)),
    '{"type":"ping"}',
    Buffer.from('{"type":"hello","name":"Cleo"}'),
    '['.repeat(60_000),
  ]

  for (const nonsense of notHellos) {
    const client = await knocks()
    client.saysRaw(nonsense)
    const { code, reason } = await client.closed
    assert.equal(code, CloseCode.badHello, String(nonsense).slice(0, 50))
    assert.ok(reason)
  }
  assert.deepEqual(guests, [])
})

test('who may not come in is told so, and who comes when we are in trouble may come back', async (t) => {
  const { knocks } = await openDoor(t)
  const codeFor = async (name: string) => {
    const client = await knocks()
    client.says({ type: 'hello', name })
    return client.closed
  }

  assert.deepEqual(await codeFor('Mallory'), { code: CloseCode.forbidden, reason: 'Not you' })
  assert.equal((await codeFor('Trouble')).code, CloseCode.goingAway)
})

test('a frame that is not understood is refused by field and rule, and the talk goes on', async (t) => {
  const { comes } = await openDoor(t)
  const client = await comes()
  const refusals: [string | Buffer, number | null, RegExp][] = [
    ['{"type":"shout","ref":1}', 1, /^type must be one of hello, ping, say$/],
    ['not json', null, /^type/],
    [Buffer.from('{"type":"ping"}'), null, /^type/],
    ['{"type":"say","ref":2}', 2, /text/],
    ['{"type":"say","ref":3,"text":7}', 3, /^text must be string/],
    ['{"type":"say","ref":4,"text":"a","id":"me"}', 4, /^id /],
    [`{"type":"say","ref":5,"text":"${'x'.repeat(101)}"}`, 5, /^text .*100/],
    ['{"type":"say","ref":6,"text":"a\\u0000"}', 6, /^text /],
    ['{"type":"say","ref":1.5,"text":"a"}', null, /^ref /],
    ['{"type":"say","ref":"7","text":"a"}', null, /^ref /],
    ['{"type":"hello","name":"Cleo"}', null, /^type hello was already said$/],
  ]

  for (const [nonsense, ref, rule] of refusals) {
    client.saysRaw(nonsense)
    const refused = await client.hears('refused')
    assert.equal(refused.ref, ref, String(nonsense))
    assert.equal(refused.problem.type, '/problems/invalid-input')
    const [error] = refused.problem.errors ?? []
    assert.match(`${error?.field} ${error?.rule}`, rule)
  }
  client.says(say(8))
  assert.equal((await client.hears('heard')).text, 'Line 8')
})

test('a frame beyond the limit ends the talk, one at the limit does not', async (t) => {
  const { comes } = await openDoor(t)
  const [one, two] = [await comes(), await comes()]

  one.saysRaw('x'.repeat(MAX_FRAME_BYTES))
  await one.hears('refused')
  two.saysRaw('x'.repeat(MAX_FRAME_BYTES + 1))

  assert.equal((await two.closed).code, 1009)
})

test('frames are handled one after another, in the order they came', async (t) => {
  const finished: string[] = []
  const hears = async (text: string) => {
    if (text === 'Line 1') await new Promise(setImmediate)
    finished.push(text)
  }
  const { comes } = await openDoor(t, { hears })
  const client = await comes()

  for (const ref of [1, 2, 3]) client.says(say(ref))
  await client.hears('heard', ({ text }) => text === 'Line 3')

  assert.deepEqual(finished, ['Line 1', 'Line 2', 'Line 3'])
})

test('what goes wrong with one frame is answered, and the talk goes on', async (t) => {
  const away = Object.assign(new Error('terminating connection'), { code: '57P01' })
  const troubles = [notAllowed(), away, new Error('A bug, with a secret in it')]
  const { comes } = await openDoor(t, {
    hears: () => {
      const trouble = troubles.shift()
      if (trouble) throw trouble
    },
  })
  const client = await comes()
  const answers: unknown[] = []

  for (const ref of [1, 2, 3]) {
    client.says(say(ref))
    const { problem } = await client.hears('refused', (refused) => refused.ref === ref)
    answers.push(problem.type)
    assert.ok(!JSON.stringify(problem).includes('secret'))
  }

  assert.deepEqual(answers, ['/problems/not-allowed', '/problems/unavailable', '/problems/unexpected'])
  client.says(say(4))
  await client.hears('heard')
})

test('too many frames a second are refused, nonsense and pings too, until time has passed', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval', 'Date'] })
  const { comes } = await openDoor(t)
  const client = await comes()
  const refusedOf = async (count: number, ref: number) => {
    for (let index = 0; index < count; index++) client.says(say(ref))
    client.says(say(0, 'Last'))
    await Promise.race([
      client.hears('heard', ({ text }) => text === 'Last'),
      client.hears('refused', (frame) => frame.ref === 0),
    ])
    return client.heard.filter((frame) => frame.type === 'refused' && frame.ref === ref).length
  }

  assert.equal(await refusedOf(80, 1), 20)
  t.mock.timers.tick(1_000)
  assert.equal(await refusedOf(20, 2), 10)
  const problems = client.heard.flatMap((frame) => (frame.type === 'refused' ? frame.problem.type : []))
  assert.deepEqual(new Set(problems), new Set(['/problems/too-many-requests']))

  t.mock.timers.tick(10_000)
  for (let index = 0; index < 59; index++) client.saysRaw(index % 2 ? 'nonsense' : '{"type":"ping"}')
  assert.equal(await refusedOf(5, 3), 4)
})

test('who talks on while we cannot follow is asked to come back later', async (t) => {
  const release = Promise.withResolvers<void>()
  const { comes } = await openDoor(t, { hears: () => release.promise })
  const client = await comes()

  for (let ref = 0; ref < 250; ref++) client.says(say(ref))

  const { code, reason } = await client.closed
  assert.deepEqual([code, reason], [CloseCode.tooMany, 'Too many frames'])
  release.resolve()
})

test('a reader who does not keep up is dropped, and costs no memory meanwhile', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval', 'Date'] })
  const { comes, guests, left, metrics } = await openDoor(t)
  const slow = await comes('Slow')
  const other = await comes('Other')
  slow.ws.pause()
  const page = 'x'.repeat(64 * 1024)
  const isDropped = async () =>
    (await metrics.registry.metrics()).includes('infolett_dropped_sockets_total{why="too slow"} 1')
  let sent = 0

  while (!(await isDropped())) {
    assert.ok(sent++ < 1_000, 'was never dropped')
    guests[0]?.line.send({ type: 'heard', text: page })
    await new Promise(setImmediate)
  }
  t.mock.timers.tick(10_000)

  assert.equal((await left).name, 'Slow')
  assert.equal(other.ws.readyState, other.ws.OPEN)
})

test('who gives no sign of life for two heartbeats is taken for gone, who pings or answers pings is not', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval', 'Date'] })
  const { comes } = await openDoor(t)
  const [gone, hidden, alive] = [await comes(), await comes(), await comes()]
  gone.ws.pause()

  const answered = once(hidden.ws, 'ping')
  t.mock.timers.tick(40_000)
  alive.says({ type: 'ping' })
  await alive.hears('pong')
  await answered
  hidden.ws.ping()
  await once(hidden.ws, 'pong')
  t.mock.timers.tick(20_000)
  gone.ws.resume()

  assert.equal((await gone.closed).code, 1006)
  assert.equal(hidden.ws.readyState, hidden.ws.OPEN)
  assert.equal(alive.ws.readyState, alive.ws.OPEN)
})

test('a server that goes finishes what it was told, then asks everyone to come back', async (t) => {
  const release = Promise.withResolvers<void>()
  const hearing = Promise.withResolvers<void>()
  const { comes, knocks, sockets } = await openDoor(t, {
    hears: () => {
      hearing.resolve()
      return release.promise
    },
  })
  const [busy, idle] = [await comes(), await comes()]
  busy.says(say(1))
  await hearing.promise

  const closing = sockets.close()
  await assert.rejects(knocks(), /503/)
  release.resolve()

  await busy.hears('heard')
  for (const { closed } of [busy, idle]) assert.deepEqual(await closed, { code: 1001, reason: 'The server restarts' })
  await closing
})

test('one address holds only so many sockets, and may have new ones when it lets go of old ones', async (t) => {
  const { comes, knocks, metrics } = await openDoor(t, { socketsPerAddress: 2 })
  const [one] = [await comes(), await comes()]
  await assert.rejects(knocks(), /429/)

  const gauge = async () => (await metrics.sockets.get()).values[0]?.value
  assert.equal(await gauge(), 2)
  await one.leaves()
  await comes()
  assert.equal(await gauge(), 2)
})

test('there are no other doors', async (t) => {
  const { knocks } = await openDoor(t)
  for (const path of ['/', '/door/', '/doors', '/__proto__']) await assert.rejects(knocks(path), /404/)
})
