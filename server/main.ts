import path from 'node:path'
import { seedDemo } from '#demo/seeding.ts'
import { connectDatabase, type DatabaseConnection } from '#platform/database/database.ts'
import { keepEmbeddedPostgres } from '#platform/database/embedded.ts'
import { ensureFolder } from '#platform/database/embedded-folder.ts'
import { migrate } from '#platform/database/migrate.ts'
import { explainDatabase, reachDatabase } from '#platform/database/reaching.ts'
import { openFiles } from '#platform/files.ts'
import { startJobs } from '#platform/jobs.ts'
import { createLog } from '#platform/log.ts'
import { deriveSecrets, loadSecret } from '#platform/secrets.ts'
import type { Settings } from '#platform/settings.ts'
import { listAddresses } from './addresses.ts'
import { createApp } from './app.ts'
import { ensureFrontEnds } from './front-ends.ts'
import { listen, refuseTakenPort } from './listening.ts'

export type Running = {
  url: string
  connection: DatabaseConnection
  /** Ends everything cleanly: requests, sockets, jobs, database. */
  stop(): Promise<void>
}

/** Says a sentence to the person who started the server. */
export type Say = (sentence: string) => void

/**
 * Starts the whole server, unless `signal` says meanwhile that nobody wants it any more.
 * @throws Error with one plain sentence saying what is wrong and what to do
 */
export async function startServer(settings: Settings, say: Say, signal: AbortSignal): Promise<Running> {
  const log = createLog(settings.logLevel)
  await ensureFolder(settings.dataFolder)
  if (settings.databaseUrl) await reachDatabase(settings.databaseUrl)
  const frontEnds = ensureFrontEnds(say)
  // Should something else fail meanwhile, that is what people hear of.
  frontEnds.catch(() => {})
  const postgres = settings.databaseUrl
    ? undefined
    : await keepEmbeddedPostgres({
        folder: settings.dataFolder,
        log: (line) => log.debug({ line }, 'postgres'),
        onProgress: say,
        onRestart: () => log.warn('The database ended unexpectedly and was started again'),
        patienceSeconds: 3,
      })
  const closers: (() => Promise<unknown>)[] = [async () => postgres?.stop()]
  const stop = async () => {
    for (let close = closers.pop(); close; close = closers.pop()) await close()
  }

  try {
    signal.throwIfAborted()
    await refuseTakenPort(settings)
    const connection = connectDatabase({
      url: settings.databaseUrl ?? postgres?.connectionString ?? '',
      connections: settings.databaseConnections,
      log,
    })
    closers.push(connection.close)
    const ran = await migrate(connection.pool).catch(settings.databaseUrl ? explainDatabase : undefined)
    if (ran.length > 0) log.info({ migrations: ran }, 'The database was brought up to date')

    const secrets = deriveSecrets(await loadSecret(settings.dataFolder, settings.secret))
    const files = openFiles(path.join(settings.dataFolder, 'files'))
    await frontEnds
    signal.throwIfAborted()
    let url = settings.url ?? `http://localhost:${settings.port}`
    const app = await createApp({ settings, connection, files, secrets, log, url: () => url })
    closers.push(app.close)
    if (settings.wantsDemo) await seedDemo({ connection, files, secrets, url, say })

    signal.throwIfAborted()
    const port = await listen(app.server, settings)
    url = settings.url ?? `http://localhost:${port}`
    const jobs = await startJobs({ pool: connection.pool, jobs: app.jobs, concurrency: settings.jobConcurrency, log })
    closers.push(() => jobs.stop())
    const mail = await app.openMail()
    closers.push(mail.close)
    if (mail.smtpPort) log.info({ port: mail.smtpPort }, 'Mail is received by SMTP')
    for (const line of await listAddresses({ url, settings, connection, secrets, signIn: app.signIn })) say(line)
    return { url, connection, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
