import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openTestDatabase } from '#test/database.ts'
import { makeWorkspace } from '#workspaces/workspace.ts'
import { mention, type RecordedEvent, record } from './events.ts'

const actor = { kind: 'system', id: null, name: 'Infolett' } as const

test('listeners hear of an act once it is on disk, and never of one that was taken back', async (t) => {
  const { db, transact, onCommit } = await openTestDatabase(t)
  const workspace = await transact((trx) =>
    makeWorkspace(trx, { name: 'Pihlaka pood', language: 'et', timeZone: 'Europe/Tallinn' }),
  )
  const heard: RecordedEvent[] = []
  onCommit((events) => heard.push(...events))
  const event = { workspaceId: workspace.id, actor }

  await transact(async (trx) => {
    await record(trx, { ...event, type: 'first', data: { place: 1 }, live: { kept: 'in memory' } })
    mention(trx, { ...event, type: 'fleeting' })
    await record(trx, { ...event, type: 'second' })
    assert.deepEqual(heard, [])
  })
  await assert.rejects(
    transact(async (trx) => {
      await record(trx, { ...event, type: 'taken back' })
      throw new Error('changed my mind')
    }),
  )

  assert.deepEqual(
    heard.map(({ type, live }) => [type, live]),
    [
      ['first', { kept: 'in memory' }],
      ['fleeting', undefined],
      ['second', undefined],
    ],
  )
  const rows = await db.selectFrom('events').select(['type', 'data', 'actorKind']).orderBy('id').execute()
  assert.deepEqual(rows.slice(1), [
    { type: 'first', data: { place: 1, actorName: 'Infolett' }, actorKind: 'system' },
    { type: 'second', data: { actorName: 'Infolett' }, actorKind: 'system' },
  ])
})

test('nobody rewrites history', async (t) => {
  const { db, transact } = await openTestDatabase(t)
  await transact((trx) => makeWorkspace(trx, { name: 'Pihlaka pood', language: 'et', timeZone: 'UTC' }))

  await assert.rejects(sql`update events set type = 'nothing'`.execute(db), /only ever added to/)
  await assert.rejects(sql`delete from events`.execute(db), /only ever added to/)
})
