import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import { describe, test } from 'node:test'
import { DateTime } from 'luxon'
import { openDesk } from '#test/desk.ts'
import { refreshAnswerTimes } from './answer-times.ts'
import { bandAt } from './bands.ts'
import { expectedAnswer } from './expected-answer.ts'

const inTallinn = (text: string) => DateTime.fromISO(text, { zone: 'Europe/Tallinn' }).toJSDate()
/** A Friday evening. */
const now = inTallinn('2026-11-20T20:00')

async function openChannel(t: TestContext) {
  const { db, workspace, channel, cleo, ada } = await openDesk(t, { runsJobs: false })
  const conversation = await cleo.writes('Hello')
  await ada.closes(conversation)
  const where = { workspaceId: workspace.id, channelId: channel.id }
  return {
    db,
    cleo,
    /** So many people asked at this hour of a day so many days ago, and were answered after these seconds in turn. */
    async answered(asked: string, seconds: number[], given: { beganWhileOpen?: boolean } = {}) {
      await db
        .insertInto('answersGiven')
        .values(
          seconds.map((second, index) => {
            const waitingSince = new Date(inTallinn(asked).getTime() + index)
            return {
              ...where,
              messageId: randomUUID(),
              conversationId: conversation.id,
              waitingSince,
              answeredAt: new Date(waitingSince.getTime() + second * 1000),
              businessSeconds: second,
              isFirstResponse: true,
              beganWhileOpen: given.beganWhileOpen ?? true,
            }
          }),
        )
        .execute()
    },
    waits: (since: Date) =>
      db
        .updateTable('conversations')
        .set({ status: 'open', closedAt: null, waitingSince: since })
        .where('id', '=', conversation.id)
        .execute(),
    async expects(at: string) {
      await refreshAnswerTimes(db, where, now)
      return expectedAnswer(db, where.workspaceId, where.channelId, inTallinn(at))
    },
  }
}
const times = (count: number, seconds: number) => Array.from({ length: count }, () => seconds)

test('an hour has its own answer time, at the weekend another', async (t) => {
  const { answered, expects } = await openChannel(t)
  await answered('2026-11-19T10:00', [...times(15, 60), ...times(10, 600)])
  await answered('2026-11-19T19:00', times(20, 1_200))
  await answered('2026-11-15T10:00', times(20, 7_200))

  assert.deepEqual(await expects('2026-11-23T11:30'), {
    medianSeconds: 60,
    p90Seconds: 600,
    sampleSize: 25,
    basis: 'hour',
    days: 28,
  })
  assert.equal((await expects('2026-11-23T18:00'))?.medianSeconds, 1_200)
  assert.equal((await expects('2026-11-22T09:00'))?.medianSeconds, 7_200)
})

test('where too few asked at this hour, any open hour counts; while it is closed nobody knows', async (t) => {
  const { answered, expects } = await openChannel(t)
  await answered('2026-11-19T10:00', times(25, 60))
  await answered('2026-11-19T19:00', times(3, 1_200))
  await answered('2026-11-19T22:00', times(10, 9_000), { beganWhileOpen: false })

  assert.deepEqual(await expects('2026-11-23T19:00'), {
    medianSeconds: 60,
    p90Seconds: 1_200,
    sampleSize: 28,
    basis: 'opening-hours',
    days: 28,
  })
})

test('a quarter counts when the last weeks are too little, and nothing that is older', async (t) => {
  const { answered, expects } = await openChannel(t)
  await answered('2026-11-19T10:00', times(10, 60))
  await answered('2026-10-01T10:00', times(10, 120))
  await answered('2026-06-01T10:00', times(90, 9_999))

  const expected = await expects('2026-11-23T10:00')
  assert.deepEqual([expected?.sampleSize, expected?.days, expected?.p90Seconds], [20, 90, 120])
})

test('fewer answers than twenty say nothing', async (t) => {
  const { answered, expects } = await openChannel(t)
  await answered('2026-11-19T10:00', times(19, 60))

  assert.equal(await expects('2026-11-23T10:00'), undefined)
})

test('who waits still makes it longer', async (t) => {
  const { answered, expects, waits } = await openChannel(t)
  await answered('2026-11-20T19:00', [...times(18, 60), ...times(2, 300)])
  assert.equal((await expects('2026-11-23T19:00'))?.p90Seconds, 60)

  await waits(inTallinn('2026-11-20T19:00'))
  assert.equal((await expects('2026-11-23T19:00'))?.p90Seconds, 300)
})

describe('hours of a day', () => {
  const table: [string, string][] = [
    ['2026-11-20T00:00', 'weekday 00'],
    ['2026-11-20T08:59', 'weekday 06'],
    ['2026-11-20T23:59', 'weekday 21'],
    ['2026-11-21T00:00', 'weekend 00'],
    ['2026-11-22T23:59', 'weekend 21'],
    ['2026-10-25T03:30', 'weekend 03'],
  ]
  for (const [at, band] of table)
    test(`${at} is ${band}`, () => assert.equal(bandAt(inTallinn(at), 'Europe/Tallinn'), band))
})
