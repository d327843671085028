import assert from 'node:assert/strict'
import { test } from 'node:test'
import { WorkspaceBody } from '#protocol/members.ts'
import { expectBody, expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'

const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000)
const visit = { url: 'https://shop.example/' }

test('visits are forgotten after as many days as the workspace says; conversations are not', async (t) => {
  const { ada, cleo, comes, db, runJob } = await openDesk(t)
  const conversation = await (await cleo.opensWindow({ visit })).writes('Hello')
  await (await comes().opensWindow({ visit })).writes('Hello')
  const { customer } = await ada.sees(conversation)
  const age = (days: number) =>
    db
      .updateTable('visits')
      .set({ lastSeenAt: daysAgo(days) })
      .where('customerId', '=', customer.id)
      .execute()
  const isKept = async () => (await ada.card(customer)).visit !== null

  await age(29)
  await runJob('forget-old-visits', {})
  assert.equal(await isKept(), true)
  const workspace = expectBody(await ada.asks('PATCH', '', { visitRetentionDays: 7 }), WorkspaceBody)
  assert.equal(workspace.visitRetentionDays, 7)
  await age(6)
  await runJob('forget-old-visits', {})
  assert.equal(await isKept(), true)
  await age(8)
  await Promise.all([1, 2].map(() => runJob('forget-old-visits', {})))

  assert.equal(await isKept(), false)
  assert.equal((await db.selectFrom('visits').select('id').execute()).length, 1)
  assert.equal((await ada.opens(conversation)).messages[0]?.text, 'Hello')
})

test('another workspace’s visits live by its own days', async (t) => {
  const { ada, cleo, db, opensWorkspace, runJob } = await openDesk(t)
  await opensWorkspace('Kase pood')
  await ada.asks('PATCH', '', { visitRetentionDays: 365 })
  await (await cleo.opensWindow({ visit })).writes('Hello')
  await db
    .updateTable('visits')
    .set({ lastSeenAt: daysAgo(300) })
    .execute()
  await runJob('forget-old-visits', {})
  assert.equal((await db.selectFrom('visits').select('id').execute()).length, 1)
})

test('the days are a number from 1 to 365 that admins set', async (t) => {
  const { ada, bo } = await openDesk(t)
  for (const visitRetentionDays of [0, 366, 1.5, '7', null])
    expectProblem(await ada.asks('PATCH', '', { visitRetentionDays }), 400, 'invalid-input')
  expectProblem(await bo.asks('PATCH', '', { visitRetentionDays: 7 }), 403, 'not-allowed')
})
