import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waitBeforeTry } from './backoff.ts'

test('waits grow from up to a second to up to half a minute, spread over all of it', (t) => {
  const random = t.mock.method(Math, 'random', () => 1)
  const longest = [1, 2, 3, 4, 5, 6, 20].map(waitBeforeTry)
  assert.deepEqual(longest, [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
  random.mock.mockImplementation(() => 0)
  assert.equal(waitBeforeTry(20), 0)
})
