import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HUES, hueOf, initialsOf } from './initials.ts'

test('a name is told by its first and last word', () => {
  assert.equal(initialsOf('Ada Tamm'), 'AT')
  assert.equal(initialsOf('  kaisa-liis von  mägi '), 'KM')
  assert.equal(initialsOf('Мария Иванова'), 'МИ')
  assert.equal(initialsOf('Cher'), 'C')
  assert.equal(initialsOf('(anonymous)'), 'A')
  assert.equal(initialsOf('👩‍👧 Õnne'), '👩‍👧Õ')
  assert.equal(initialsOf(''), '')
})

test('the same person has the same hue, and people have different ones', () => {
  const hues = Array.from({ length: 200 }, (_, person) => hueOf(`person ${person}`))
  assert.equal(hueOf('person 7'), hues[7])
  assert.deepEqual(
    [...new Set(hues)].sort(),
    Array.from({ length: HUES }, (_, hue) => hue),
  )
})
