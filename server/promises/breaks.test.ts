import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { BreakBody } from '#protocol/promises.ts'
import { expectBody, expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import type { Member } from '#test/member.ts'
import { isOpen } from './hours.ts'
import { hoursOf } from './hours-of.ts'

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
const takesBreak = async (member: Member, body: object) =>
  expectBody(await member.asks('POST', '/breaks', body), BreakBody)
const breaksOf = async (member: Member) =>
  expectBody(await member.asks('GET', '/breaks'), Type.Object({ breaks: Type.Array(BreakBody) })).breaks

test('a break closes its channel until somebody is back', async (t) => {
  const { ada, bo, db, workspace, channel, opensChannel } = await openDesk(t, { runsJobs: false })
  const other = await opensChannel(ada.agent, {})
  const isOpenNow = async (id: string | null) => isOpen(await hoursOf(db, workspace.id, id), new Date())

  const pause = await takesBreak(bo, { channelId: channel.id, until: inMinutes(20), note: 'Dentist' })
  assert.deepEqual(pause.startedBy, { id: bo.id, name: 'Bo' })
  assert.deepEqual(await breaksOf(ada), [pause])
  assert.equal(await isOpenNow(channel.id), false)
  assert.equal(await isOpenNow(other.id), true)

  assert.equal((await ada.asks('DELETE', `/breaks/${pause.id}`)).status, 204)
  assert.deepEqual(await breaksOf(ada), [])
  assert.equal(await isOpenNow(channel.id), true)
  assert.equal((await ada.asks('DELETE', `/breaks/${pause.id}`)).status, 204)
  const ended = await db.selectFrom('events').where('type', '=', 'break.ended').select('actorId').execute()
  assert.deepEqual(ended, [{ actorId: ada.id }])
})

test('a break of everybody closes every channel', async (t) => {
  const { ada, bo, db, workspace, channel } = await openDesk(t, { runsJobs: false })

  await takesBreak(bo, { until: inMinutes(20) })
  await takesBreak(ada, { channelId: channel.id, until: inMinutes(10) })

  assert.equal((await breaksOf(ada)).length, 2)
  assert.equal(isOpen(await hoursOf(db, workspace.id, null), new Date()), false)
  const hours = await hoursOf(db, workspace.id, channel.id)
  assert.equal(isOpen(hours, new Date(Date.now() + 15 * 60_000)), false)
  assert.equal(isOpen(hours, new Date(Date.now() + 21 * 60_000)), true)
})

test('who needs longer says so again: it stays one break', async (t) => {
  const { ada, bo, db } = await openDesk(t, { runsJobs: false })
  const pause = await takesBreak(bo, { until: inMinutes(20) })

  const longer = await takesBreak(ada, { until: inMinutes(40), note: 'Fire drill' })

  assert.equal(longer.id, pause.id)
  assert.equal(longer.startedAt, pause.startedAt)
  assert.deepEqual(await breaksOf(ada), [longer])
  const jobs = await db.selectFrom('events').where('type', '=', 'break.started').select('id').execute()
  assert.equal(jobs.length, 2)
})

test('a break ends by itself, once, and only when its time has come', async (t) => {
  const { bo, db, workspace, runJob } = await openDesk(t, { runsJobs: false })
  const { id: breakId } = await takesBreak(bo, { until: inMinutes(20) })
  const endsIt = () => runJob('end-break', { workspaceId: workspace.id, breakId })
  const endings = async () =>
    (await db.selectFrom('events').where('type', '=', 'break.ended').select('id').execute()).length

  await endsIt()
  assert.equal(await endings(), 0)

  const past = new Date(Date.now() - 60_000)
  await db
    .updateTable('breaks')
    .set({ startedAt: new Date(past.getTime() - 60_000), until: past })
    .execute()
  await Promise.all([endsIt(), endsIt()])
  assert.equal(await endings(), 1)
  const { endedAt } = await db.selectFrom('breaks').select('endedAt').executeTakeFirstOrThrow()
  assert.deepEqual(endedAt, past)
})

test('a break that is over does not grow into the next one, though its job is late', async (t) => {
  const { bo, db } = await openDesk(t, { runsJobs: false })
  const first = await takesBreak(bo, { until: inMinutes(20) })
  const past = new Date(Date.now() - 60_000)
  await db
    .updateTable('breaks')
    .set({ startedAt: new Date(past.getTime() - 60_000), until: past })
    .execute()

  const second = await takesBreak(bo, { until: inMinutes(20) })

  assert.notEqual(second.id, first.id)
  assert.deepEqual(await breaksOf(bo), [second])
})

test('a break ends in the future, and within a day', async (t) => {
  const { bo, col } = await openDesk(t, { runsJobs: false })

  for (const until of [inMinutes(-1), inMinutes(25 * 60)])
    expectProblem(await bo.asks('POST', '/breaks', { until }), 409, 'break-not-possible')
  expectProblem(await col.asks('POST', '/breaks', { until: inMinutes(5) }), 403, 'not-allowed')
})
