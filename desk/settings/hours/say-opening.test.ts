import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sayDate, sayOpening } from './say-opening.ts'

const friday = new Date('2026-11-20T16:00:00Z')
const opens = (nextOpening: string | null) =>
  sayOpening({ isOpen: false, nextOpening, closesAt: null }, friday, 'Europe/Tallinn')
const closes = (closesAt: string | null) =>
  sayOpening({ isOpen: true, nextOpening: null, closesAt }, friday, 'Europe/Tallinn')

test('when it opens is said as near as it is', () => {
  assert.equal(opens('2026-11-20T20:00:00Z'), 'Closed now. Opens 22:00.')
  assert.equal(opens('2026-11-21T08:00:00Z'), 'Closed now. Opens tomorrow 10:00.')
  assert.equal(opens('2026-11-23T07:00:00Z'), 'Closed now. Opens Monday 09:00.')
  assert.equal(opens('2027-01-04T07:00:00Z'), 'Closed now. Opens Monday 4 January 09:00.')
  assert.equal(opens(null), 'Closed, and never opens.')
})

test('and until when it is open', () => {
  assert.equal(closes('2026-11-20T18:00:00Z'), 'Open now, until 20:00.')
  assert.equal(closes('2026-11-21T00:00:00Z'), 'Open now, until tomorrow 02:00.')
  assert.equal(closes(null), 'Open now, round the clock.')
})

test('a day is said in full', () => {
  assert.equal(sayDate('2026-12-24'), 'Thursday 24 December 2026')
})
