import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type pg from 'pg'

/** From then on a statement is worth remembering; those that are rare or built anew each time never get there. */
const RUNS_BEFORE = 5
/** Each takes memory in every connection, of ours and of PostgreSQL. */
const MOST_PREPARED = 60
const MOST_COUNTED = 1_000
/** PostgreSQL's `feature_not_supported`: here, "cached plan must not change result type". */
const PLAN_IS_OUTDATED = '0A000'

/**
 * A pool whose busy statements are prepared: PostgreSQL reads and plans them once in a connection, which for a short one
 * is most of its work. A migration that changes what `select *` gives makes one statement fail, once; then all are
 * prepared anew.
 */
export function preparing(pool: pg.Pool): PostgresPool {
  const runs = new Map<string, number>()
  const names = new Map<string, string>()
  let named = 0

  function nameOf(text: string): string | undefined {
    const known = names.get(text)
    if (known || names.size >= MOST_PREPARED) return known
    const count = (runs.get(text) ?? 0) + 1
    if (runs.size >= MOST_COUNTED) runs.clear()
    runs.set(text, count)
    if (count <= RUNS_BEFORE) return undefined
    runs.delete(text)
    const name = `infolett_${named++}`
    names.set(text, name)
    return name
  }

  async function query(client: pg.PoolClient, text: string, values: unknown[]): Promise<pg.QueryResult> {
    // What has no parameters goes by PostgreSQL's simple protocol, which has nothing to prepare.
    const name = values.length > 0 ? nameOf(text) : undefined
    try {
      return await client.query({ name, text, values })
    } catch (error) {
      if (name && error instanceof Error && 'code' in error && error.code === PLAN_IS_OUTDATED) names.clear()
      throw error
    }
  }

  return {
    async connect() {
      const client = await pool.connect()
      // Without Kysely's cursors, which we do not use.
      return {
        query: (text: string, values: unknown[]) => query(client, text, values),
        release: () => client.release(),
      } as unknown as PostgresPoolClient
    },
    end: () => pool.end(),
  }
}
