import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { type EmbeddedOptions, type EmbeddedPostgres, keepEmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts'
import { chooseAccount } from './embedded-account.ts'
import { findPostgresBinaries } from './embedded-binaries.ts'
import { prepareLaunch } from './embedded-launch.ts'
import { findProcessStart } from './embedded-processes.ts'

const run = promisify(execFile)
const isRoot = process.geteuid?.() === 0
const onLinux = process.platform === 'linux'

/** A data folder with a cluster and one order in it, copied for each test that does not tell of the first start. */
let used: string

before(async () => {
  used = await mkdtemp(join(tmpdir(), 'infolett-used-'))
  await chmod(used, 0o711)
  const postgres = await startEmbeddedPostgres(quiet(used))
  await ask(postgres, "create table orders as select 'linen towel' as item")
  await postgres.stop()
})

after(() => rm(used, { recursive: true }))

test('the first start makes the database and says that it takes a while', async (t) => {
  const folder = await emptyFolder(t)
  const told: string[] = []

  const postgres = await startHere(t, { ...quiet(folder), onProgress: (sentence) => told.push(sentence) })

  assert.deepEqual(await ask(postgres, 'select current_user, current_database()'), [
    { current_user: 'infolett', current_database: 'infolett' },
  ])
  assert.equal(told[0], 'Preparing the database (once) ...')
  assert.deepEqual((await readdir(folder)).sort(), ['infolett.pid', 'postgres', 'run'])
})

test('words in Estonian, Finnish and Russian are lower-cased, found and told apart', async (t) => {
  const postgres = await startHere(t, quiet(await usedFolder(t)))

  const [words] = await ask(
    postgres,
    `select lower('ÕUN Äiti ЖУК'), to_tsvector('simple', 'õun–жук')::text as vector, pg_encoding_to_char(encoding) as encoding
     from pg_database where datname = 'infolett'`,
  )

  assert.deepEqual(words, { lower: 'õun äiti жук', vector: "'õun':1 'жук':2", encoding: 'UTF8' })
})

test('nobody comes in but through a socket in a folder closed to others, and what is acknowledged is on disk', async (t) => {
  const folder = await usedFolder(t)
  const postgres = await startHere(t, { folder, log: () => {} })

  const settings = await ask(
    postgres,
    "select setting from pg_settings where name in ('listen_addresses', 'fsync', 'synchronous_commit') order by name",
  )

  assert.deepEqual(settings, [{ setting: 'on' }, { setting: '' }, { setting: 'on' }])
  assert.equal((await stat(join(folder, 'run'))).mode & 0o777, 0o700)
  assert.notEqual((await stat(join(folder, 'postgres'))).uid, 0)
})

test('what a customer wrote is not repeated in the log when a query fails', async (t) => {
  const log: string[] = []
  const postgres = await startHere(t, { ...quiet(await usedFolder(t)), log: (line) => log.push(line) })

  await ask(postgres, 'alter table orders add unique (item)')
  await assert.rejects(ask(postgres, "insert into orders values ('linen towel')"))

  assert.match(log.join('\n'), /duplicate key/)
  assert.doesNotMatch(log.join('\n'), /linen towel/)
})

test('a restart keeps the data', async (t) => {
  const folder = await usedFolder(t)
  await ask(await startHere(t, quiet(folder)), "insert into orders values ('candle')").then(() => stopAll(t))

  const again = await startHere(t, quiet(folder))

  assert.deepEqual(await ask(again, 'select item from orders'), [{ item: 'linen towel' }, { item: 'candle' }])
})

test('killing Infolett shuts PostgreSQL down cleanly, and the next start works', { skip: !onLinux }, async (t) => {
  const folder = await usedFolder(t)
  const { infolett, pid } = await infolettElsewhere(t, folder)

  infolett.kill('SIGKILL')
  await untilGone(pid)

  const log: string[] = []
  const again = await startHere(t, { ...quiet(folder), log: (line) => log.push(line) })
  assert.deepEqual(await ask(again, 'select item from orders'), [{ item: 'linen towel' }])
  assert.doesNotMatch(log.join('\n'), /not properly shut down/)
})

test('a PostgreSQL that outlived a killed Infolett is ended by the next start', async (t) => {
  const folder = await usedFolder(t)
  const { infolett, pid } = await infolettElsewhere(t, folder, { PATH: await pathWithoutSetpriv(t) })
  infolett.kill('SIGKILL')
  await once(infolett, 'exit')
  await sleep(200)
  assert.ok(await findProcessStart(pid), 'without a parent-death signal it lives on')

  const again = await startHere(t, quiet(folder))

  assert.equal(await findProcessStart(pid), undefined)
  assert.deepEqual(await ask(again, 'select item from orders'), [{ item: 'linen towel' }])
})

test('a kept PostgreSQL that is killed answers again in seconds at the same address, and nothing acknowledged is missing', async (t) => {
  const { promise: restarted, resolve: onRestart } = Promise.withResolvers<void>()
  const postgres = await keepHere(t, { ...quiet(await usedFolder(t)), settings: {}, onRestart })
  const killed = postgres.pid
  await ask(postgres, "insert into orders values ('candle')")

  process.kill(killed, 'SIGKILL')

  const orders = await untilAnswered(postgres, 'select item from orders', 10)
  assert.deepEqual(orders, [{ item: 'linen towel' }, { item: 'candle' }])
  await restarted
  assert.notEqual(postgres.pid, killed)
})

test('a kept PostgreSQL whose workers are busy when it is killed still comes back', { skip: !onLinux }, async (t) => {
  const postgres = await keepHere(t, { ...quiet(await usedFolder(t)), onRestart: () => {} })
  const busy = ask(postgres, 'select count(*) from generate_series(1, 1000000000)')
  busy.catch(() => {})
  await sleep(300)

  process.kill(postgres.pid, 'SIGKILL')
  await assert.rejects(busy)

  assert.deepEqual(await untilAnswered(postgres, 'select item from orders', 10), [{ item: 'linen towel' }])
})

test('a kept PostgreSQL that cannot come back is tried again, and can still be stopped', async (t) => {
  const folder = await usedFolder(t)
  const log: string[] = []
  const postgres = await keepHere(t, { ...quiet(folder), log: (line) => log.push(line), onRestart: () => {} })
  const control = join(folder, 'postgres', 'global', 'pg_control')
  await rename(control, `${control}.away`)

  process.kill(postgres.pid, 'SIGKILL')
  while (log.filter((line) => line.startsWith('PostgreSQL did not start')).length < 2) await sleep(20)
  await rename(`${control}.away`, control)

  assert.deepEqual(await untilAnswered(postgres, 'select item from orders', 10), [{ item: 'linen towel' }])
  await postgres.stop()
  assert.deepEqual(await postgres.exited, { code: 0, signal: null })
})

test('one that is not kept tells how it ended and can be started anew', async (t) => {
  const folder = await usedFolder(t)
  const postgres = await startHere(t, quiet(folder))

  process.kill(postgres.pid, 'SIGKILL')

  assert.deepEqual(await postgres.exited, { code: null, signal: 'SIGKILL' })
  assert.deepEqual(await ask(await startHere(t, quiet(folder)), 'select item from orders'), [{ item: 'linen towel' }])
})

test('a second Infolett on the same data folder is refused and does not disturb the first', async (t) => {
  const folder = await usedFolder(t)
  const { infolett } = await infolettElsewhere(t, folder)

  await assert.rejects(startEmbeddedPostgres(quiet(folder)), {
    message: `Infolett already runs on this data folder (process ${infolett.pid}). Stop it first, or set INFOLETT_DATA to another folder.`,
  })

  infolett.kill('SIGTERM')
  assert.deepEqual(await once(infolett, 'exit'), [0, null], 'the first still worked and stopped cleanly')
})

test('of two that start at the same moment one runs and the other is refused', async (t) => {
  const folder = await usedFolder(t)
  await writeFile(join(folder, 'infolett.pid'), '1 of an earlier run\n')

  const both = await Promise.allSettled([startHere(t, quiet(folder)), startHere(t, quiet(folder))])

  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

test('pid files whose numbers went to strangers do not stand in the way', { skip: !onLinux }, async (t) => {
  const folder = await usedFolder(t)
  const stranger = await strangerOfSameUser(t, folder)
  await writeFile(join(folder, 'infolett.pid'), `${stranger} 12345 of an earlier boot\n`)
  await (await startHere(t, quiet(folder))).stop()
  const pidFile = join(folder, 'postgres', 'postmaster.pid')
  await writeFile(pidFile, `${stranger}\n${join(folder, 'postgres')}\n1\n5432\n${join(folder, 'run')}\n\n0 0\n`)

  const postgres = await startHere(t, quiet(folder))

  assert.deepEqual(await ask(postgres, 'select item from orders'), [{ item: 'linen towel' }])
  assert.ok(await findProcessStart(stranger), 'the stranger was left alone')
})

test('a killed PostgreSQL that nobody buried does not stand in the way', { skip: !onLinux }, async (t) => {
  const folder = await usedFolder(t)
  const corpse = await corpseOfSameUser(t, folder)
  const pidFile = join(folder, 'postgres', 'postmaster.pid')
  await writeFile(pidFile, `${corpse}\n${join(folder, 'postgres')}\n1\n5432\n${join(folder, 'run')}\n\n0 0\n`)

  const postgres = await startHere(t, quiet(folder))

  assert.deepEqual(await ask(postgres, 'select item from orders'), [{ item: 'linen towel' }])
})

test('a first start that is killed half-way leaves nothing that hinders the next', async (t) => {
  const folder = await emptyFolder(t)
  const infolett = spawnInfolett(t, folder)
  while (!(await readdir(folder)).some((name) => name.startsWith('postgres.new-'))) await sleep(5)
  await sleep(150)
  infolett.kill('SIGKILL')
  await once(infolett, 'exit')
  assert.ok(!(await readdir(folder)).includes('postgres'))

  const postgres = await startHere(t, quiet(folder))

  assert.deepEqual(await ask(postgres, 'select 1 as one'), [{ one: 1 }])
  assert.deepEqual((await readdir(folder)).sort(), ['infolett.pid', 'postgres', 'run'])
})

test('Ctrl-C reaches Infolett, which still has its database while it finishes', async (t) => {
  const { infolett } = await infolettElsewhere(t, await usedFolder(t))

  process.kill(-(infolett.pid ?? assert.fail()), 'SIGINT')

  assert.deepEqual(await once(infolett, 'exit'), [0, null])
})

test('a data folder with a very long path has its socket elsewhere', async (t) => {
  const folder = join(await emptyFolder(t), 'a'.repeat(60), 'b'.repeat(60))
  await mkdir(join(folder, '..'), { recursive: true })
  await cp(used, folder, { recursive: true })

  const postgres = await startHere(t, quiet(folder))

  assert.deepEqual(await ask(postgres, 'select item from orders'), [{ item: 'linen towel' }])
  const socketFolder = new URL(postgres.connectionString).searchParams.get('host') ?? ''
  t.after(() => rm(socketFolder, { recursive: true }))
  assert.equal((await stat(socketFolder)).mode & 0o777, 0o700)
})

test('a data folder with spaces, quotes, commas and letters of any kind works', async (t) => {
  const folder = join(await emptyFolder(t), `Pihlaka "pood", 50 % & 'õ' #1`)
  await cp(used, folder, { recursive: true })

  const postgres = await startHere(t, quiet(folder))

  assert.deepEqual(await ask(postgres, 'select item from orders'), [{ item: 'linen towel' }])
})

test('only below a folder closed to others PostgreSQL may pass it, and nothing more', {
  skip: !isRoot || !onLinux,
}, async (t) => {
  const closed = await emptyFolder(t)
  await cp(used, join(closed, 'data'), { recursive: true })
  await chmod(closed, 0o700)

  const inClosed = await startHere(t, quiet(join(closed, 'data')))
  const inOpen = await startHere(t, quiet(await usedFolder(t)))

  assert.equal(await capabilitiesOf(inClosed.pid), '0000000000000004')
  assert.equal(await capabilitiesOf(inOpen.pid), '0000000000000000')
})

test('a folder that cannot be written is named, and what to do', async (t) => {
  const file = join(await emptyFolder(t), 'file')
  await writeFile(file, '')
  const advice = 'Make it writable for this user, or set INFOLETT_DATA to another folder.'

  await assert.rejects(startEmbeddedPostgres(quiet(join(file, 'data'))), {
    message: `Infolett cannot write to ${join(file, 'data')} (not a directory). ${advice}`,
  })
  if (!onLinux) return
  await assert.rejects(startEmbeddedPostgres(quiet('/proc/data')), {
    message: `Infolett cannot write to /proc/data (no such file or directory). ${advice}`,
  })
})

test('a database of another PostgreSQL is left as it is, and the way out is told', async (t) => {
  const folder = await usedFolder(t)
  await writeFile(join(folder, 'postgres', 'PG_VERSION'), '17\n')

  await assert.rejects(
    startEmbeddedPostgres(quiet(folder)),
    /was written by PostgreSQL 17, and this Infolett brings .* 18/,
  )

  await writeFile(join(folder, 'postgres', 'PG_VERSION'), '18\n')
  assert.deepEqual(await ask(await startHere(t, quiet(folder)), 'select item from orders'), [{ item: 'linen towel' }])
})

test('a folder that holds something else than a database is not touched', async (t) => {
  const folder = await emptyFolder(t)
  await mkdir(join(folder, 'postgres'))
  await writeFile(join(folder, 'postgres', 'notes.txt'), 'mine')

  await assert.rejects(startEmbeddedPostgres(quiet(folder)), /holds something else than a database. Move it away/)

  assert.equal(await readFile(join(folder, 'postgres', 'notes.txt'), 'utf8'), 'mine')
})

function quiet(folder: string): EmbeddedOptions {
  return { folder, log: () => {}, settings: { fsync: 'off' } }
}

const running = new WeakMap<TestContext, EmbeddedPostgres[]>()

async function startHere(t: TestContext, options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  return stopAfter(t, await startEmbeddedPostgres(options))
}

async function keepHere(
  t: TestContext,
  options: Parameters<typeof keepEmbeddedPostgres>[0],
): Promise<EmbeddedPostgres> {
  return stopAfter(t, await keepEmbeddedPostgres(options))
}

function stopAfter(t: TestContext, postgres: EmbeddedPostgres): EmbeddedPostgres {
  running.set(t, [...(running.get(t) ?? []), postgres])
  return postgres
}

async function stopAll(t: TestContext): Promise<void> {
  await Promise.all((running.get(t) ?? []).map((postgres) => postgres.stop()))
}

async function emptyFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'infolett-data-'))
  await chmod(folder, 0o711)
  t.after(async () => {
    await stopAll(t)
    await rm(folder, { recursive: true })
  })
  return folder
}

async function usedFolder(t: TestContext): Promise<string> {
  const folder = await emptyFolder(t)
  await run('cp', ['-a', join(used, 'postgres'), folder])
  return folder
}

async function ask(postgres: EmbeddedPostgres, question: string): Promise<unknown[]> {
  const client = new pg.Client(postgres.connectionString)
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query(question)).rows
  } finally {
    await client.end()
  }
}

async function untilAnswered(postgres: EmbeddedPostgres, question: string, seconds: number): Promise<unknown[]> {
  const giveUpAt = Date.now() + seconds * 1000
  for (;;) {
    try {
      return await ask(postgres, question)
    } catch (error) {
      if (Date.now() > giveUpAt) throw error
      await sleep(50)
    }
  }
}

/** Another process that runs PostgreSQL; on SIGTERM or Ctrl-C it finishes a query, stops and exits with 0. */
function spawnInfolett(t: TestContext, folder: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
  const script = `
    import pg from '${import.meta.resolve('pg')}'
    import { startEmbeddedPostgres } from '${import.meta.resolve('./embedded.ts')}'
    const postgres = await startEmbeddedPostgres({ folder: process.argv[1], log() {}, settings: { fsync: 'off' } })
    const stop = async () => {
      await new Promise((resolve) => setTimeout(resolve, 300))
      const client = new pg.Client(postgres.connectionString)
      await client.connect()
      await client.query('select from orders')
      await client.end()
      await postgres.stop()
      process.exit(0)
    }
    process.once('SIGTERM', stop)
    process.once('SIGINT', stop)
    console.log(postgres.pid)`
  const infolett = spawn(process.execPath, ['--input-type=module', '-e', script, folder], {
    detached: true,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(() => infolett.kill('SIGKILL'))
  return infolett
}

async function infolettElsewhere(t: TestContext, folder: string, env: NodeJS.ProcessEnv = {}) {
  const infolett = spawnInfolett(t, folder, env)
  const [pid] = await once(createInterface(infolett.stdout ?? assert.fail()), 'line')
  return { infolett, pid: Number(pid) }
}

async function pathWithoutSetpriv(t: TestContext): Promise<string> {
  const folder = await emptyFolder(t)
  const programs = (await run('which', ['sh', 'id', 'chown', 'chmod', 'ps'])).stdout.trim().split('\n')
  await Promise.all(
    programs.map((program) => symlink(program, join(folder, program.slice(program.lastIndexOf('/') + 1)))),
  )
  return folder
}

async function strangerOfSameUser(t: TestContext, folder: string): Promise<number> {
  const stranger = (await launchAsPostgres(folder))('sleep', ['60'])
  t.after(() => stranger.kill('SIGKILL'))
  return stranger.pid ?? assert.fail()
}

/** A process that has ended while its parent lives on and never asks how. */
async function corpseOfSameUser(t: TestContext, folder: string): Promise<number> {
  const parent = (await launchAsPostgres(folder))('sh', ['-c', 'true & echo $!; exec sleep 60'])
  t.after(() => parent.kill('SIGKILL'))
  const [pid] = await once(parent.stdout ?? assert.fail(), 'data')
  return Number(pid)
}

async function launchAsPostgres(folder: string) {
  const { postgres } = await findPostgresBinaries()
  return prepareLaunch(await chooseAccount(join(folder, 'postgres')), postgres, folder)
}

async function capabilitiesOf(pid: number): Promise<string | undefined> {
  return /CapEff:\t(\w+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]
}

async function untilGone(pid: number): Promise<void> {
  while (await findProcessStart(pid)) await sleep(20)
}
