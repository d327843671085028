import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const house = join(import.meta.dirname, '..')
const installing = 'Installing packages (about a minute, once) ...\n'

test('a fresh checkout gets its packages, and the next time there is nothing to do', async (t) => {
  const checkout = await freshCheckout(t)

  const first = await setup(checkout)
  // Without a PATH there is no npm: had it been needed, this would fail.
  const second = await setup(checkout, { env: { PATH: '/nonexistent' } })

  assert.deepEqual(first, { code: 0, said: installing, complained: '' })
  assert.deepEqual(second, { code: 0, said: '', complained: '' })
})

test('packages that changed with the checkout are brought up to date', async (t) => {
  const checkout = await freshCheckout(t)
  await setup(checkout)
  await release(checkout, '24.9.9')

  const after = await setup(checkout)

  assert.equal(after.said, installing)
  assert.equal((await setup(checkout)).said, '')
})

test("after someone's own npm install nothing is installed twice", async (t) => {
  const checkout = await freshCheckout(t)
  await promisify(execFile)('npm', ['install', '--offline'], { cwd: checkout, env: environment(checkout) })

  assert.deepEqual(await setup(checkout), { code: 0, said: '', complained: '' })
})

test('an install that was killed half-way is repaired by the next', async (t) => {
  const checkout = await freshCheckout(t, { slow: true })
  const killed = startSetup(checkout)
  while (!(await readdir(checkout)).includes('node_modules')) await sleep(20)
  killed.kill('SIGKILL')
  await once(killed, 'exit')

  await makeLastHeartbeatOld(checkout)
  const next = await setup(checkout)

  assert.equal(next.code, 0, next.complained)
  assert.ok(!(await readdir(checkout)).some((name) => name.endsWith('.log')), 'and no log is left behind')
})

test('Ctrl-C ends an install quietly', async (t) => {
  const checkout = await freshCheckout(t, { slow: true })
  const interrupted = startSetup(checkout)
  await once(interrupted.stdout ?? assert.fail(), 'data')
  await sleep(300)

  process.kill(-(interrupted.pid ?? assert.fail()), 'SIGINT')

  assert.deepEqual(await outcome(interrupted), { code: 130, said: '', complained: '' })
  assert.ok(!(await readdir(checkout)).includes('setup.log'))
})

test('of two at once one installs and the other waits for it', async (t) => {
  const checkout = await freshCheckout(t, { slow: true })

  const both = await Promise.all([setup(checkout), setup(checkout)])

  assert.deepEqual(
    both.map(({ code }) => code),
    [0, 0],
  )
  assert.deepEqual(both.map(({ said }) => said).sort(), [
    installing,
    'Packages are being installed here already; waiting ...\n',
  ])
})

test('when packages cannot be had, what npm said is shown, and the next run tries again', async (t) => {
  const checkout = await freshCheckout(t)
  const lock = await readFile(join(checkout, 'package-lock.json'), 'utf8')
  await writeFile(join(checkout, 'package-lock.json'), lock.replaceAll('"extra"', '"not-extra"'))

  const failed = await setup(checkout)
  await writeFile(join(checkout, 'package-lock.json'), lock)

  assert.equal(failed.code, 1)
  assert.match(
    failed.complained,
    /npm error[\s\S]+\nThe packages could not be installed \(npm ci ended with 1\)\. Check the network/,
  )
  assert.equal((await setup(checkout)).code, 0)
})

test('a Node in node_modules that is not the one we need is told, with the way out', async (t) => {
  const checkout = await freshCheckout(t, { runtime: '18.0.0' })

  const { code, complained } = await setup(checkout)

  assert.equal(code, 1)
  assert.match(complained, /^Node 24 is missing in node_modules, .* Run: npm ci --ignore-scripts=false\n$/)
})

test('too old a Node is told in one sentence', async (t) => {
  const checkout = await freshCheckout(t)
  const old = join(checkout, 'old.cjs')
  await writeFile(old, "Object.defineProperty(process, 'versions', { value: { node: '8.17.0' } })")

  const told = await setup(checkout, { options: ['--require', old] })

  const sentence =
    'Infolett needs Node.js 20 or newer, and this is 8.17.0. Get one at https://nodejs.org and try again.\n'
  assert.deepEqual(told, { code: 1, said: '', complained: sentence })
})

test('the oldest Node can read the set-up', async () => {
  const source = await readFile(join(house, 'bin/setup'), 'utf8')
  const code = source.replaceAll(/^\s*\/[/*].*$/gm, '')

  assert.doesNotMatch(code, /=>|`|\?\?|\?\.|\b(const|let|class|async|await|import)\b|,\s*\)/)
})

test('a Chromium of your own is taken for the tests, and a wrong path to it is told', async (t) => {
  const checkout = await freshCheckout(t)
  await setup(checkout)

  const right = await setup(checkout, { arguments: ['test'], env: { CHROMIUM_PATH: process.execPath } })
  const wrong = await setup(checkout, { arguments: ['test'], env: { CHROMIUM_PATH: '/nowhere' } })

  assert.deepEqual(right, { code: 0, said: '', complained: '' })
  assert.equal(wrong.complained, 'There is nothing at CHROMIUM_PATH (/nowhere). Set it to a Chromium, or unset it.\n')
})

type Checkout = { runtime?: string; slow?: boolean }

/** A small checkout whose packages lie beside it, so that npm needs no network: a `node` and one more. */
async function freshCheckout(t: TestContext, { runtime = '24.0.0', slow = false }: Checkout = {}): Promise<string> {
  const checkout = await mkdtemp(join(tmpdir(), 'infolett-setup-'))
  t.after(() => rm(checkout, { recursive: true, maxRetries: 5 }))
  await mkdir(join(checkout, 'bin'))
  await cp(join(house, 'bin/setup'), join(checkout, 'bin/setup'))
  await writeFile(join(checkout, 'bin/package.json'), '{ "type": "commonjs" }')

  const scripts = slow ? { postinstall: 'sleep 1' } : {}
  await writePackage(join(checkout, 'extra'), { name: 'extra', version: '1.0.0', scripts })
  await writePackage(checkout, shop)
  await release(checkout, runtime)
  return checkout
}

const shop = { name: 'shop', version: '1.0.0', dependencies: { extra: 'file:./extra', node: 'file:./runtime' } }

/** Gives the checkout another Node, as pulling a commit that changes package-lock.json does. */
async function release(checkout: string, version: string): Promise<void> {
  const node = { name: 'node', version, bin: { node: 'node' } }
  await writePackage(join(checkout, 'runtime'), node)
  await writeFile(join(checkout, 'runtime/node'), `#!/bin/sh\necho v${version}\n`, { mode: 0o755 })

  const packages = {
    '': shop,
    extra: { version: '1.0.0', hasInstallScript: true },
    'node_modules/extra': { resolved: 'extra', link: true },
    'node_modules/node': { resolved: 'runtime', link: true },
    runtime: node,
  }
  const lock = { name: 'shop', version: '1.0.0', lockfileVersion: 3, requires: true, packages }
  await writeFile(join(checkout, 'package-lock.json'), JSON.stringify(lock))
}

async function writePackage(folder: string, content: object): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), JSON.stringify(content))
}

type Run = { arguments?: string[]; options?: string[]; env?: NodeJS.ProcessEnv }

async function setup(checkout: string, run?: Run) {
  return outcome(startSetup(checkout, run))
}

function startSetup(checkout: string, { arguments: given = [], options = [], env = {} }: Run = {}): ChildProcess {
  const command = [...options, join(checkout, 'bin/setup'), ...given]
  return spawn(process.execPath, command, { detached: true, env: { ...environment(checkout), ...env }, stdio: 'pipe' })
}

async function outcome(child: ChildProcess) {
  const [[code], said, complained] = await Promise.all([
    once(child, 'exit'),
    text(child.stdout ?? assert.fail()),
    text(child.stderr ?? assert.fail()),
  ])
  return { code, said, complained }
}

function environment(checkout: string): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: join(checkout, 'home') }
}

async function makeLastHeartbeatOld(checkout: string): Promise<void> {
  await utimes(join(checkout, 'setup.log'), new Date(0), new Date(0))
}
