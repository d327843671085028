import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTestDatabase } from '#test/database.ts'
import { listPendingMigrations, migrate } from './migrate.ts'

test('a database that is up to date is left as it is', async (t) => {
  const { pool } = await openTestDatabase(t)

  assert.deepEqual(await listPendingMigrations(pool), [])
  assert.deepEqual(await migrate(pool), [])
})

test('a database of a newer Infolett is refused, with the way out', async (t) => {
  const { pool } = await openTestDatabase(t)
  await pool.query("insert into migrations (name, run_at) values ('9999-let-bots-sing.sql', now())")
  const refusal = {
    message:
      'This database was migrated by a newer Infolett (9999-let-bots-sing.sql). Start that version, or restore a backup.',
  }

  await assert.rejects(migrate(pool), refusal)
  await assert.rejects(listPendingMigrations(pool), refusal)
})

test('of two servers that start at once, each finds the database up to date', async (t) => {
  const { pool } = await openTestDatabase(t)

  assert.deepEqual(await Promise.all([migrate(pool), migrate(pool)]), [[], []])
})
