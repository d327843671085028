import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatAge } from './ages.ts'
import { formatDay, formatTime } from './times.ts'

const now = new Date(2026, 10, 22, 14, 5)
const at = (month: number, day: number, hour = 12, minute = 0, year = 2026) =>
  new Date(year, month - 1, day, hour, minute)

test('days are named as people name them', () => {
  assert.equal(formatDay(at(11, 22, 0, 1), 'en-GB', now), 'Today')
  assert.equal(formatDay(at(11, 21, 23, 59), 'et-EE', now), 'Eile')
  assert.equal(formatDay(at(11, 20), 'en-GB', now), 'Friday 20 November')
  assert.match(formatDay(at(11, 20, 12, 0, 2025), 'en-GB', now), /2025$/)
})

test('a message from a clock that runs ahead of ours is of today', () => {
  assert.equal(formatDay(at(11, 23, 0, 1), 'en-GB', now), 'Today')
})

test('ages are short and relative, then exact', () => {
  assert.equal(formatAge(at(11, 22, 14, 5), 'en-GB', now), 'now')
  assert.equal(formatAge(at(11, 22, 13, 53), 'en-GB', now), '12 min ago')
  assert.equal(formatAge(at(11, 22, 9, 3), 'en-GB', now), '09:03')
  assert.equal(formatAge(at(11, 21, 9, 3), 'et-EE', now), 'eile')
  assert.equal(formatAge(at(11, 2), 'en-GB', now), '2 Nov')
  assert.equal(formatTime(at(11, 2, 7, 5), 'et-EE'), '07:05')
})
