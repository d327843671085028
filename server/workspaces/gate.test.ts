import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openHouse } from '#test/house.ts'

test('nobody comes in without a session, and a forged cookie is none', async (t) => {
  const house = await openHouse(t)
  const workspace = await house.opensWorkspace('Pihlaka pood')
  const ada = await house.comes('Ada', 'owner', workspace)
  const stranger = house.openBrowser()
  const path = `/api/workspaces/${workspace.id}`

  assert.equal((await ada.asks('GET', path)).status, 200)
  assert.equal((await stranger.asks('GET', path)).status, 401)
  stranger.cookie = ada.browser.cookie.replace(/.{8}$/, 'AAAAAA%3D')
  assert.equal((await stranger.asks('GET', path)).status, 401)
  assert.equal((await stranger.asks('GET', '/api/me')).status, 401)
})
