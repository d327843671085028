import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { connectionStringFor } from '#platform/database/embedded-socket.ts'
import type { ConnectionsAnswer, ConnectionsQuestion } from './connections-load.ts'
import { atLeast, atMost, type Figure, forInformation } from './figure.ts'
import { collectGarbage } from './garbage.ts'
import { type Load, startLoad } from './load.ts'
import { readMemory } from './processes.ts'
import { makeFolder, type ServerProcess, startServerProcess } from './server.ts'
import { makeVisitorTokens, setUpWorkspace, type Workspace } from './workspace.ts'

const WANTED = 20_000
const HEARTBEATS = 2
/** From one address to one port there are about 28,000 ports; each load process stays well below, on its own address. */
const OF_ONE_LOAD = 10_000
/** What a server has open beside its sockets. */
const OTHER_FILES = 200
const WARM_UP = 500

type ConnectionsLoad = Load<ConnectionsQuestion, ConnectionsAnswer>

/** How many open, quiet chat windows the server holds, and what each costs it. */
export async function* measureConnections({ wanted = WANTED } = {}): AsyncGenerator<Figure> {
  await using folder = await makeFolder()
  const servers = await startServers(folder.path, wanted)
  const loads = Array.from({ length: Math.ceil(wanted / OF_ONE_LOAD) }, () => startConnectionsLoad())
  try {
    const [first] = servers
    if (!first) throw new Error('No server was started')
    const workspace = await setUpWorkspace(first)
    await warmUp(servers, loads, workspace)
    const before = await sumRss(servers)

    const startedAt = performance.now()
    await Promise.all(
      loads.map((load, index) => openPart(load, index, { servers, workspace, count: wanted / loads.length })),
    )
    const openedPerSecond = wanted / ((performance.now() - startedAt) / 1000)
    const alive = await Promise.all(loads.map((load) => countAlive(load)))
    const held = alive.reduce((sum, count) => sum + count, 0)
    const after = await sumRss(servers)

    yield forInformation('connections.servers', servers.length, 'processes')
    yield forInformation('connections.opened.per_s', openedPerSecond, '1/s')
    yield atLeast('connections.held', held, 'connections', WANTED)
    yield atMost('connections.bytes_each', Math.round((after - before) / held), 'bytes', 16_384)
    yield forInformation('connections.rss_mb', after / 1024 ** 2, 'MB')
    await Promise.all(loads.map((load) => load.ask({ type: 'close' })))
  } finally {
    await Promise.all(loads.map((load) => load.stop()))
    for (const server of servers.reverse()) await server.stop()
  }
}

const startConnectionsLoad = (): ConnectionsLoad => startLoad('connections-load.ts')

/** One server; more of them on the same database where this machine lets a process open too few files. */
async function startServers(folder: string, wanted: number): Promise<ServerProcess[]> {
  const ofOne = (await readFileLimit()) - OTHER_FILES
  const servers = [await startServerProcess({ INFOLETT_DATA: path.join(folder, '0') }, { mayInspect: true })]
  const databaseUrl = connectionStringFor(path.join(folder, '0', 'run'), 'infolett')
  while (servers.length * ofOne < wanted) {
    const data = path.join(folder, String(servers.length))
    servers.push(await startServerProcess({ INFOLETT_DATA: data, DATABASE_URL: databaseUrl }, { mayInspect: true }))
  }
  if (servers.length > 1) {
    console.error(
      `A process may open ${ofOne + OTHER_FILES} files here (ulimit -n), so ${servers.length} servers share the load.`,
    )
  }
  return servers
}

/** Node raises its own limit to the hard one. */
async function readFileLimit(): Promise<number> {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '')
  const hard = limits.match(/^Max open files +\S+ +(\S+)/m)?.[1]
  return hard === undefined || hard === 'unlimited' ? Number.POSITIVE_INFINITY : Number(hard)
}

/** What the first connections make the server load and compile is not their own cost. */
async function warmUp(servers: ServerProcess[], loads: ConnectionsLoad[], workspace: Workspace): Promise<void> {
  const [load] = loads
  for (const { url } of servers) {
    const tokens = makeVisitorTokens(workspace.id, WARM_UP)
    await load?.ask({ type: 'open', url, channelKey: workspace.channelKey, tokens, address: '127.0.0.1' })
    await load?.ask({ type: 'close' })
  }
}

type Part = { servers: ServerProcess[]; workspace: Workspace; count: number }

async function openPart(load: ConnectionsLoad, index: number, { servers, workspace, count }: Part): Promise<void> {
  const server = servers[index % servers.length]
  if (!server) throw new Error('There is no server to connect to')
  const tokens = makeVisitorTokens(workspace.id, count)
  const { channelKey } = workspace
  await load.ask({ type: 'open', url: server.url, channelKey, tokens, address: `127.0.0.${2 + index}` })
}

async function countAlive(load: ConnectionsLoad): Promise<number> {
  const answer = await load.ask({ type: 'stay', heartbeats: HEARTBEATS })
  if (answer.type !== 'stayed') throw new Error('The load process did not stay')
  return answer.alive
}

/** What is in use once garbage is gone: between two collections the heap tells more about the collector than about us. */
async function sumRss(servers: ServerProcess[]): Promise<number> {
  let sum = 0
  for (const { pid, inspectPort = 0 } of servers) {
    await collectGarbage(inspectPort)
    sum += (await readMemory(pid)).rssBytes
  }
  return sum
}
