import assert from 'node:assert/strict'
import { test } from 'node:test'
import { copyTo, doOverlap, hintOf, isComplete, newHours, nextBlock, sayBlocks } from './draft.ts'

const block = (from: string, to: string) => ({ from, to })

test('new hours are nine to five, with the holidays of where the shop is', () => {
  const hours = newHours('Europe/Riga')
  assert.deepEqual(hours.holidays.countries, ['LV'])
  assert.deepEqual([hours.weekly.friday, hours.weekly.saturday], [[block('09:00', '17:00')], []])
  assert.deepEqual(newHours('America/Lima').holidays.countries, [])
})

test('one more stretch of a day begins an hour after the last', () => {
  assert.deepEqual(nextBlock([]), block('09:00', '17:00'))
  assert.deepEqual(nextBlock([block('09:00', '12:30')]), block('13:30', '14:30'))
  assert.deepEqual(nextBlock([block('09:00', '22:30')]), block('', ''))
  assert.deepEqual(nextBlock([block('22:00', '02:00')]), block('', ''))
})

test('a day copied to others is theirs alone', () => {
  const { weekly } = newHours('UTC')
  const copied = copyTo(weekly, [block('10:00', '14:00')], ['saturday', 'sunday'])
  assert.deepEqual([copied.saturday, copied.sunday], [[block('10:00', '14:00')], [block('10:00', '14:00')]])
  assert.notEqual(copied.saturday[0], copied.sunday[0])
  assert.deepEqual(copied.monday, weekly.monday)
})

test('what is not plain from two times is said', () => {
  assert.equal(hintOf(block('09:00', '17:00')), undefined)
  assert.equal(hintOf(block('09:00', '24:00')), undefined)
  assert.equal(hintOf(block('00:00', '24:00')), 'Round the clock')
  assert.equal(hintOf(block('22:00', '02:00')), 'Until the next day')
  assert.equal(hintOf(block('09:00', '09:00')), 'Round the clock, until the next day')
  assert.equal(hintOf(block('09:00', '')), undefined)
})

test('stretches that share time are noticed, those that touch are not', () => {
  assert.equal(doOverlap([block('09:00', '13:00'), block('13:00', '17:00')]), false)
  assert.equal(doOverlap([block('09:00', '13:00'), block('12:00', '17:00')]), true)
  assert.equal(doOverlap([block('22:00', '02:00'), block('23:00', '23:30')]), true)
})

test('a day is said as people say it', () => {
  assert.equal(sayBlocks([]), 'Closed')
  assert.equal(sayBlocks([block('09:00', '13:00'), block('14:00', '24:00')]), '09:00–13:00 and 14:00–24:00')
  assert.equal(sayBlocks([block('00:00', '24:00')]), 'round the clock')
})

test('hours with a time missing are not complete', () => {
  const hours = newHours('UTC')
  assert.equal(isComplete(hours), true)
  assert.equal(isComplete({ ...hours, exceptions: [{ date: '2026-12-24', blocks: [block('09:00', '')] }] }), false)
})
