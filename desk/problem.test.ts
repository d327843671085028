import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiProblem, explain, fieldErrors, isSignedOut, NoAnswer, readProblem } from './problem.ts'

const problem = (status: number, more = {}) => new ApiProblem({ type: 'about:blank', title: 'Not so', status, ...more })

test('the detail of this case is told rather than the title', () => {
  assert.equal(
    explain(problem(409, { detail: 'Make another member owner first.' })),
    'Make another member owner first.',
  )
  assert.equal(explain(problem(409)), 'Not so')
})

test('a failure of the server is not explained but can be found in its logs', () => {
  assert.match(explain(problem(500, { detail: 'relation "x" does not exist', requestId: 'r1' })), /went wrong.*r1/)
  assert.doesNotMatch(explain(problem(500, { detail: 'relation "x" does not exist' })), /relation/)
})

test('who is too quick is told how long to wait', () => {
  const tooMany = (seconds: number | null) => explain(new ApiProblem({ type: 'x', title: 'x', status: 429 }, seconds))
  assert.match(tooMany(1), /in 1 second\./)
  assert.match(tooMany(42), /in 42 seconds\./)
  assert.match(tooMany(300), /in 5 minutes\./)
  assert.match(tooMany(null), /a minute/)
})

test('silence is told apart from refusal', () => {
  assert.match(explain(new NoAnswer('offline')), /connection/)
  assert.match(explain(new NoAnswer('timeout')), /too long/)
  assert.equal(isSignedOut(new NoAnswer('offline')), false)
  assert.equal(isSignedOut(problem(401)), true)
})

test('without a detail the broken rules are told', () => {
  const errors = [{ field: 'body.name', rule: 'must not be empty' }]
  assert.equal(explain(problem(400, { errors })), 'Name must not be empty.')
})

test('a field is named as its form names it', () => {
  const errors = [
    { field: '/settings/accent', rule: 'must be a colour' },
    { field: 'email', rule: 'Already signs in here.' },
  ]
  assert.deepEqual(fieldErrors(problem(400, { errors })), {
    accent: 'Must be a colour.',
    email: 'Already signs in here.',
  })
  assert.deepEqual(fieldErrors(new NoAnswer('offline')), {})
})

test('what is no problem body is still understood', () => {
  assert.equal(readProblem(502, undefined).title, 'The server answered 502.')
  assert.equal(readProblem(502, '<html>').status, 502)
  assert.deepEqual(readProblem(401, { code: 'INVALID_CODE', message: 'Invalid code' }), {
    type: 'INVALID_CODE',
    title: 'Invalid code',
    status: 401,
  })
})
