import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conversationNumber, isTelling, numbersIn, plainNumber } from './numbers.ts'

test('numbers are found as whole words, as they are written', () => {
  const table: [string, string[]][] = [
    ['Where is my order 1042?', ['1042']],
    ['Re: [#1042] Tellimus EE-1042.', ['#1042', 'EE-1042']],
    ['Nr.1042, nr:10435; (20011)', ['1042', '10435', '20011']],
    ['№ 100045 и заказ А-1045', ['100045', 'А-1045']],
    ['#7', ['#7']],
    ['I want 2 of 250 and 3', []],
    ['On 12.09.2026 at 14:2500 I paid 10425.50, EE-10425-1@x', []],
    ['See https://pood.example/1042 or mail 1042@pood.example', []],
    ['EE-1042 is not 1042x', ['EE-1042', '1042x']],
    ['1042 1042 #1042', ['1042', '#1042']],
    ['', []],
  ]
  for (const [text, numbers] of table) assert.deepEqual(numbersIn(text), numbers, text)
  assert.deepEqual(numbersIn(null, 'Order 1042', 'Order 1043'), ['1042', '1043'])
})

test('a number is the same with and without its mark', () => {
  assert.equal(plainNumber('#ee-1042'), 'EE-1042')
  assert.equal(plainNumber('EE-1042'), 'EE-1042')
})

test('bare digits that are few tell nothing by themselves', () => {
  assert.deepEqual(['#1042', 'EE-1042', '100045', '5123'].map(isTelling), [true, true, true, false])
})

test('only a marked number names a conversation', () => {
  assert.equal(conversationNumber('#1042'), 1042)
  for (const written of ['1042', '#EE-1042', '#1042x', '#9999999999999999'])
    assert.equal(conversationNumber(written), undefined)
})

test('a very long mail does not take long', () => {
  assert.ok(numbersIn('1-'.repeat(200_000)).length <= 1)
  assert.deepEqual(numbersIn('a'.repeat(200_000)), [])
  assert.deepEqual(numbersIn(`${'1a-'.repeat(100_000)}1@`), [])
  assert.equal(numbersIn(Array.from({ length: 50_000 }, (_, index) => 10_000 + index).join(' ')).length, 200)
})
