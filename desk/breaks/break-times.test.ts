import assert from 'node:assert/strict'
import { test } from 'node:test'
import { breakTimes, nextAt, sayClock } from './break-times.ts'

const now = new Date('2026-11-20T12:07:31Z')

test('one is back on a round five minutes', () => {
  assert.deepEqual(
    breakTimes(now).map(({ minutes, until }) => [minutes, sayClock(until, 'Europe/Tallinn')]),
    [
      [10, '14:20'],
      [15, '14:25'],
      [30, '14:40'],
      [60, '15:10'],
    ],
  )
})

test('a clock time is the next that comes', () => {
  assert.equal(nextAt('14:30', now, 'Europe/Tallinn')?.toISOString(), '2026-11-20T12:30:00.000Z')
  assert.equal(nextAt('14:07', now, 'Europe/Tallinn')?.toISOString(), '2026-11-21T12:07:00.000Z')
  assert.equal(nextAt('', now, 'Europe/Tallinn'), undefined)
})
