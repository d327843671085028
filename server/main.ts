import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { seedDemo } from '#demo/seeding.ts'
import { connectDatabase, type DatabaseConnection } from '#platform/database/database.ts'
import { keepEmbeddedPostgres } from '#platform/database/embedded.ts'
import { migrate } from '#platform/database/migrate.ts'
import { openFiles } from '#platform/files.ts'
import { startJobs } from '#platform/jobs.ts'
import { createLog } from '#platform/log.ts'
import { deriveSecrets, loadSecret } from '#platform/secrets.ts'
import type { Settings } from '#platform/settings.ts'
import { listAddresses } from './addresses.ts'
import { createApp } from './app.ts'
import { ensureFrontEnds } from './front-ends.ts'

export type Running = {
  url: string
  connection: DatabaseConnection
  /** Ends everything cleanly: requests, sockets, jobs, database. */
  stop(): Promise<void>
}

/** Says a sentence to the person who started the server. */
export type Say = (sentence: string) => void

/**
 * Starts the whole server.
 * @throws Error with one plain sentence saying what is wrong and what to do
 */
export async function startServer(settings: Settings, say: Say): Promise<Running> {
  const log = createLog(settings.logLevel)
  await mkdir(settings.dataFolder, { recursive: true }).catch(explainFolder(settings.dataFolder))
  const frontEnds = ensureFrontEnds(say)
  const postgres = settings.databaseUrl
    ? undefined
    : await keepEmbeddedPostgres({
        folder: settings.dataFolder,
        log: (line) => log.debug({ line }, 'postgres'),
        onProgress: say,
        onRestart: () => log.warn('The database ended unexpectedly and was started again'),
      })
  const closers: (() => Promise<unknown>)[] = [async () => postgres?.stop()]
  const stop = async () => {
    for (let close = closers.pop(); close; close = closers.pop()) await close()
  }

  try {
    const connection = connectDatabase({
      url: settings.databaseUrl ?? postgres?.connectionString ?? '',
      connections: settings.databaseConnections,
      log,
    })
    closers.push(connection.close)
    const ran = await migrate(connection.pool).catch(explainDatabase(settings.databaseUrl))
    if (ran.length > 0) log.info({ migrations: ran }, 'The database was brought up to date')

    const secrets = deriveSecrets(await loadSecret(settings.dataFolder, settings.secret))
    const files = openFiles(path.join(settings.dataFolder, 'files'))
    await frontEnds
    let url = settings.url ?? `http://localhost:${settings.port}`
    const app = await createApp({ settings, connection, files, secrets, log, url: () => url })
    closers.push(app.close)
    if (settings.wantsDemo) await seedDemo({ connection, files, secrets, url, say })

    const { port } = await listen(app.server, settings)
    url = settings.url ?? `http://localhost:${port}`
    const jobs = await startJobs({ pool: connection.pool, jobs: app.jobs, concurrency: settings.jobConcurrency, log })
    closers.push(() => jobs.stop())
    for (const line of await listAddresses({ url, settings, connection, secrets, signIn: app.signIn })) say(line)
    return { url, connection, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

type Listening = { listen(options: { host: string; port: number }): Promise<string>; addresses(): { port: number }[] }

async function listen(server: Listening, { host, port }: Settings): Promise<{ port: number }> {
  await server.listen({ host, port }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EADDRINUSE')
      throw new Error(`Port ${port} is taken by another program: stop it, or set INFOLETT_PORT to another port.`, {
        cause,
      })
    if (cause.code === 'EACCES')
      throw new Error(`Port ${port} needs more rights than we have: set INFOLETT_PORT to one above 1023.`, { cause })
    if (cause.code === 'EADDRNOTAVAIL' || cause.code === 'ENOTFOUND')
      throw new Error(`This machine has no address ${host}: set INFOLETT_HOST to one it has, such as 127.0.0.1.`, {
        cause,
      })
    throw cause
  })
  return { port: server.addresses()[0]?.port ?? port }
}

const explainFolder =
  (folder: string) =>
  (cause: unknown): never => {
    throw new Error(
      `The data folder ${folder} cannot be written: make it writable, or set INFOLETT_DATA to another folder.`,
      { cause },
    )
  }

/** What goes wrong with a `DATABASE_URL`, without showing the password that is in it. */
const explainDatabase =
  (databaseUrl: string | undefined) =>
  (cause: unknown): never => {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (!databaseUrl) throw cause
    if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'ETIMEDOUT' || code === 'EAI_AGAIN')
      throw new Error('No PostgreSQL answers at DATABASE_URL: check host and port, and that it runs.', { cause })
    if (code === '28P01' || code === '28000')
      throw new Error('PostgreSQL at DATABASE_URL refuses the user or password: correct them.', { cause })
    if (code === '3D000')
      throw new Error('The database named in DATABASE_URL does not exist: create it, or correct the name.', { cause })
    throw cause
  }
