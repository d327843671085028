import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { spreadOf } from './survival.ts'

const ten = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]

test('when everybody was answered, it is the median and the 90th percentile', () => {
  assert.deepEqual(spreadOf(ten, []), { medianSeconds: 50, p90Seconds: 90 })
  assert.deepEqual(spreadOf([7], []), { medianSeconds: 7, p90Seconds: 7 })
  assert.equal(spreadOf([], []), undefined)
})

test('who has just begun to wait says nothing; who has waited long makes it longer', () => {
  assert.deepEqual(spreadOf(ten, [1, 2, 3]), { medianSeconds: 50, p90Seconds: 90 })
  assert.deepEqual(spreadOf(ten, [500, 600]), { medianSeconds: 60, p90Seconds: 600 })
})

test('when more than half wait still, nobody knows', () => {
  assert.equal(spreadOf([10, 20, 30], [500, 500, 500, 500]), undefined)
  assert.equal(spreadOf([], [500]), undefined)
})

test('the 90th percentile is never before the median, and more waiting never makes either shorter', () => {
  const times = fc.array(fc.integer({ min: 0, max: 10_000 }), { maxLength: 60 })
  fc.assert(
    fc.property(times, times, fc.integer({ min: 10_000, max: 20_000 }), (answered, waiting, longer) => {
      const spread = spreadOf(answered, waiting)
      if (!spread) return
      assert.ok(spread.p90Seconds >= spread.medianSeconds)
      const more = spreadOf(answered, [...waiting, longer])
      assert.ok(!more || (more.medianSeconds >= spread.medianSeconds && more.p90Seconds >= spread.p90Seconds))
    }),
  )
})
