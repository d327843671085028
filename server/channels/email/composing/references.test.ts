import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseReferences } from './references.ts'

test('a letter names the letters before it, and last the one that it answers', () => {
  assert.deepEqual(chooseReferences(['a@x', 'b@x', 'c@x'], 'b@x'), ['a@x', 'c@x', 'b@x'])
  assert.deepEqual(chooseReferences(['a@x', 'a@x'], 'a@x'), ['a@x'])
  assert.deepEqual(chooseReferences([], null), [])
})

test('of a long thread it names the first and the last ones', () => {
  const ids = Array.from({ length: 60 }, (_, n) => `${n}@x`)

  assert.deepEqual(chooseReferences(ids, '59@x'), ['0@x', ...ids.slice(41)])
})

test('what is no Message-ID, or one that we made up, is not named', () => {
  const ids = [
    null,
    'none',
    'a b@x',
    'a@x>\r\nBcc: eve',
    `${'a'.repeat(1_000)}@x`,
    'made-up@mail.invalid',
    'õ@x',
    'a@x',
  ]

  assert.deepEqual(chooseReferences(ids, null), ['a@x'])
})
