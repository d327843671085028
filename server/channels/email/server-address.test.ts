import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPublicAddress } from '#platform/public-address.ts'
import { findMailServer, ServerOutOfReach } from './server-address.ts'

const inner = [
  '127.0.0.1',
  '127.8.8.8',
  '10.0.0.5',
  '172.16.3.4',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '192.0.2.1',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fd00::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2001:db8::1',
]
for (const address of inner)
  test(`${address} is no public address`, () => {
    assert.equal(isPublicAddress(address), false)
  })

for (const address of ['193.40.0.1', '2a00:1450:4010:c0e::6d'])
  test(`${address} is a public address`, () => {
    assert.equal(isPublicAddress(address), true)
  })

test('a name that leads into the private network is followed only where the operator allows it', async () => {
  const lookUp = async () => [{ address: '10.0.0.7', family: 4 }]
  const server = { host: 'mail.shop.example', port: 993 }

  await assert.rejects(findMailServer(server, { allowsPrivate: false, lookUp }), ServerOutOfReach)
  assert.equal(await findMailServer(server, { allowsPrivate: true, lookUp }), '10.0.0.7')
})

test('of several addresses a public one is taken, whatever comes first', async () => {
  const lookUp = async () => [
    { address: '127.0.0.1', family: 4 },
    { address: '193.40.0.1', family: 4 },
  ]
  assert.equal(await findMailServer({ host: 'a.example', port: 465 }, { allowsPrivate: false, lookUp }), '193.40.0.1')
})

test('an address in place of a name is judged too, and only mail’s ports are knocked at', async () => {
  await assert.rejects(findMailServer({ host: '127.0.0.1', port: 993 }, { allowsPrivate: false }), ServerOutOfReach)
  await assert.rejects(findMailServer({ host: '2130706433', port: 993 }, { allowsPrivate: false }), ServerOutOfReach)
  await assert.rejects(findMailServer({ host: '127.0.0.1', port: 22 }, { allowsPrivate: true }), /Port 22/)
  assert.equal(await findMailServer({ host: '127.0.0.1', port: 3143 }, { allowsPrivate: true }), '127.0.0.1')
})

test('a name that nobody has is told as such', async () => {
  const lookUp = () => Promise.reject(new Error('ENOTFOUND'))
  await assert.rejects(
    findMailServer({ host: 'mial.shop.example', port: 993 }, { allowsPrivate: false, lookUp }),
    /There is no server called mial\.shop\.example/,
  )
})
