import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findCountry } from './visit-place.ts'

test('an address tells the country, in both families and as one is written inside the other', async () => {
  const places = {
    '193.40.5.73': 'EE',
    '91.152.10.1': 'FI',
    '78.84.10.1': 'LV',
    '88.222.1.1': 'LT',
    '90.224.1.1': 'SE',
    '::ffff:193.40.5.73': 'EE',
    '2001:7d0::1': 'EE',
    '2001:2002::1': 'SE',
  }
  for (const [address, country] of Object.entries(places)) assert.equal(await findCountry(address), country, address)
})

test('what is nobody’s public address tells nothing', async () => {
  for (const address of [
    '127.0.0.1',
    '10.1.2.3',
    '192.168.1.1',
    '::1',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '',
    'x',
  ])
    assert.equal(await findCountry(address), null, address)
})
