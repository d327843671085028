import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { forecastWait, type Situation } from './forecast.ts'

const quiet: Situation = {
  agents: 1,
  waiting: 0,
  unansweredSeconds: [],
  recentSeconds: [],
  arrivalsPerMinute: 0,
  paceSeconds: 60,
}

const table: [string, Partial<Situation>, number | undefined][] = [
  ['nobody is there', { agents: 0 }, undefined],
  ['nobody waits: their own answer', {}, 60],
  ['four wait before one agent', { waiting: 4 }, 300],
  ['four wait before two', { agents: 2, waiting: 4 }, 150],
  ['who answers quicker is through sooner', { waiting: 4, paceSeconds: 30 }, 150],
  ['as many come as are taken', { arrivalsPerMinute: 1 }, 60],
  ['one a minute more comes than is taken', { arrivalsPerMinute: 2 }, 360],
  ['one waits unanswered for ten minutes', { unansweredSeconds: [600] }, 600],
  ['among others who came just now', { unansweredSeconds: [600, 20, 10] }, 60],
  ['the last three waited long', { recentSeconds: [400, 500, 600] }, 500],
  ['two are too few to tell', { recentSeconds: [500, 600] }, 60],
  ['four, between the middle two', { recentSeconds: [100, 200, 300, 400] }, 250],
]
for (const [name, given, expected] of table)
  test(`${name}: ${expected ?? 'unknown'}`, () => {
    assert.equal(forecastWait({ ...quiet, ...given }), expected)
  })

test('more who wait never make it shorter, more who answer never longer', () => {
  const seconds = fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 10 })
  const situations = fc.record({
    agents: fc.integer({ min: 1, max: 20 }),
    waiting: fc.integer({ min: 0, max: 200 }),
    unansweredSeconds: seconds,
    recentSeconds: seconds,
    arrivalsPerMinute: fc.float({ min: 0, max: 50, noNaN: true }),
    paceSeconds: fc.integer({ min: 10, max: 600 }),
  })
  fc.assert(
    fc.property(situations, (situation) => {
      const wait = forecastWait(situation) ?? Number.NaN
      assert.ok(Number.isFinite(wait) && wait > 0)
      assert.ok((forecastWait({ ...situation, waiting: situation.waiting + 1 }) ?? 0) >= wait)
      assert.ok((forecastWait({ ...situation, agents: situation.agents + 1 }) ?? Infinity) <= wait)
    }),
  )
})
