import assert from 'node:assert/strict'
import { once } from 'node:events'
import http, { type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { Problem } from '#platform/problems.ts'
import { fetchPicture } from './remote-picture.ts'
import type { MayVisit } from './visiting-elsewhere.ts'

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkM9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const anywhere: MayVisit = () => true
const { signal } = new AbortController()

test('a picture is fetched by us, who say nothing of whoever reads the letter', async (t) => {
  const asked: IncomingMessage[] = []
  const url = await serves(t, (request, answer) => {
    asked.push(request)
    answer.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'you=1' }).end(PICTURE)
  })

  const { mediaType, content } = await fetchPicture(`${url}/a.png?who=cleo`, { signal, mayVisit: anywhere })

  assert.equal(mediaType, 'image/png')
  assert.deepEqual(await buffer(content), PICTURE)
  const { headers, url: path } = asked[0] ?? assert.fail('nobody asked')
  assert.equal(path, '/a.png?who=cleo')
  assert.deepEqual(Object.keys(headers).sort(), ['accept', 'accept-encoding', 'connection', 'host', 'user-agent'])
})

test('nothing in an inner network is visited, by whatever way its address is written', async (t) => {
  let visits = 0
  const url = await serves(t, (_request, answer) => {
    visits += 1
    answer.end(PICTURE)
  })
  const { port } = new URL(url)

  for (const address of [
    url,
    `http://localhost:${port}/`,
    `http://127.1:${port}/`,
    `http://2130706433:${port}/`,
    `http://0x7f.0.0.1:${port}/`,
    `http://0:${port}/`,
    `http://[::1]:${port}/`,
    `http://[::ffff:127.0.0.1]:${port}/`,
    `http://[::127.0.0.1]:${port}/`,
    `http://user:secret@127.0.0.1:${port}/`,
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00::1]/',
    'http://192.168.1.1/',
    'file:///etc/passwd',
    'ftp://127.0.0.1/a.png',
    'data:image/png;base64,AA',
    'nonsense',
    '',
  ])
    await isRefused(fetchPicture(address, { signal }), address)
  assert.equal(visits, 0)
})

test('it is judged where a name leads, and only ports of the web are knocked at', async (t) => {
  const judged: [string, number][] = []
  const url = await serves(t, (_request, answer) => answer.end(PICTURE))
  const { port } = new URL(url)
  const mayVisit: MayVisit = (address, at) => {
    judged.push([address, at])
    return false
  }

  await isRefused(fetchPicture(`http://localhost:${port}/`, { signal, mayVisit }))

  assert.ok(judged.length > 0)
  for (const [address, at] of judged) {
    assert.ok(address === '127.0.0.1' || address === '::1', address)
    assert.equal(at, Number(port))
  }
  await isRefused(fetchPicture('http://193.40.0.1:22/', { signal }))
})

test('who sends us on is followed a few times, and each place is judged anew', async (t) => {
  const inner = await serves(t, () => assert.fail('this was not to be visited'))
  const url = await serves(t, ({ url: path = '' }, answer) => {
    const left = Number(path.slice(1))
    if (path === '/inner') answer.writeHead(302, { location: inner }).end()
    else if (path === '/file') answer.writeHead(302, { location: 'file:///etc/passwd' }).end()
    else if (left > 0) answer.writeHead(302, { location: `/${left - 1}` }).end()
    else answer.end(PICTURE)
  })
  const innerPort = Number(new URL(inner).port)
  const mayVisit: MayVisit = (_address, port) => port !== innerPort

  assert.equal((await fetchPicture(`${url}/3`, { signal, mayVisit })).mediaType, 'image/png')
  for (const path of ['4', 'inner', 'file']) await isRefused(fetchPicture(`${url}/${path}`, { signal, mayVisit }), path)
})

test('what is no picture, not there or too large is not passed on, whatever it says of itself', async (t) => {
  const answers: Record<string, RequestListener> = {
    html: (_request, answer) => answer.writeHead(200, { 'content-type': 'image/png' }).end('<script>alert(1)</script>'),
    svg: (_request, answer) => answer.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<svg onload="x()"/>'),
    empty: (_request, answer) => answer.end(),
    gone: (_request, answer) => answer.writeHead(404).end(PICTURE),
    packed: (_request, answer) => answer.writeHead(200, { 'content-encoding': 'gzip' }).end(PICTURE),
    huge: (_request, answer) => answer.writeHead(200, { 'content-length': 6_000_000 }).write(PICTURE),
    broken: (_request, answer) => answer.destroy(),
  }
  const url = await serves(t, (request, answer) => answers[request.url?.slice(1) ?? '']?.(request, answer))

  for (const what of Object.keys(answers))
    await isRefused(fetchPicture(`${url}/${what}`, { signal, mayVisit: anywhere }), what)
})

test('one that hides how large it is breaks off', async (t) => {
  const url = await serves(t, (_request, answer) => {
    answer.write(PICTURE)
    answer.end(Buffer.alloc(6_000_000))
  })
  const { content } = await fetchPicture(url, { signal, mayVisit: anywhere })
  await assert.rejects(buffer(content))
})

test('whoever looks no more ends the fetching', async (t) => {
  const url = await serves(t, () => {})
  const looking = new AbortController()
  const fetching = fetchPicture(url, { signal: looking.signal, mayVisit: anywhere })
  looking.abort()
  await isRefused(fetching)
})

async function serves(t: TestContext, answers: RequestListener): Promise<string> {
  const server = http.createServer(answers).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const isRefused = (fetching: Promise<unknown>, what?: string) =>
  assert.rejects(
    fetching,
    (error) => error instanceof Problem && error.definition.type === '/problems/picture-out-of-reach',
    what,
  )
