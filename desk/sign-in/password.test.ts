import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkPassword } from './password.ts'

test('a short password is told how much is missing', () => {
  assert.match(checkPassword('1234567') ?? '', /3 more/)
  assert.equal(checkPassword('1234567890'), null)
  assert.match(checkPassword('x'.repeat(129)) ?? '', /At most 128/)
})
