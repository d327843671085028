import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sayAgo, saySpan, sayWhen } from './relative-time.ts'

const timeZone = 'Europe/Tallinn'
/** A Tuesday, 15:00 in Tallinn. */
const now = new Date('2026-03-03T13:00:00Z')
const when = (at: string, locale?: string) => sayWhen(new Date(at), now, { timeZone, locale })

test('a time is said as people say it', () => {
  assert.equal(when('2026-03-03T12:59:30Z'), 'now')
  assert.equal(when('2026-03-03T12:48:00Z'), '12 min')
  assert.equal(when('2026-03-03T07:05:00Z'), '09:05')
  assert.equal(when('2026-03-02T12:05:00Z'), 'yesterday 14:05')
  assert.equal(when('2026-02-27T12:05:00Z'), 'Fri 14:05')
  assert.equal(when('2026-02-20T12:05:00Z'), '20 Feb')
  assert.equal(when('2024-02-20T12:05:00Z'), '20 Feb 2024')
})

test('yesterday begins at midnight where the reader is, not a day ago', () => {
  assert.equal(when('2026-03-02T21:59:00Z'), 'yesterday 23:59')
  assert.equal(when('2026-03-02T22:01:00Z'), '00:01')
})

test('a day that loses an hour in spring is still one day', () => {
  const monday = new Date('2026-03-30T06:00:00Z')
  assert.equal(sayWhen(new Date('2026-03-28T22:30:00Z'), monday, { timeZone }), 'yesterday 00:30')
})

test('what is to come is said too', () => {
  assert.equal(when('2026-03-03T13:20:00Z'), '15:20')
  assert.equal(when('2026-03-04T07:00:00Z'), 'tomorrow 09:00')
  assert.equal(when('2026-03-09T07:00:00Z'), '9 Mar')
})

test('a clock that runs a little ahead does not make the future', () => {
  assert.equal(when('2026-03-03T13:00:20Z'), 'now')
})

test('other languages say it their way', () => {
  assert.equal(when('2026-03-02T12:05:00Z', 'et'), 'eile 14:05')
  assert.equal(when('2026-03-03T12:48:00Z', 'et'), '12 min')
})

test('inside a sentence minutes are ago', () => {
  assert.equal(sayAgo(new Date('2026-03-03T12:48:00Z'), now), '12 minutes ago')
  assert.equal(sayAgo(new Date('2026-03-02T12:05:00Z'), now, { timeZone }), 'yesterday 14:05')
})

test('a span is said in its largest unit', () => {
  assert.equal(saySpan(59_000), 'now')
  assert.equal(saySpan(12 * 60_000), '12 min')
  assert.equal(saySpan(3.9 * 3_600_000), '3 hr')
  assert.equal(saySpan(50 * 3_600_000), '2 days')
})
