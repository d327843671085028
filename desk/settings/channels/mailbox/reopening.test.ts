import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readReopening, reopenings, writeReopening } from './reopening.ts'

test('what is set is what is chosen, whoever set it', () => {
  for (const days of [null, 0, 1, 30, 45])
    assert.ok(reopenings(days).some(({ value }) => value === writeReopening(days) && readReopening(value) === days))
})

test('no number of days is offered twice', () => {
  const values = reopenings(30).map(({ value }) => value)
  assert.equal(new Set(values).size, values.length)
})
