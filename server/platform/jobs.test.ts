import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { Type } from 'typebox'
import { createTestDatabase } from '#test/database.ts'
import { connectDatabase } from './database/database.ts'
import { defineJob, enqueue, equip, startJobs } from './jobs.ts'
import { createLog } from './log.ts'

const Note = Type.Object({ id: Type.String() })
type Desk = { begun: string[]; done: string[]; holdUp: (id: string) => Promise<void> }

const writeDown = defineJob('write-down', Note, async ({ id }, { begun, done, holdUp }: Desk) => {
  begun.push(id)
  await holdUp(id)
  done.push(id)
})

test('a job runs once its cause is committed', async (t) => {
  const office = await openOffice(t)

  const id = await office.asks()

  await office.until(() => office.done.includes(id))
  assert.equal(await office.countJobs(), 0)
})

test('a job that a dead worker held is taken up at once by the next', async (t) => {
  const office = await openOffice(t, { isOpen: false })
  const id = await office.asks()
  await office.pool.query("update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool-of-the-dead'")

  await office.opens()

  await office.until(() => office.done.includes(id))
})

test('a job that a living worker holds is left to it', async (t) => {
  const office = await openOffice(t)
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>()
  office.holdUp = () => held
  const id = await office.asks()
  await office.until(() => office.begun.includes(id))

  await office.opens()
  letGo()

  await office.until(() => office.done.includes(id))
  assert.deepEqual(office.begun, [id])
})

test('jobs of one queue run one after the other, and one that waits already is not asked for twice', async (t) => {
  const office = await openOffice(t)
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>()
  office.holdUp = () => held
  const letter = { queue: 'letters', key: 'letters' }
  const first = await office.asks(letter)
  await office.until(() => office.begun.includes(first))

  await office.asks(letter)
  const last = await office.asks(letter)
  const other = await office.asks()
  await office.until(() => office.begun.includes(other))
  letGo()

  await office.until(() => office.done.includes(last))
  assert.deepEqual(office.begun, [first, other, last])
})

test('jobs go on after every connection to the database was lost in the middle of one', async (t) => {
  const office = await openOffice(t)
  office.holdUp = async () => {
    office.holdUp = async () => {}
    await office.losesConnections()
  }
  const interrupted = await office.asks()
  await office.until(() => office.done.includes(interrupted))

  const next = await office.asks()

  await office.until(() => office.done.includes(next))
  await office.until(async () => (await office.countJobs()) === 0)
})

test('a stop while the database is away does not wait for it', async (t) => {
  const office = await openOffice(t)
  await office.losesConnections()

  for (const runner of office.runners) await runner.stop()
})

/** Somebody who writes down what they are asked, job by job. */
async function openOffice(t: TestContext, { isOpen = true } = {}) {
  const log = createLog(process.env.INFOLETT_TEST_LOG ?? 'silent')
  const { pool, transact, close } = connectDatabase({ url: await createTestDatabase(), connections: 8, log })
  const runners: { stop(): Promise<void> }[] = []
  const desk: Desk = { begun: [], done: [], holdUp: async () => {} }
  const office = Object.assign(desk, {
    pool,
    runners,
    async opens() {
      const jobs = [equip(writeDown, { ...desk, holdUp: (id: string) => office.holdUp(id) })]
      runners.push(await startJobs({ pool, jobs, concurrency: 2, log }))
    },
    async asks(options: Parameters<typeof enqueue>[3] = {}): Promise<string> {
      const id = randomUUID()
      const enter = () => transact((trx) => enqueue(trx, writeDown, { id }, options))
      // A connection that was just cut may be the one we get.
      await enter().catch(enter)
      return id
    },
    countJobs: async () => (await pool.query('select from graphile_worker.jobs')).rowCount,
    losesConnections: () => endConnections(pool),
    async until(isTrue: () => boolean | Promise<boolean>) {
      for (const since = Date.now(); !(await isTrue()); await sleep(20))
        if (Date.now() - since > 15_000) assert.fail('It never came true')
    },
  })
  if (isOpen) await office.opens()
  t.after(async () => {
    await Promise.all(runners.map((runner) => runner.stop()))
    await close()
  })
  return office
}

/** All but the one that asks, which ends too by having done its work. */
const endConnections = (pool: pg.Pool) =>
  pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  )
