import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chooseAccount } from './embedded-account.ts'
import { findPostgresBinaries } from './embedded-binaries.ts'
import { prepareCluster } from './embedded-cluster.ts'
import { explainFolder, takeFolder } from './embedded-folder.ts'
import { prepareLaunch } from './embedded-launch.ts'
import { endRemains } from './embedded-remains.ts'
import { type Exit, runServer, type Server } from './embedded-server.ts'
import { answers, chooseSocketFolder, connectionStringFor, prepareSocketFolder } from './embedded-socket.ts'

export type EmbeddedPostgres = {
  connectionString: string
  readonly pid: number
  stop(): Promise<void>
  /** Resolves when PostgreSQL has ended, asked or not; one that is kept is over only when it was asked to stop. */
  exited: Promise<Exit>
}

export type EmbeddedOptions = {
  /** The data folder; the cluster lives in its `postgres`. */
  folder: string
  /** Hears what PostgreSQL says, line by line. */
  log: (line: string) => void
  /** Hears a sentence for the person who waits, about anything that takes over a second. */
  onProgress?: (sentence: string) => void
  /** How long to wait for another Infolett on this folder to end; it may be ending just now. */
  patienceSeconds?: number
  /** PostgreSQL settings over ours, such as `{ fsync: 'off' }` in a test. */
  settings?: Record<string, string>
}

/**
 * Starts the PostgreSQL that lives in `folder`/postgres, making it on first use. It ends when we end, however we end.
 * @throws Error with a sentence that says what to do
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { home, server } = await moveIn(options)
  const exited = server.exited.finally(home.leave)
  const stop = async () => {
    await server.stop()
    await exited
  }
  return { connectionString: home.connectionString, pid: server.pid, stop, exited }
}

/**
 * Like `startEmbeddedPostgres`, and starts PostgreSQL again, after growing pauses, whenever it ends unasked. The
 * connection string stays the same; `onRestart` is called each time queries work again.
 */
export async function keepEmbeddedPostgres(
  options: EmbeddedOptions & { onRestart: () => void },
): Promise<EmbeddedPostgres> {
  const moved = await moveIn(options)
  const { home } = moved
  let { server } = moved
  const stopping = new AbortController()

  const keep = async () => {
    for (let pauses = growingPauses(); ; ) {
      if (stopping.signal.aborted) await server.stop()
      const startedAt = Date.now()
      const exit = await server.exited
      if (Date.now() - startedAt > longestPause) pauses = growingPauses()

      const next = await startAgain(home, pauses, options.log, stopping.signal)
      if (!next) return exit
      server = next
      options.onRestart()
    }
  }
  const exited = keep().finally(home.leave)
  const stop = async () => {
    stopping.abort()
    await server.stop()
    await exited
  }
  return {
    connectionString: home.connectionString,
    get pid() {
      return server.pid
    },
    stop,
    exited,
  }
}

/** The address of the PostgreSQL that another process runs in this data folder, if one does and we may speak to it. */
export async function findRunningPostgres(folder: string): Promise<string | undefined> {
  const path = await realpath(folder).catch(() => undefined)
  const socketFolder = path && chooseSocketFolder(path)
  return socketFolder && (await answers(socketFolder)) ? connectionStringFor(socketFolder, 'infolett') : undefined
}

type Home = { connectionString: string; start(signal?: AbortSignal): Promise<Server>; leave(): Promise<void> }

async function moveIn(options: EmbeddedOptions): Promise<{ home: Home; server: Server }> {
  const folder = await takeFolder(options.folder, options.patienceSeconds ?? 0)
  try {
    const home = await prepareHome(folder.path, options)
    return { home: { ...home, leave: folder.release }, server: await home.start() }
  } catch (error) {
    await folder.release()
    throw explainFolder(folder.path, error)
  }
}

async function prepareHome(folder: string, { log, onProgress = () => {}, settings = {} }: EmbeddedOptions) {
  const cluster = join(folder, 'postgres')
  const socketFolder = chooseSocketFolder(folder)
  const binaries = await findPostgresBinaries()
  const account = await chooseAccount(cluster)
  const launch = await prepareLaunch(account, binaries.postgres, folder)
  await prepareCluster({ cluster, binaries, account, launch, isDurable: settings.fsync !== 'off', onProgress })

  const start = async (signal?: AbortSignal) => {
    await tellIfSlow(onProgress, 'Ending the PostgreSQL of an earlier run ...', endRemains(cluster))
    await prepareSocketFolder(socketFolder, account)
    const server = runServer({ launch, postgres: binaries.postgres, cluster, socketFolder, settings, log }, signal)
    return tellIfSlow(onProgress, 'Starting the database; after a crash it first recovers what was written ...', server)
  }
  return { connectionString: connectionStringFor(socketFolder, 'infolett'), start }
}

const longestPause = 30_000

function* growingPauses(): Generator<number, never> {
  for (let pause = 50; ; pause = Math.min(pause * 2, longestPause)) yield pause
}

/** Tries until PostgreSQL runs; gives up only when we are stopping. */
async function startAgain(
  home: Home,
  pauses: Generator<number, never>,
  log: (line: string) => void,
  stopping: AbortSignal,
) {
  while (!stopping.aborted) {
    try {
      await sleep(pauses.next().value, undefined, { signal: stopping })
      log('PostgreSQL ended unasked and is started again.')
      return await home.start(stopping)
    } catch (error) {
      if (!stopping.aborted) log(error instanceof Error ? error.message : String(error))
    }
  }
}

async function tellIfSlow<Result>(tell: (sentence: string) => void, sentence: string, work: Promise<Result>) {
  const timer = setTimeout(tell, 1000, sentence)
  return work.finally(() => clearTimeout(timer))
}
