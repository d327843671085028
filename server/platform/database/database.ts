import { CamelCasePlugin, Kysely, type Transaction as KyselyTransaction, PostgresDialect } from 'kysely'
import pg from 'pg'
import { type RecordedEvent, takeRecorded } from '#platform/events.ts'
import type { Log } from '#platform/log.ts'
import { preparing } from './preparing.ts'
import type { DB } from './schema.generated.ts'

export type Database = Kysely<DB>
export type Transaction = KyselyTransaction<DB>

export type DatabaseConnection = {
  db: Database
  pool: pg.Pool
  /** Runs `work` in one transaction and, once that is on disk, tells the listeners what it recorded. */
  transact<T>(work: (trx: Transaction) => Promise<T>): Promise<T>
  onCommit(listener: (events: RecordedEvent[]) => void): void
  close(): Promise<void>
}

/** After a quiet while, the first message must not wait for a new connection that has everything to learn. */
const KEPT_OPEN = 2

// Counters and revisions stay far below 2^53; as numbers they are plain JSON.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)

export function connectDatabase({
  url,
  connections,
  log,
}: {
  url: string
  connections: number
  log: Log
}): DatabaseConnection {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    min: KEPT_OPEN,
    application_name: 'infolett',
    keepAlive: true,
  })
  const tell = (error: Error) =>
    log.warn({ code: 'code' in error ? error.code : undefined }, 'A database connection was lost')
  pool.on('error', tell)
  pool.on('connect', (client) => client.on('error', tell))
  const db: Database = new Kysely({
    dialect: new PostgresDialect({ pool: preparing(pool) }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  const listeners: ((events: RecordedEvent[]) => void)[] = []
  return {
    db,
    pool,
    async transact(work) {
      let recorded: RecordedEvent[] = []
      const result = await db.transaction().execute(async (trx) => {
        const done = await work(trx)
        recorded = takeRecorded(trx)
        return done
      })
      if (recorded.length > 0) for (const listen of listeners) listen(recorded)
      return result
    },
    onCommit: (listener) => void listeners.push(listener),
    async close() {
      await db.destroy()
      // Kysely ends a pool only after it has used it.
      if (!pool.ended) await pool.end()
    },
  }
}
