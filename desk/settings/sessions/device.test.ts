import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deviceOf } from './device.ts'

test('a session is called by browser and device', () => {
  const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0'
  const phone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.2 Mobile/15E148 Safari/604.1'
  assert.deepEqual(deviceOf(windows), { name: 'Firefox on Windows', isPhone: false })
  assert.deepEqual(deviceOf(phone), { name: 'Safari on iPhone or iPad', isPhone: true })
})

test('what cannot be told is not guessed', () => {
  assert.equal(deviceOf(null).name, 'Unknown device')
  assert.equal(deviceOf('').name, 'Unknown device')
  assert.equal(deviceOf('?').name, 'Unknown device')
})
