import { migrate } from '#platform/database/migrate.ts'
import { explainDatabase } from '#platform/database/reaching.ts'
import { readSettings } from '#platform/settings.ts'
import { openDatabase } from './database.ts'

/** What the start does by itself; apart for those who bring the database up to date before the servers. */
export async function migrateOnly(): Promise<void> {
  await using database = await openDatabase(readSettings(process.env))
  const ran = await migrate(database.connection.pool).catch(database.from === 'own' ? explainDatabase : undefined)
  for (const name of ran) console.log(`Ran ${name}`)
  console.log('The database is up to date.')
}
