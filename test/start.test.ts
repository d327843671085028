import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { findProcessStart } from '#platform/database/embedded-processes.ts'
import { createTestDatabase } from './database.ts'
import { findFreePort, findPostgres, Infolett, makeDataFolder, runInfolett, startInfolett } from './infolett.ts'
import { nameDatabase } from './template.ts'

const root = path.join(import.meta.dirname, '..')
const isRoot = process.geteuid?.() === 0

test('a newcomer gets three addresses; each link works once, and Ctrl-C ends everything', async (t) => {
  const folder = await makeDataFolder(t)
  const infolett = startInfolett(t, await findFreePort(), { INFOLETT_DATA: folder })
  const said = await infolett.ready()
  const { url } = infolett
  const postgres = await findPostgres(folder)

  assert.match(said, RegExp(`Demo shop with the chat window +${url}/demo\n`))
  assert.equal((await fetch(`${url}/demo`)).status, 200)

  const link = /Demo desk \(signs in once\) +(\S+)/.exec(said)?.[1] ?? ''
  const desk = await fetch(link, { redirect: 'manual' })
  assert.equal(desk.headers.get('location'), `${url}/desk`)
  const cookie = desk.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  assert.equal((await fetch(`${url}/api/me`, { headers: { cookie } })).status, 200)
  const again = await fetch(link, { redirect: 'manual' })
  assert.deepEqual(again.headers.getSetCookie(), [])
  assert.match(again.headers.get('location') ?? '', /error/)

  assert.equal((await infolett.setsUp()).status, 201)
  assert.equal((await infolett.setsUp()).status, 409)

  const second = await runInfolett(['start'], { INFOLETT_DATA: folder, INFOLETT_PORT: '0' })
  assert.equal(second.code, 1)
  assert.equal(
    second.complained,
    `Infolett already runs on this data folder (process ${infolett.pid}). Stop it first, or set INFOLETT_DATA to another folder.\n`,
  )

  const { code, complained } = await infolett.ends('SIGINT')
  assert.deepEqual({ code, complained }, { code: 0, complained: '' })
  assert.equal(await findProcessStart(postgres), undefined, 'PostgreSQL ended too')
  assert.equal((await stat(folder)).mode & 0o066, 0, 'nobody else can read what is in the data folder')
})

test('with a database of one’s own there is no demo, unless asked for', async (t) => {
  const own = { INFOLETT_DATA: await makeDataFolder(t), DATABASE_URL: await createTestDatabase() }

  const plain = startInfolett(t, await findFreePort(), own)
  const said = await plain.ready()
  assert.doesNotMatch(said, /[Dd]emo/)
  assert.match(said, RegExp(`Desk +${plain.url}/desk\n`))
  assert.match(said, /set-up#\S+/)
  assert.equal((await fetch(`${plain.url}/demo`)).status, 404)
  await plain.ends('SIGTERM')

  const withDemo = startInfolett(t, await findFreePort(), { ...own, INFOLETT_DEMO: 'true' })
  assert.match(await withDemo.ready(), /Demo shop with the chat window/)
})

test('when npm is killed, the server and its PostgreSQL end by themselves, and the next start works', async (t) => {
  const folder = await makeDataFolder(t)
  const environment = { INFOLETT_DATA: folder, INFOLETT_PORT: String(await findFreePort()), INFOLETT_DEMO: 'false' }
  const npm = spawn('npm', ['start'], {
    cwd: root,
    env: { ...process.env, INFOLETT_LOG: 'silent', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  await new Infolett(npm, '').ready()
  const postgres = await findPostgres(folder)

  npm.kill('SIGKILL')
  const next = startInfolett(t, Number(environment.INFOLETT_PORT), environment)

  await next.ready()
  assert.equal(await findProcessStart(postgres), undefined)
})

type Wrong = { what: string; environment: (t: TestContext) => Promise<Record<string, string>>; sentence: RegExp }

const wrong: Wrong[] = [
  {
    what: 'a port that another program has',
    environment: async (t) => ({
      DATABASE_URL: await createTestDatabase(),
      INFOLETT_PORT: String(await listen(t, createServer())),
    }),
    sentence: /^Port \d+ is taken by another program: stop it, or set INFOLETT_PORT to another port\.$/,
  },
  {
    what: 'an address that this machine does not have',
    environment: async () => ({ DATABASE_URL: await createTestDatabase(), INFOLETT_HOST: '203.0.113.7' }),
    sentence: /^This machine has no address 203\.0\.113\.7: set INFOLETT_HOST to one it has, such as 127\.0\.0\.1\.$/,
  },
  {
    what: 'a data folder below a file',
    environment: async (t) => ({ INFOLETT_DATA: path.join(await makeFile(t), 'data') }),
    sentence:
      /^Infolett cannot write to \S+ \(not a directory\)\. Make it writable for this user, or set INFOLETT_DATA/,
  },
  {
    what: 'a setting that cannot be',
    environment: async () => ({ INFOLETT_PORT: 'http' }),
    sentence:
      /^INFOLETT_PORT cannot be "http": it must be a whole number from 0 to 65535\. See docs\/operating\.md#settings\.$/,
  },
  {
    what: 'a DATABASE_URL where nobody is',
    environment: async () => ({
      DATABASE_URL: `postgresql://infolett:hush@127.0.0.1:${await findFreePort()}/infolett`,
    }),
    sentence: /^No PostgreSQL answers at DATABASE_URL: check host and port, and that it runs\.$/,
  },
  {
    what: 'a DATABASE_URL where something else answers',
    environment: async (t) => ({
      DATABASE_URL: await addressOf(
        t,
        createServer((socket) => socket.end('HTTP/1.1 400\r\n')),
      ),
    }),
    sentence:
      /^What answers at DATABASE_URL is not PostgreSQL, or takes no connections from here: check host and port\.$/,
  },
  {
    what: 'a DATABASE_URL that names no database there',
    environment: async () => ({ DATABASE_URL: nameDatabase(await createTestDatabase(), 'nowhere') }),
    sentence: /^The database named in DATABASE_URL does not exist: create it, or correct the name\.$/,
  },
  {
    what: 'a PostgreSQL that is too old',
    environment: async (t) => ({ DATABASE_URL: await addressOf(t, createOldPostgres()) }),
    sentence: /^Infolett needs PostgreSQL 18 or newer, and this is 17: upgrade it, or leave DATABASE_URL out\.$/,
  },
]
if (process.platform === 'linux')
  wrong.push({
    what: 'a data folder where nobody can write',
    environment: async () => ({ INFOLETT_DATA: '/proc/infolett' }),
    sentence: /^Infolett cannot write to \/proc\/infolett \(no such file or directory\)\. Make it writable/,
  })
if (!isRoot)
  wrong.push({
    what: 'a data folder of somebody else',
    environment: async (t) => {
      const folder = await makeDataFolder(t)
      await mkdir(folder, { mode: 0o500 })
      t.after(() => chmod(folder, 0o700))
      return { INFOLETT_DATA: folder }
    },
    sentence: /^Infolett cannot write to \S+ \(permission denied\)\. Make it writable/,
  })

for (const { what, environment, sentence } of wrong) {
  test(`${what} is told in one sentence that says what to do`, async (t) => {
    const settings = { INFOLETT_DATA: await makeDataFolder(t), INFOLETT_PORT: '0', ...(await environment(t)) }

    const { code, said, complained } = await runInfolett(['start'], settings)

    assert.equal(code, 1)
    assert.match(complained.trimEnd(), sentence)
    assert.equal(complained.trimEnd().split('\n').length, 1)
    assert.doesNotMatch(said + complained, /hush|at file:|node:internal/)
  })
}

async function listen(t: TestContext, server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.after(() => server.close())
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

const addressOf = async (t: TestContext, server: Server): Promise<string> =>
  `postgresql://infolett:hush@127.0.0.1:${await listen(t, server)}/infolett`

async function makeFile(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'infolett-file-'))
  t.after(() => rm(folder, { recursive: true }))
  await writeFile(path.join(folder, 'file'), '')
  return path.join(folder, 'file')
}

/** Speaks just enough of PostgreSQL's protocol (version 3) to let anybody in and to tell its version. */
function createOldPostgres(): Server {
  const message = (type: string, body: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeInt32BE(body.length + 4)
    return Buffer.concat([Buffer.from(type), length, body])
  }
  const isIn = Buffer.concat([message('R', Buffer.from([0, 0, 0, 0])), message('Z', Buffer.from('I'))])
  const column = Buffer.concat([
    Buffer.from('version\0'),
    Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 23, 0, 4, 255, 255, 255, 255, 0, 0]),
  ])
  const answer = Buffer.concat([
    message('T', Buffer.concat([Buffer.from([0, 1]), column])),
    message('D', Buffer.concat([Buffer.from([0, 1, 0, 0, 0, 6]), Buffer.from('170005')])),
    message('C', Buffer.from('SELECT 1\0')),
    message('Z', Buffer.from('I')),
  ])
  return createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.write(isIn)
      socket.on('data', (said) => (said[0] === 'Q'.charCodeAt(0) ? socket.write(answer) : socket.end()))
    })
  })
}
