import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { alreadyRuns, diskIsFull, saysDiskIsFull } from './embedded-folder.ts'
import type { Launch } from './embedded-launch.ts'
import { endProcess, sendSignal, shutdown } from './embedded-processes.ts'
import { connectionStringFor } from './embedded-socket.ts'

export type Exit = { code: number | null; signal: string | null }
export type Server = { pid: number; exited: Promise<Exit>; stop(): Promise<void> }

type ServerOptions = {
  launch: Launch
  postgres: string
  cluster: string
  socketFolder: string
  settings: Record<string, string>
  log: (line: string) => void
}

/**
 * Runs PostgreSQL and returns when queries work; aborting the signal before that stops it.
 * @throws Error with a sentence that says what to do when it ends too early
 */
export async function runServer(options: ServerOptions, signal?: AbortSignal): Promise<Server> {
  const lastWords: string[] = []
  const server = spawnServer(options, (line) => lastWords.splice(0, lastWords.length - 20, line))
  const giveUp = () => void server.stop()
  signal?.addEventListener('abort', giveUp)
  try {
    if (await isReady(server, options.socketFolder)) return server
    throw explainEnd(options.cluster, lastWords)
  } catch (error) {
    await server.stop()
    throw error
  } finally {
    signal?.removeEventListener('abort', giveUp)
  }
}

function spawnServer(
  { launch, postgres, cluster, socketFolder, settings, log }: ServerOptions,
  hear: typeof log,
): Server {
  const flags = Object.entries({ ...modest, ...noOtherDoor(socketFolder), ...settings })
  const child = launch(postgres, ['-D', cluster, ...flags.flatMap(([name, value]) => ['-c', `${name}=${value}`])])
  const pid = child.pid ?? 0

  child.stdout?.resume()
  if (child.stderr) createInterface(child.stderr).on('line', (line) => [hear, log].forEach((tell) => void tell(line)))

  // Where there is no parent-death signal, an exit of ours that stops nothing still ends PostgreSQL.
  const onOurExit = () => pid && sendSignal(pid, 'SIGINT')
  process.once('exit', onOurExit)
  let isRunning = pid !== 0
  const exited = new Promise<Exit>((resolve) => {
    child.once('error', (error) => hear(error.message))
    child.once('error', () => resolve({ code: null, signal: null }))
    child.once('exit', (code, signal) => resolve({ code, signal }))
  }).finally(() => {
    isRunning = false
    process.off('exit', onOurExit)
  })

  const stop = async () => {
    if (isRunning) await endProcess(pid, shutdown)
    await exited
  }
  return { pid, exited, stop }
}

function noOtherDoor(socketFolder: string) {
  return { listen_addresses: '', port: '5432', unix_socket_directories: `"${socketFolder.replaceAll('"', '""')}"` }
}

/** For a small machine that also runs Infolett; durability (fsync, synchronous_commit) stays as PostgreSQL has it: on. */
const modest = {
  shared_buffers: '128MB',
  max_connections: '100',
  huge_pages: 'off',
  wal_compression: 'on',
  jit: 'off',
  // A report must not take both cores from the people who answer, nor fill the small /dev/shm of a container.
  max_parallel_workers_per_gather: '0',
  io_method: 'sync',
  // The data are in memory or on a solid state disk; there, an index beats a scan much earlier than on a spinning one.
  random_page_cost: '1.1',
  // PostgreSQL plans badly for tables that have grown since it last looked: a new shop must not wait a minute for that.
  autovacuum_naptime: '10s',
  max_logical_replication_workers: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // Customers' words stay out of the log: no statements, no values of rows.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

/** Waits for queries to work, crash recovery included, and makes the database on first use; false when the server ended. */
async function isReady(server: Server, socketFolder: string): Promise<boolean> {
  let hasEnded = false
  void server.exited.then(() => (hasEnded = true))
  while (!hasEnded) {
    try {
      await makeDatabase(socketFolder)
      return true
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (!notReadyYet.has(code)) throw error
      await sleep(25)
    }
  }
  return false
}

/** No socket, no listener, a connection cut without a word, or "the database system is starting up". */
const notReadyYet = new Set<unknown>(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', undefined, '57P03'])

async function makeDatabase(socketFolder: string): Promise<void> {
  const client = new pg.Client({ connectionString: connectionStringFor(socketFolder, 'postgres') })
  client.on('error', () => {}) // a connection that is lost also rejects what is asked of it
  try {
    await client.connect()
    const found = await client.query("select from pg_database where datname = 'infolett'")
    if (found.rowCount === 0) await client.query('create database infolett')
  } finally {
    await client.end()
  }
}

function explainEnd(cluster: string, lastWords: string[]): Error {
  const words = lastWords.join('\n')
  if (saysDiskIsFull(words)) return new Error(diskIsFull(cluster))
  if (/lock file ".*" already exists|shared memory block .* still in use/.test(words)) return new Error(alreadyRuns())
  if (/Cannot allocate memory|could not map anonymous shared memory/.test(words)) {
    return new Error(
      'There is too little free memory to start PostgreSQL (it needs about 200 MB). Free some and start again.',
    )
  }
  const reason = lastWords.findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? lastWords.at(-1) ?? 'it said nothing'
  return new Error(
    `PostgreSQL did not start with the database in ${cluster}: ${reason.replace(/^.*?(FATAL|PANIC): +/, '')}`,
  )
}
