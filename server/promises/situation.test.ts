import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { openDesk } from '#test/desk.ts'
import { refreshAnswerTimes } from './answer-times.ts'
import { situationOf } from './situation.ts'

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000)

test('a team’s pace is from answer to answer while others wait already', async (t) => {
  const { db, ada, cleo, workspace, channel } = await openDesk(t, { runsJobs: false })
  const { id: conversationId } = await cleo.writes('Hello')
  const where = { workspaceId: workspace.id, channelId: channel.id }
  const answered = (seconds: number, waitedSeconds: number) => ({
    ...where,
    messageId: randomUUID(),
    conversationId,
    memberId: ada.id,
    waitingSince: ago(seconds + waitedSeconds),
    answeredAt: ago(seconds),
    businessSeconds: waitedSeconds,
    isFirstResponse: true,
    beganWhileOpen: true,
  })
  const pace = async () => {
    await refreshAnswerTimes(db, where, new Date())
    const watched = { workspaceId: workspace.id, id: channel.id, kind: 'chat' as const }
    return (await situationOf(db, watched, { agents: 1, now: new Date() })).paceSeconds
  }
  const unhurried = Array.from({ length: 30 }, (_, index) => answered(10_000 + index * 500, 20))
  await db.insertInto('answersGiven').values(unhurried).execute()
  assert.equal(await pace(), 60)

  const busy = Array.from({ length: 30 }, (_, index) => answered(1_000 + index * 40, 300))
  await db.insertInto('answersGiven').values(busy).execute()
  assert.equal(await pace(), 40)
})

test('who waits in any window counts as a queue; who was never answered in this one shows how long', async (t) => {
  const { db, ada, comes, opensChannel, workspace, channel } = await openDesk(t, { runsJobs: false })
  const other = await opensChannel(ada.agent, {})
  const elsewhere = await comes({ key: other.key ?? '' }).writes('Hello')
  const old = await comes().writes('Hello?')
  const answered = await comes().writes('Hello!')
  await ada.replies(answered, 'Yes?')
  const closed = await comes().writes('Thanks')
  await ada.closes(closed)
  await db
    .updateTable('conversations')
    .set({ waitingSince: ago(90) })
    .where('id', '=', old.id)
    .execute()
  await db
    .updateTable('conversations')
    .set({ createdAt: ago(45) })
    .where('id', '=', answered.id)
    .execute()

  const now = new Date()
  const situation = await situationOf(
    db,
    { workspaceId: workspace.id, id: channel.id, kind: 'chat' },
    { agents: 2, now },
  )

  assert.equal(situation.waiting, 2)
  assert.deepEqual(situation.unansweredSeconds.map(Math.floor), [90])
  assert.equal(situation.recentSeconds.length, 1)
  assert.ok((situation.recentSeconds[0] ?? 0) >= 44)
  assert.equal(situation.arrivalsPerMinute, 3 / 30)
  assert.ok(elsewhere.id)
})

test('a letter waits for nobody to be there, in business time', async (t) => {
  const { db, comes, workspace, channel } = await openDesk(t, { runsJobs: false })
  const letter = await comes().writes('Hello')
  await db
    .updateTable('conversations')
    .set({ waitingSince: ago(5 * 3_600) })
    .where('id', '=', letter.id)
    .execute()

  const now = new Date()
  const asMail = { workspaceId: workspace.id, id: channel.id, kind: 'email' as const }
  const situation = await situationOf(db, asMail, { agents: 0, now })

  assert.equal(situation.agents, Number.POSITIVE_INFINITY)
  assert.deepEqual(situation.unansweredSeconds.map(Math.floor), [5 * 3_600])
  assert.equal(situation.arrivalsPerMinute, 0)
})
