import type pg from 'pg'

/** Any number will do, so long as all servers take the same one: the first half of each living worker's own lock. */
const WORKER_LOCK = 4_763_294

/**
 * Says that this worker lives, for as long as the connection does: PostgreSQL drops the lock with it, however we end.
 */
export async function markLiving(client: Pick<pg.ClientBase, 'query'>, workerId: string): Promise<void> {
  await client.query('select pg_advisory_lock_shared($1, hashtext($2))', [WORKER_LOCK, workerId])
}

/**
 * Gives back the jobs that dead workers held, which otherwise lie for four hours, and returns the names of the dead. A
 * worker that merely lost its connection may be taken for dead; then a job runs twice, which every job allows.
 */
export async function releaseJobsOfDead(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select distinct locked_by as id from graphile_worker.jobs
     where locked_by is not null and not exists (
       select from pg_locks
       where locktype = 'advisory' and objsubid = 2 and classid = $1
         and objid = (hashtext(locked_by)::bigint & 4294967295)::oid
         and database = (select oid from pg_database where datname = current_database())
     )`,
    [WORKER_LOCK],
  )
  const dead = rows.map(({ id }) => id)
  if (dead.length > 0) await pool.query('select graphile_worker.force_unlock_workers($1)', [dead])
  return dead
}
