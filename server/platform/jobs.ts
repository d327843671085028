import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { type JobHelpers, Logger, type Runner, run, runMigrations, type WorkerEvents } from 'graphile-worker'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Transaction } from '#platform/database/database.ts'
import type { Log } from '#platform/log.ts'
import { markLiving, releaseJobsOfDead } from './job-locks.ts'
import { givingBackOnce } from './job-pool.ts'

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
  runAt?: Date
  /** A later job with the same key takes the place of the earlier one, unless that is under way. */
  key?: string
  /** Jobs of one queue run one after the other, whichever server takes them. */
  queue?: string
  maxAttempts?: number
}

/** Asks for a job in the transaction that causes it: rolled back, it never was. A payload is ids, not copies. */
export async function enqueue<Payload extends TSchema>(
  trx: Transaction,
  job: Job<Payload, never> | { name: string; payload: Payload },
  payload: Static<Payload>,
  { runAt, key, queue, maxAttempts }: EnqueueOptions = {},
): Promise<void> {
  await sql`select graphile_worker.add_job(${job.name}, payload => ${JSON.stringify(payload)}::json,
    queue_name => ${queue ?? null}::text, run_at => ${runAt ?? null}::timestamptz, job_key => ${key ?? null}::text,
    max_attempts => ${maxAttempts ?? null}::int)`.execute(trx)
}

/** Jobs with these keys that wait, or wait to be tried again, are done now. */
export async function hurry(trx: Transaction, keys: string[]): Promise<void> {
  if (keys.length === 0) return
  await sql`select from graphile_worker.reschedule_jobs(
    array(select id from graphile_worker.jobs where key = any(${keys})), run_at => now(), attempts => 0)`.execute(trx)
}

export const migrateJobs = (pool: pg.Pool): Promise<void> =>
  runMigrations({ pgPool: pool, logger: new Logger(() => () => {}) })

type JobsOptions = { pool: pg.Pool; jobs: ReadyJob[]; concurrency: number; log: Log }
export type RunningJobs = { stop(): Promise<void> }

const longestPause = 10_000
const LOOK_FOR_DEAD_MILLISECONDS = 60_000

/**
 * Runs jobs in this process until `stop`, which waits for those under way. When the database goes away, the runner ends
 * and is begun anew as soon as it is back; what a dead one held is taken up again.
 */
export async function startJobs(options: JobsOptions): Promise<RunningJobs> {
  const { pool, log } = options
  const stopping = new AbortController()
  let runner = await begin(options)
  const lookForDead = () =>
    void releaseJobsOfDead(pool).catch((error) => log.debug({ err: error }, 'No look at dead workers'))
  const looking = setInterval(lookForDead, LOOK_FOR_DEAD_MILLISECONDS)
  looking.unref()

  const keep = async () => {
    while (!stopping.signal.aborted) {
      await runner.promise.catch((error: Error) => log.warn({ err: error }, 'The job runner failed'))
      const next = await beginAgain(options, stopping.signal)
      if (!next) return
      runner = next
      if (stopping.signal.aborted) await runner.stop()
    }
  }
  const ended = keep()

  return {
    async stop() {
      clearInterval(looking)
      stopping.abort()
      // One that has just ended by itself cannot be stopped any more.
      await runner.stop().catch((error: Error) => log.debug({ err: error }, 'The job runner had ended'))
      await ended
    },
  }
}

async function begin({ pool, jobs, concurrency, log }: JobsOptions): Promise<Runner> {
  const dead = await releaseJobsOfDead(pool)
  if (dead.length > 0) log.info({ workers: dead.length }, 'Jobs of workers that died are taken up again')
  return run({
    pgPool: givingBackOnce(pool),
    concurrency,
    noHandleSignals: true,
    events: markingLiving(log),
    logger: new Logger(
      () => (level, message) => (level === 'error' || level === 'warning' ? log.warn(message) : log.debug(message)),
    ),
    // Unbatched, a job that ends while the database is away rejects a promise that nobody holds, and that ends the server.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    taskList: Object.fromEntries(
      jobs.map(({ name, run }) => [name, (payload, helpers) => run(payload, attemptOf(helpers))]),
    ),
    crontab: jobs.flatMap(({ name, cron }) => (cron ? [`${cron} ${name}`] : [])).join('\n'),
  })
}

/** Tries, after growing pauses, until the database is back; gives up only when we are stopping. */
async function beginAgain(options: JobsOptions, stopping: AbortSignal): Promise<Runner | undefined> {
  for (let pause = 100; !stopping.aborted; pause = Math.min(pause * 2, longestPause)) {
    try {
      await sleep(pause, undefined, { signal: stopping })
      return await begin(options)
    } catch (error) {
      if (!stopping.aborted) options.log.debug({ err: error }, 'Jobs cannot be run yet')
    }
  }
}

/** The connection by which a runner hears of new jobs lasts as long as the runner: on it we say that it lives. */
function markingLiving(log: Log): WorkerEvents {
  const events: WorkerEvents = new EventEmitter()
  events.on('pool:listen:success', ({ client, workerPool }) => {
    // It listens first; `drain` says that the connection has time for us.
    client.once('drain', () => {
      markLiving(client, workerPool.id).catch((error: Error) => log.debug({ err: error }, 'A worker was not marked'))
    })
  })
  return events
}

const attemptOf = ({ abortSignal, job }: JobHelpers): Attempt => ({
  signal: abortSignal ?? new AbortController().signal,
  isLast: job.attempts >= job.max_attempts,
})
