import { type JobHelpers, Logger, type Runner, run, runMigrations } from 'graphile-worker'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Transaction } from '#platform/database/database.ts'
import type { Log } from '#platform/log.ts'

/** `isLast`: if it fails now, nobody tries again. */
export type Attempt = { signal: AbortSignal; isLast: boolean }

/** Work for later. It may run twice, so every job says why that is safe, and honours `signal`. */
export type Job<Payload extends TSchema, Tools> = {
  name: string
  payload: Payload
  work: (payload: Static<Payload>, tools: Tools & Attempt) => Promise<void>
}

export const defineJob = <Payload extends TSchema, Tools>(
  name: string,
  payload: Payload,
  work: Job<Payload, Tools>['work'],
): Job<Payload, Tools> => ({ name, payload, work })

/** A job with the tools it asked for. */
export type ReadyJob = { name: string; run: (payload: unknown, attempt: Attempt) => Promise<void>; cron?: string }

export function equip<Payload extends TSchema, Tools>(job: Job<Payload, Tools>, tools: Tools, cron?: string): ReadyJob {
  const check = Compile(job.payload)
  return {
    name: job.name,
    cron,
    run: (payload, attempt) => job.work(check.Parse(payload ?? {}), { ...tools, ...attempt }),
  }
}

type EnqueueOptions = {
  runAt?: Date /** A later job with the same key takes the place of the earlier one. */
  key?: string
  maxAttempts?: number
}

/** Asks for a job in the transaction that causes it: rolled back, it never was. A payload is ids, not copies. */
export async function enqueue<Payload extends TSchema>(
  trx: Transaction,
  job: Job<Payload, never> | { name: string; payload: Payload },
  payload: Static<Payload>,
  { runAt, key, maxAttempts }: EnqueueOptions = {},
): Promise<void> {
  await sql`select graphile_worker.add_job(${job.name}, payload => ${JSON.stringify(payload)}::json,
    run_at => ${runAt ?? null}::timestamptz, job_key => ${key ?? null}::text, max_attempts => ${maxAttempts ?? null}::int)`.execute(
    trx,
  )
}

export const migrateJobs = (pool: pg.Pool): Promise<void> =>
  runMigrations({ pgPool: pool, logger: new Logger(() => () => {}) })

/** Runs jobs in this process until `stop`, which waits for those under way. */
export async function startJobs(options: {
  pool: pg.Pool
  jobs: ReadyJob[]
  concurrency: number
  log: Log
}): Promise<Runner> {
  const { pool, jobs, concurrency, log } = options
  const runner = await run({
    pgPool: pool,
    concurrency,
    noHandleSignals: true,
    logger: new Logger(
      () => (level, message) => (level === 'error' || level === 'warning' ? log.warn(message) : log.debug(message)),
    ),
    taskList: Object.fromEntries(
      jobs.map(({ name, run }) => [name, (payload, helpers) => run(payload, attemptOf(helpers))]),
    ),
    crontab: jobs.flatMap(({ name, cron }) => (cron ? [`${cron} ${name}`] : [])).join('\n'),
  })
  runner.promise.catch((error: Error) => log.error({ err: error }, 'The job runner stopped'))
  return runner
}

const attemptOf = ({ abortSignal, job }: JobHelpers): Attempt => ({
  signal: abortSignal ?? new AbortController().signal,
  isLast: job.attempts >= job.max_attempts,
})
