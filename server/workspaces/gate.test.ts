import assert from 'node:assert/strict'
import { test } from 'node:test'
import { v7 } from 'uuid'
import { createHttpServer } from '#platform/http/server.ts'
import { createLog } from '#platform/log.ts'
import { createMetrics } from '#platform/metrics.ts'
import { openHouse } from '#test/house.ts'
import { registerGate } from './gate.ts'
import { findSocketAgent, keepValid } from './session.ts'

test('nobody comes in without a session, and a forged cookie is none', async (t) => {
  const house = await openHouse(t)
  const ada = await house.comes('Ada', 'owner', await house.opensWorkspace('Pihlaka pood'))
  const stranger = house.openBrowser()

  assert.equal((await ada.asks('GET', ada.path)).status, 200)
  assert.equal((await stranger.asks('GET', ada.path)).status, 401)
  assert.equal((await stranger.asks('GET', '/api/me')).status, 401)
  for (const cookie of [
    ada.browser.cookie.replace(/.{8}$/, 'AAAAAA%3D'),
    'infolett.session_token=%',
    'infolett.session_token=.',
    '=',
  ]) {
    stranger.cookie = cookie
    assert.equal((await stranger.asks('GET', ada.path)).status, 401, cookie)
  }
})

test('each role may do what it may, and no more', async (t) => {
  const house = await openHouse(t)
  const workspace = await house.opensWorkspace('Pihlaka pood')
  const [owner, admin, agent, collaborator] = [
    await house.comes('Ada', 'owner', workspace),
    await house.comes('Bo', 'admin', workspace),
    await house.comes('Cy', 'agent', workspace),
    await house.comes('Di', 'collaborator', workspace),
  ]
  const statuses = async (method: 'GET' | 'PATCH', path: string, body?: unknown) => {
    const answers = []
    for (const member of [owner, admin, agent, collaborator])
      answers.push((await member.asks(method, `${member.path}${path}`, body)).status)
    return answers
  }

  assert.deepEqual(await statuses('GET', ''), [200, 200, 200, 200])
  assert.deepEqual(await statuses('GET', '/members'), [200, 200, 200, 200])
  assert.deepEqual(await statuses('GET', '/api-keys'), [200, 200, 200, 403])
  assert.deepEqual(await statuses('GET', '/audit'), [200, 200, 403, 403])
  assert.deepEqual(await statuses('PATCH', '', { name: 'Pihlaka' }), [200, 200, 403, 403])
})

test('to who does not work in a workspace, it is as if it did not exist', async (t) => {
  const house = await openHouse(t)
  const ada = await house.comes('Ada', 'owner', await house.opensWorkspace('Pihlaka pood'))
  const bo = await house.comes('Bo', 'owner', await house.opensWorkspace('Kase pood'))

  const answers = [bo.path, `/api/workspaces/${v7()}`, '/api/workspaces/not-a-uuid', '/api/workspaces/%00'].map(
    async (path) => {
      const { status, body } = await ada.asks('GET', path)
      return { status, body: { ...body, requestId: '' } }
    },
  )

  const [first, ...others] = await Promise.all(answers)
  assert.equal(first?.status, 404)
  for (const other of others) assert.deepEqual(other, first)
  assert.equal((await ada.asks('PATCH', bo.path, { name: 'Mine' })).status, 404)
  assert.equal((await ada.asks('PATCH', `${ada.path}/members/${bo.agent.id}`, { role: 'agent' })).status, 404)
})

test('a page of another site cannot act with a member’s cookie', async (t) => {
  const house = await openHouse(t)
  const ada = await house.comes('Ada', 'owner', await house.opensWorkspace('Pihlaka pood'))
  const rename = async (headers: Record<string, string>) =>
    (await ada.asks('PATCH', ada.path, { name: 'Pihlaka' }, headers)).status

  assert.equal(await rename({ origin: 'https://evil.example' }), 403)
  assert.equal(await rename({ origin: 'null' }), 403)
  assert.equal(await rename({ origin: '' }), 403)
  assert.equal(await rename({ origin: '', 'sec-fetch-site': 'cross-site' }), 403)
  assert.equal(await rename({ origin: '', 'sec-fetch-site': 'same-origin' }), 200)
  assert.equal(await rename({ origin: 'http://127.0.0.1:4000' }), 200)
  const signOut = await ada.asks('POST', '/api/auth/sign-out', {}, { origin: 'https://evil.example' })
  assert.equal(signOut.status, 403)
})

test('an API key acts as who made it, in one workspace, until they are shut out or it is revoked', async (t) => {
  const house = await openHouse(t)
  const workspace = await house.opensWorkspace('Pihlaka pood')
  const ada = await house.comes('Ada', 'owner', workspace)
  const bo = await house.comes('Bo', 'agent', workspace)
  const elsewhere = await house.comes('Di', 'owner', await house.opensWorkspace('Kase pood'))
  const makeKey = async () => (await bo.asks('POST', `${bo.path}/api-keys`, { name: 'Reports' })).body
  const program = house.openBrowser()
  const asks = async (key: string, path: string) =>
    (await program.asks('GET', path, undefined, { authorization: `Bearer ${key}`, origin: '' })).status

  const { key, id } = await makeKey()
  assert.equal(await asks(key, bo.path), 200)
  assert.equal(await asks(key, `${bo.path}/audit`), 403)
  assert.equal(await asks(key, elsewhere.path), 404)
  assert.equal(await asks(key, '/api/me'), 401)
  assert.equal(await asks(`${key}x`, bo.path), 401)
  assert.equal(await asks('', bo.path), 401)

  await bo.asks('DELETE', `${bo.path}/api-keys/${id}`)
  assert.equal(await asks(key, bo.path), 401)

  const { key: another } = await makeKey()
  await ada.asks('PUT', `${ada.path}/members/${bo.agent.id}/deactivation`)
  assert.equal(await asks(another, bo.path), 401)
})

test('a key cannot be used through a member’s cookie, nor the other way round', async (t) => {
  const house = await openHouse(t)
  const ada = await house.comes('Ada', 'owner', await house.opensWorkspace('Pihlaka pood'))

  const answer = await ada.asks('GET', ada.path, undefined, { authorization: 'Bearer infolett_wrong' })

  assert.equal(answer.status, 401)
})

test('who is signed out, shut out or given another role is known at once, also on an open socket', async (t) => {
  const house = await openHouse(t)
  const workspace = await house.opensWorkspace('Pihlaka pood')
  const ada = await house.comes('Ada', 'owner', workspace)
  const members = [
    await house.comes('Bo', 'agent', workspace),
    await house.comes('Cy', 'agent', workspace),
    await house.comes('Di', 'agent', workspace),
    await house.comes('Ed', 'agent', workspace),
  ] as const
  const enter = (cookie: string, origin = 'http://localhost:4000') =>
    findSocketAgent(house, { cookie, origin }, workspace.id)
  const entered = []
  for (const { browser } of members) {
    const found = await enter(browser.cookie)
    assert.ok(found)
    entered.push(found)
  }
  const [bo, cy, di] = members

  await bo.asks('POST', '/api/auth/sign-out', {})
  await ada.asks('PUT', `${ada.path}/members/${cy.agent.id}/deactivation`)
  await ada.asks('PATCH', `${ada.path}/members/${di.agent.id}`, { role: 'collaborator' })

  const valid = await keepValid(house.db, entered)
  assert.deepEqual(
    [...valid].map(({ agent }) => agent.name),
    ['Ed'],
  )
  assert.equal((await cy.asks('GET', cy.path)).status, 404)
  assert.equal(await enter(cy.browser.cookie), undefined)
  assert.equal(await enter(ada.browser.cookie, 'https://evil.example'), undefined)
  assert.equal(
    await findSocketAgent(house, { cookie: ada.browser.cookie, origin: 'http://localhost:4000' }, 'x'),
    undefined,
  )
})

test('a route that does not say who may come in is refused at start', async (t) => {
  const house = await openHouse(t)
  const log = createLog('silent')
  const settings = { trustProxy: false, requestsPerMinute: 100 }
  const app = await createHttpServer({ log, settings, metrics: createMetrics() })
  t.after(() => app.close())
  registerGate(app, house)

  assert.throws(() => app.get('/api/anything', async () => ({})), /does not say who may come in/)
  assert.throws(() => app.get('/api/anything', { config: { access: 'agent' } }, async () => ({})), /no workspace/)
})

test('nonsense in a path, query or body is refused by name, and changes nothing', async (t) => {
  const house = await openHouse(t)
  const ada = await house.comes('Ada', 'owner', await house.opensWorkspace('Pihlaka pood'))
  const refused: [Parameters<typeof ada.asks>[0], string, unknown?][] = [
    ['PATCH', '', { name: 'a\u0000b' }],
    ['PATCH', '', { name: '\ud800' }],
    ['PATCH', '', { name: ' ' }],
    ['PATCH', '', { name: 'x'.repeat(121) }],
    ['PATCH', '', { name: { toString: 'x' } }],
    ['PATCH', '', { isDemo: true }],
    ['PATCH', '', { timeZone: '../../etc' }],
    ['PATCH', '', []],
    ['GET', '/audit?before=%00'],
    ['GET', '/audit?limit=1000000'],
    ['PATCH', '/members/%00', { name: 'x' }],
    ['PATCH', `/members/${'9'.repeat(36)}`, { role: 'agent' }],
    ['PATCH', `/members/${ada.agent.id}`, { role: 'king' }],
    ['POST', '/teams', { name: '\u202e'.repeat(81) }],
    ['POST', '/invitations', { email: 'nobody', role: 'agent' }],
    ['POST', '/invitations', { email: `${'x'.repeat(300)}@shop.example`, role: 'agent' }],
    ['POST', '/api-keys', { name: 'x', expiresInDays: 1e9 }],
    ['POST', '/channels', { kind: 'chat', name: 'x', settings: { allowedOrigins: ['javascript:alert(1)'] } }],
  ]
  for (const [method, path, body] of refused) {
    const answer = await ada.asks(method, `${ada.path}${path}`, body)
    assert.equal(answer.status, 400, `${method} ${path} ${JSON.stringify(body)?.slice(0, 60)}`)
    assert.ok(answer.body.errors?.[0]?.field, `${method} ${path} names no field`)
  }
  const tokens = ['%00', '%ff', 'x'.repeat(190), '%F0%9F%A6%86']
  for (const token of tokens) {
    const { status } = await ada.asks('GET', `/api/invitations/${token}`)
    assert.ok(status === 410 || status === 400, `${status} for ${token}`)
  }
  assert.equal((await ada.asks('GET', ada.path)).body.name, 'Pihlaka pood')
})
