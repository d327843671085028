import { access } from 'node:fs/promises'
import path from 'node:path'
import { connectDatabase, type DatabaseConnection } from '#platform/database/database.ts'
import { findRunningPostgres, startEmbeddedPostgres } from '#platform/database/embedded.ts'
import { reachDatabase } from '#platform/database/reaching.ts'
import { createLog } from '#platform/log.ts'
import type { Settings } from '#platform/settings.ts'

export type OpenDatabase = AsyncDisposable & {
  connection: DatabaseConnection
  url: string
  /** Where it comes from: DATABASE_URL, a server that runs on this data folder, or started for this command alone. */
  from: 'own' | 'running' | 'started'
}

/**
 * The database of these settings, whether a server is using it or not.
 * @throws Error with a sentence that says what to do
 */
export async function openDatabase(settings: Settings): Promise<OpenDatabase> {
  const { url, from, stop } = await findDatabase(settings)
  const connection = connectDatabase({ url, connections: 2, log: createLog('silent') })
  return {
    connection,
    url,
    from,
    async [Symbol.asyncDispose]() {
      await connection.close()
      await stop()
    },
  }
}

type Found = Pick<OpenDatabase, 'url' | 'from'> & { stop(): Promise<void> }

async function findDatabase({ databaseUrl, dataFolder }: Settings): Promise<Found> {
  const stop = async () => {}
  if (databaseUrl) {
    await reachDatabase(databaseUrl)
    return { url: databaseUrl, from: 'own', stop }
  }
  const running = await findRunningPostgres(dataFolder)
  if (running) return { url: running, from: 'running', stop }

  await access(path.join(dataFolder, 'postgres')).catch((cause: unknown) => {
    const advice = 'Start Infolett once, or set INFOLETT_DATA or DATABASE_URL as for the server.'
    throw new Error(`There is no database in ${dataFolder}. ${advice}`, { cause })
  })
  const started = await startEmbeddedPostgres({
    folder: dataFolder,
    log: () => {},
    onProgress: (sentence) => console.error(sentence),
  })
  return { url: started.connectionString, from: 'started', stop: started.stop }
}
