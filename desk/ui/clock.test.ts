import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readClock } from './clock.ts'

test('a time is understood however people write it', () => {
  for (const text of ['9', '09', '9:00', '09:00', '900', '0900', '9.00', '9 00', ' 9,00 '])
    assert.equal(readClock(text), '09:00', text)
  assert.equal(readClock('1730'), '17:30')
  assert.equal(readClock('0'), '00:00')
  assert.equal(readClock('24'), '24:00')
})

test('what is no time is not', () => {
  for (const text of ['', '25', '9:60', '24:01', 'nine', '9:5', '12345', '-9'])
    assert.equal(readClock(text), undefined, text)
})
