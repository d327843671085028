import assert from 'node:assert/strict'
import { test } from 'node:test'
import { atLeast, atMost, comparedTo, forInformation } from './figure.ts'

test('a figure says whether it keeps to its budget', () => {
  const kept = atMost('chat.unloaded.p99_ms', 12.3456, 'ms', 20)
  const line =
    '{"name":"chat.unloaded.p99_ms","value":12.346,"unit":"ms","budget":20,"ok":true,"limit":null,"ratio":null}'

  assert.equal(JSON.stringify(kept), line)
  assert.equal(atMost('chat.lost', 1, 'messages', 0).ok, false)
  assert.equal(atLeast('connections.held', 19_999, 'connections', 20_000).ok, false)
  assert.equal(forInformation('start.cold_s', 9, 's').ok, null)
})

test('a figure with a limit keeps to its budget only near that limit', () => {
  const figure = atLeast('chat.sustained.per_s', 3000, '1/s', 2500)

  assert.deepEqual(comparedTo(figure, 5000, 0.5), { ...figure, limit: 5000, ratio: 0.6, ok: true })
  assert.equal(comparedTo(figure, 9000, 0.5).ok, false)
})
