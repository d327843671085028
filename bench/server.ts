import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export const root = path.join(import.meta.dirname, '..')

/** Signs the tokens of the visitors we make up, as the server under test would. */
export const BENCH_SECRET = 'a secret that only measurements know and use'

export type ServerProcess = {
  url: string
  pid: number
  inspectPort: number | undefined
  setUpToken: string | undefined
  stop(): Promise<void>
}

/** What a server with many visitors on one address needs; durability stays as it is: on. */
const limits = { INFOLETT_REQUESTS_PER_MINUTE: '10000000', INFOLETT_SOCKETS_PER_ADDRESS: '1000000' }

/** The real server, as `infolett start` runs it, in a process of its own; where asked, so that DevTools can look in. */
export async function startServerProcess(
  environment: Record<string, string>,
  { mayInspect = false } = {},
): Promise<ServerProcess> {
  const [port = 0, inspectPort] = await findFreePorts(mayInspect ? 2 : 1)
  const flags = [...process.execArgv, ...(inspectPort ? [`--inspect=127.0.0.1:${inspectPort}`] : [])]
  const server = spawn(process.execPath, [...flags, path.join(root, 'bin/infolett'), 'start'], {
    cwd: root,
    stdio: ['ignore', 'pipe', inspectPort ? 'ignore' : 'inherit'],
    env: {
      ...process.env,
      INFOLETT_PORT: String(port),
      INFOLETT_DEMO: 'false',
      INFOLETT_LOG: 'error',
      INFOLETT_SECRET: BENCH_SECRET,
      ...limits,
      ...environment,
    },
  })
  endWithUs(server)
  const said = collect(server)
  const url = `http://localhost:${port}`
  await waitUntilReady(server, async () => said().includes('Stop with'))
  return {
    url,
    pid: server.pid ?? 0,
    inspectPort,
    setUpToken: said().match(/set-up#(\S+)/)?.[1],
    stop: () => stopProcess(server),
  }
}

/** @throws Error when the server ends instead */
export async function waitUntilReady(server: ChildProcess, isReady: () => Promise<boolean>): Promise<void> {
  while (!(await isReady())) {
    if (server.exitCode !== null || server.signalCode !== null) throw new Error('The server ended before it was ready')
    await sleep(10)
  }
}

/** A measurement that is broken off leaves nothing behind. */
export function endWithUs(child: ChildProcess): void {
  const end = () => child.kill('SIGTERM')
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
}

function collect(server: ChildProcess): () => string {
  const chunks: string[] = []
  server.stdout?.on('data', (chunk) => chunks.push(String(chunk)))
  return () => chunks.join('')
}

export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

/** A data folder that is gone afterwards. */
export async function makeFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-'))
  return { path: folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

export async function findFreePorts(count: number): Promise<number[]> {
  const free: number[] = []
  for (let port = 4730; port <= 4760 && free.length < count; port++) if (await isFree(port)) free.push(port)
  if (free.length === count) return free
  throw new Error('The ports 4730 to 4760 are all taken')
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer()
  try {
    await once(probe.listen(port, '127.0.0.1'), 'listening')
    return true
  } catch {
    return false
  } finally {
    if (probe.listening) await new Promise((resolve) => probe.close(resolve))
  }
}
