import assert from 'node:assert/strict'
import { test } from 'node:test'
import { snoozeTimes } from './snooze-times.ts'
import { zonedInstant, zonedParts } from './zoned-time.ts'

const offered = (now: string, timeZone = 'Europe/Tallinn') =>
  snoozeTimes(new Date(now), timeZone).map(({ label, until }) => `${label} ${until.toISOString().slice(0, 16)}`)

test('on a Friday at noon in Tallinn one can snooze until the afternoon, tomorrow, Monday or next week', () => {
  assert.deepEqual(offered('2026-11-20T10:10:00Z'), [
    'Later today 2026-11-20T14:00',
    'Tomorrow 2026-11-21T07:00',
    'Monday 2026-11-23T07:00',
    'In a week 2026-11-27T07:00',
  ])
})

test('in the evening nothing is later today', () => {
  assert.deepEqual(offered('2026-11-20T17:00:00Z').at(0), 'Tomorrow 2026-11-21T07:00')
})

test('a time is offered once: on Sunday Monday is tomorrow, on Monday it is in a week', () => {
  assert.deepEqual(offered('2026-11-22T17:00:00Z'), ['Tomorrow 2026-11-23T07:00', 'In a week 2026-11-29T07:00'])
  assert.deepEqual(offered('2026-11-23T17:00:00Z'), ['Tomorrow 2026-11-24T07:00', 'Monday 2026-11-30T07:00'])
})

test('nine in the morning stays nine when the clocks change', () => {
  assert.equal(offered('2026-10-24T17:00:00Z').at(0), 'Tomorrow 2026-10-25T07:00')
  assert.equal(offered('2026-03-28T17:00:00Z').at(0), 'Tomorrow 2026-03-29T06:00')
})

test('the wall clock and the instant agree, also over the end of a month', () => {
  const at = zonedInstant({ year: 2026, month: 11, day: 31, hour: 9, minute: 30 }, 'America/New_York')
  assert.equal(at.toISOString(), '2026-12-01T14:30:00.000Z')
  assert.deepEqual(zonedParts(at, 'America/New_York'), {
    year: 2026,
    month: 12,
    day: 1,
    hour: 9,
    minute: 30,
    weekday: 2,
  })
})
