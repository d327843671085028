import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type pg from 'pg'
import { migrateJobs } from '#platform/jobs.ts'

const folder = path.join(import.meta.dirname, '../../../migrations')
/** Any number will do, so long as all servers take the same one: only one migrates at a time. */
const MIGRATION_LOCK = 4_763_291

/**
 * Brings the database to the newest migration and returns the names of those it ran. Forward only; each in a
 * transaction of its own.
 * @throws Error naming the migration that failed, or when the database is newer than this server
 */
export async function migrate(pool: pg.Pool): Promise<string[]> {
  const client = await pool.connect()
  try {
    await refuseOldPostgres(client)
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await client.query('create table if not exists migrations (name text primary key, run_at timestamptz not null)')
    const pending = await listPending(client)
    for (const name of pending) await runMigration(client, name)
    await migrateJobs(pool)
    return pending
  } finally {
    // Ending the connection gives the lock back, whatever state a failed migration left it in.
    client.release(true)
  }
}

/**
 * The migrations that a start would run now.
 * @throws Error when the database is newer than this server
 */
export async function listPendingMigrations(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ isThere: boolean }>(`select to_regclass('migrations') is not null as "isThere"`)
  return rows[0]?.isThere ? listPending(pool) : listMigrations()
}

async function refuseOldPostgres(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  )
  const version = rows[0]?.version ?? 0
  if (version >= 180_000) return
  throw new Error(
    `Infolett needs PostgreSQL 18 or newer, and this is ${Math.floor(version / 10_000)}: upgrade it, or leave DATABASE_URL out.`,
  )
}

const listMigrations = async () => (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()

async function listPending(client: Pick<pg.ClientBase, 'query'>): Promise<string[]> {
  const ours = await listMigrations()
  const { rows } = await client.query<{ name: string }>('select name from migrations order by name')
  const done = new Set(rows.map(({ name }) => name))
  const unknown = rows.find(({ name }) => !ours.includes(name))
  if (unknown) {
    throw new Error(
      `This database was migrated by a newer Infolett (${unknown.name}). Start that version, or restore a backup.`,
    )
  }
  return ours.filter((name) => !done.has(name))
}

async function runMigration(client: pg.PoolClient, name: string): Promise<void> {
  const statements = await readFile(path.join(folder, name), 'utf8')
  try {
    await client.query('begin')
    await client.query(statements)
    await client.query('insert into migrations (name, run_at) values ($1, $2)', [name, new Date()])
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback')
    throw new Error(`Migration ${name} failed and changed nothing: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    })
  }
}
