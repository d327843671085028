import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAddress, readAddresses, sayPeople, writeAddress } from './addresses.ts'

const mari = { name: 'Mari Maasikas', address: 'mari@home.example' }
const jaan = { name: null, address: 'jaan@home.example' }

test('addresses are read as people write and paste them', () => {
  const table: [string, ReturnType<typeof readAddresses>][] = [
    ['mari@home.example', [{ ...mari, name: null }]],
    ['Mari Maasikas <Mari@Home.example>', [mari]],
    ['"Maasikas, Mari" <mari@home.example>, jaan@home.example', [{ ...mari, name: 'Maasikas, Mari' }, jaan]],
    ['Mari Maasikas <mari@home.example>; jaan@home.example;', [mari, jaan]],
    ['Mari Maasikas <mari@home.example>\njaan@home.example\n', [mari, jaan]],
    ['mari@home.example jaan@home.example', [{ ...mari, name: null }, jaan]],
    ['mailto:jaan@home.example', [jaan]],
    ['õie@pood-õ.example', [{ name: null, address: 'õie@pood-õ.example' }]],
    ['', []],
    [' , ;\n', []],
  ]
  for (const [text, expected] of table) assert.deepEqual(readAddresses(text), expected, text)
})

test('what is no address is kept as it was written, beside those that are', () => {
  assert.deepEqual(readAddresses('mari, jaan@home.example, jaan@home'), [
    { wrong: 'mari' },
    jaan,
    { wrong: 'jaan@home' },
  ])
  assert.deepEqual(readAddresses('Mari <mari@@home.example>'), [{ wrong: 'Mari <mari@@home.example>' }])
  assert.equal(isAddress(`${'a'.repeat(250)}@home.example`), false)
})

test('what is written can be read again', () => {
  for (const person of [mari, jaan, { name: 'Maasikas, Mari', address: 'mari@home.example' }])
    assert.deepEqual(readAddresses(writeAddress(person)), [person])
})

test('several people are said in few words', () => {
  assert.equal(sayPeople([]), 'nobody')
  assert.equal(sayPeople([mari]), 'Mari Maasikas')
  assert.equal(sayPeople([mari, jaan]), 'Mari Maasikas and jaan@home.example')
  assert.equal(sayPeople([mari, jaan, jaan]), 'Mari Maasikas and 2 more')
})
