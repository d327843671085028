import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { atMost, type Figure, forInformation } from './figure.ts'
import { listTree, type Process, readMemory } from './processes.ts'
import { endWithUs, findFreePorts, makeFolder, root, waitUntilReady } from './server.ts'

const IDLE_SECONDS = 10

/** `npm start` as a newcomer types it, the second time; and what all its processes take when nobody does anything. */
export async function* measureStart(): AsyncGenerator<Figure> {
  await using folder = await makeFolder()
  const first = await npmStart(folder.path)
  await stop(first.npm)
  const second = await npmStart(folder.path)
  try {
    await sleep(IDLE_SECONDS * 1000)
    const processes = await listTree(second.npm.pid ?? 0)
    const memory = await Promise.all(processes.map(({ pid }) => readMemory(pid)))
    const megabytes = (kind: 'rssBytes' | 'pssBytes') => memory.reduce((sum, each) => sum + each[kind], 0) / 1024 ** 2
    yield forInformation('start.first_s', first.seconds, 's')
    yield atMost('start.warm_s', second.seconds, 's', 4)
    yield atMost('start.rss_mb', megabytes('rssBytes'), 'MB', 450)
    yield forInformation('start.pss_mb', megabytes('pssBytes'), 'MB')
    for (const [index, process] of processes.entries()) {
      const { rssBytes = 0, pssBytes = 0 } = memory[index] ?? {}
      const [rss, pss] = [rssBytes, pssBytes].map((bytes) => (bytes / 1024 ** 2).toFixed(1))
      console.error(`${process.name.padEnd(20)} RSS ${rss} MB, PSS ${pss} MB`)
    }
  } finally {
    await stop(second.npm)
  }
}

async function npmStart(folder: string): Promise<{ npm: ChildProcess; seconds: number }> {
  const [port] = await findFreePorts(1)
  const startedAt = performance.now()
  const npm = spawn('npm', ['start'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, INFOLETT_DATA: folder, INFOLETT_PORT: String(port), INFOLETT_DEMO: 'true' },
  })
  endWithUs(npm)
  await waitUntilReady(
    npm,
    async () => (await fetch(`http://localhost:${port}/ready`).catch(() => undefined))?.ok === true,
  )
  return { npm, seconds: (performance.now() - startedAt) / 1000 }
}

/** As Ctrl-C does: the server hears it; npm ends with it. */
async function stop(npm: ChildProcess): Promise<void> {
  const ended = once(npm, 'exit')
  const server = (await listTree(npm.pid ?? 0)).filter(isServer).at(-1)
  process.kill(server?.pid ?? npm.pid ?? 0, 'SIGINT')
  await ended
}

/** Not npm, not a shell, not PostgreSQL: what `npm start` became. */
const isServer = ({ name }: Process): boolean => /^(node|MainThread)/.test(name)
