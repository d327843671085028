import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openHouse } from '#test/house.ts'
import { findIdentitySecret } from './channel.ts'

test('a chat channel is opened, changed bit by bit, and seen in its own workspace only', async (t) => {
  const house = await openHouse(t)
  const workspace = await house.opensWorkspace('Pihlaka pood')
  const ada = await house.comes('Ada', 'owner', workspace)
  const bo = await house.comes('Bo', 'agent', workspace)
  const eve = await house.comes('Eve', 'owner', await house.opensWorkspace('Kase pood'))
  const channels = `${ada.path}/channels`

  const made = await ada.asks('POST', channels, { kind: 'chat', name: 'Shop', settings: { greeting: 'Tere!' } })
  assert.equal(made.status, 201)
  assert.match(made.body.key, /^[0-9A-Za-z]{20}$/)
  const channel = `${channels}/${made.body.id}`
  const changed = await ada.asks('PATCH', channel, {
    settings: { accent: '#aa0000', allowedOrigins: ['https://shop.example'] },
  })
  assert.deepEqual(changed.body.settings, {
    greeting: 'Tere!',
    accent: '#aa0000',
    allowedOrigins: ['https://shop.example'],
  })
  assert.equal((await ada.asks('PATCH', channel, { settings: { accent: 'red' } })).status, 400)
  assert.equal((await ada.asks('PATCH', channel, { name: 'Pood' })).body.name, 'Pood')

  assert.equal((await bo.asks('GET', channels)).body.channels[0].name, 'Pood')
  assert.equal((await bo.asks('PATCH', channel, { name: 'Mine' })).status, 403)
  assert.deepEqual((await eve.asks('GET', `${eve.path}/channels`)).body.channels, [])
  assert.equal((await eve.asks('PATCH', `${eve.path}/channels/${made.body.id}`, { name: 'Mine' })).status, 404)
})

test('an identity secret is shown once, kept encrypted, and replaced by the next', async (t) => {
  const house = await openHouse(t)
  const workspace = await house.opensWorkspace('Pihlaka pood')
  const ada = await house.comes('Ada', 'admin', workspace)
  const { id } = (await ada.asks('POST', `${ada.path}/channels`, { kind: 'chat', name: 'Shop', settings: {} })).body
  const rotate = async () => (await ada.asks('POST', `${ada.path}/channels/${id}/identity-secret`)).body.secret
  const find = () => findIdentitySecret(house.db, house.secrets, { workspaceId: workspace.id, id })

  assert.equal(await find(), undefined)
  const first = await rotate()
  assert.equal(await find(), first)
  const second = await rotate()
  assert.notEqual(second, first)
  assert.equal(await find(), second)
  const { identitySecret } = await house.db.selectFrom('channels').select('identitySecret').executeTakeFirstOrThrow()
  assert.equal(identitySecret?.includes(second), false)
  assert.equal(JSON.stringify((await ada.asks('GET', `${ada.path}/channels`)).body).includes(second), false)
})
