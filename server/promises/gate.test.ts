import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Gate, moveGate, type Observation, openGate } from './gate.ts'

const promisedSeconds = 300
const seen = (forecastSeconds: number | undefined, given: Partial<Observation> = {}): Observation => ({
  isOpen: true,
  isAttended: true,
  forecastSeconds,
  promisedSeconds,
  ...given,
})
const closed = seen(undefined, { isOpen: false })
const nobody = seen(undefined, { isAttended: false })
const at = (second: number) => new Date(second * 1000)

/** `second: what is seen` in turn; tells the state after each. */
function watch(start: Gate, looks: [number, Observation][]): string {
  let gate = start
  return looks
    .map(([second, observation]) => {
      gate = moveGate(gate, observation, at(second))
      return gate.state
    })
    .join(' ')
}

test('a gate that nobody has looked at stands where things are', () => {
  assert.deepEqual(openGate(seen(10)), { state: 'keeps' })
  assert.deepEqual(openGate(seen(undefined)), { state: 'keeps' })
  assert.deepEqual(openGate(seen(301)), { state: 'breaks' })
  assert.deepEqual(openGate(closed), { state: 'closed' })
  assert.deepEqual(openGate(nobody), { state: 'nobody' })
})

const stories: [string, Gate['state'], [number, Observation][], string][] = [
  [
    'a long wait counts when it stays',
    'keeps',
    [
      [0, seen(301)],
      [19, seen(400)],
      [20, seen(301)],
    ],
    'keeps keeps breaks',
  ],
  [
    'one that passes does not',
    'keeps',
    [
      [0, seen(301)],
      [15, seen(200)],
      [25, seen(301)],
    ],
    'keeps keeps keeps',
  ],
  [
    'exactly as promised is kept',
    'keeps',
    [
      [0, seen(300)],
      [60, seen(300)],
    ],
    'keeps keeps',
  ],
  [
    'what is promised again has room',
    'breaks',
    [
      [0, seen(250)],
      [600, seen(250)],
    ],
    'breaks breaks',
  ],
  [
    'and stays so for two minutes',
    'breaks',
    [
      [0, seen(200)],
      [119, seen(200)],
      [120, seen(200)],
    ],
    'breaks breaks keeps',
  ],
  [
    'a busy moment starts the two minutes anew',
    'breaks',
    [
      [0, seen(200)],
      [100, seen(250)],
      [130, seen(200)],
      [200, seen(200)],
      [250, seen(200)],
    ],
    'breaks breaks breaks breaks keeps',
  ],
  [
    'a desk that reloads is still there',
    'keeps',
    [
      [0, nobody],
      [5, seen(10)],
      [50, nobody],
    ],
    'keeps keeps keeps',
  ],
  [
    'one that stays away is gone',
    'keeps',
    [
      [0, nobody],
      [44, nobody],
      [45, nobody],
    ],
    'keeps keeps nobody',
  ],
  [
    'who comes back is there after a moment',
    'nobody',
    [
      [0, seen(10)],
      [10, seen(10)],
    ],
    'nobody keeps',
  ],
  [
    'who comes back to a long queue does not promise',
    'nobody',
    [
      [0, seen(900)],
      [10, seen(900)],
    ],
    'nobody breaks',
  ],
  [
    'closing time counts at once',
    'keeps',
    [
      [0, closed],
      [1, seen(10)],
    ],
    'closed keeps',
  ],
  [
    'also for who was away',
    'nobody',
    [
      [0, closed],
      [1, nobody],
    ],
    'closed nobody',
  ],
]
for (const [name, state, looks, expected] of stories)
  test(name, () => {
    assert.equal(watch({ state }, looks), expected)
  })

test('however the forecast jumps, the promise changes at most twice in the time it must stay', () => {
  const forecasts = fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 28, maxLength: 28 })
  fc.assert(
    fc.property(forecasts, (seconds) => {
      const states = watch(
        { state: 'keeps' },
        seconds.map((forecast, index) => [index * 5, seen(forecast)]),
      ).split(' ')
      const changes = states.filter((state, index) => index > 0 && state !== states[index - 1]).length
      assert.ok(changes <= 2, states.join(' '))
    }),
  )
})
