import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rowsMoved } from './anchor.ts'

const moved = (before: string, after: string, at: number) => rowsMoved([...before], [...after], at)

test('rows put in above move the list by as many', () => {
  assert.equal(moved('abc', 'xyabc', 0), 2)
  assert.equal(moved('abcde', 'cabde', 1), 1)
})

test('rows put in below do not move it', () => {
  assert.equal(moved('abc', 'abxc', 1), 0)
})

test('rows that leave above let it move up', () => {
  assert.equal(moved('abcd', 'bcd', 2), -1)
})

test('when the row itself leaves, those below it stay where they are', () => {
  assert.equal(moved('abcd', 'acd', 1), -1)
  assert.equal(moved('abc', '', 1), 0)
})
