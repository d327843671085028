import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stateOf } from './state.ts'

const now = Date.parse('2026-10-01T12:00:00Z')
const at = '2026-10-01T11:00:00Z'
const calm = { pausedAt: null, failingSince: null, consentExpiresAt: null, checkedAt: at }

test('a mailbox works, fails or rests; one that rests is not said to fail', () => {
  assert.equal(stateOf(calm, now), 'working')
  assert.equal(stateOf({ ...calm, checkedAt: null }, now), 'new')
  assert.equal(stateOf({ ...calm, failingSince: at }, now), 'failing')
  assert.equal(stateOf({ ...calm, failingSince: at, pausedAt: at }, now), 'paused')
})

test('a sign-in is said to end a month ahead, and not before', () => {
  assert.equal(stateOf({ ...calm, consentExpiresAt: '2026-10-30T12:00:00Z' }, now), 'ending')
  assert.equal(stateOf({ ...calm, consentExpiresAt: '2026-11-02T12:00:00Z' }, now), 'working')
  assert.equal(stateOf({ ...calm, consentExpiresAt: at, failingSince: at }, now), 'failing')
})
