import pg from 'pg'
import { migrate } from '#platform/database/migrate.ts'

export const TEMPLATE = 'infolett_template'

/** Makes the migrated database that every test starts from a copy of. */
export async function createTemplate(serverUrl: string): Promise<void> {
  await execute(serverUrl, `create database ${TEMPLATE}`)
  const pool = new pg.Pool({ connectionString: nameDatabase(serverUrl, TEMPLATE), max: 2 })
  pool.on('error', () => {}).on('connect', (client) => client.on('error', () => {}))
  await migrate(pool).finally(() => pool.end())
}

/** The address of another database of the same server. */
export function nameDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

/** Runs one statement that belongs to no database, such as `create database`. */
export async function execute(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
