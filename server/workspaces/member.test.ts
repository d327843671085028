import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openHouse } from '#test/house.ts'

test('an admin changes agents, but an owner only another owner', async (t) => {
  const house = await openHouse(t)
  const workspace = await house.opensWorkspace('Pihlaka pood')
  const ada = await house.comes('Ada', 'owner', workspace)
  const bo = await house.comes('Bo', 'admin', workspace)
  const cy = await house.comes('Cy', 'agent', workspace)
  const change = (who: typeof ada, whom: typeof ada, role: string) =>
    who.asks('PATCH', `${who.path}/members/${whom.agent.id}`, { role })

  assert.equal((await change(bo, cy, 'admin')).body.role, 'admin')
  assert.equal((await change(bo, cy, 'owner')).status, 403)
  assert.equal((await change(bo, ada, 'agent')).status, 403)
  assert.equal((await bo.asks('PUT', `${bo.path}/members/${ada.agent.id}/deactivation`)).status, 403)
  assert.equal((await bo.asks('POST', `${bo.path}/members/${ada.agent.id}/password-links`)).status, 403)
  assert.equal(
    (await bo.asks('POST', `${bo.path}/invitations`, { email: 'x@shop.example', role: 'owner' })).status,
    403,
  )
  assert.equal((await change(ada, cy, 'owner')).body.role, 'owner')
})

test('everyone may rename themselves, but not raise themselves or rename others', async (t) => {
  const house = await openHouse(t)
  const workspace = await house.opensWorkspace('Pihlaka pood')
  const ada = await house.comes('Ada', 'owner', workspace)
  const di = await house.comes('Di', 'collaborator', workspace)
  const mine = `${di.path}/members/${di.agent.id}`

  assert.equal((await di.asks('PATCH', mine, { name: 'Diana' })).body.name, 'Diana')
  assert.equal((await di.asks('PATCH', mine, { role: 'owner' })).status, 403)
  assert.equal((await di.asks('PATCH', `${di.path}/members/${ada.agent.id}`, { name: 'Eve' })).status, 403)
})

test('everyone has a signature of their own, which they may change and take away', async (t) => {
  const house = await openHouse(t)
  const workspace = await house.opensWorkspace('Pihlaka pood')
  const ada = await house.comes('Ada', 'owner', workspace)
  const cy = await house.comes('Cy', 'agent', workspace)
  const sign = (who: typeof ada, whom: typeof ada, signature: string | null) =>
    who.asks('PATCH', `${who.path}/members/${whom.agent.id}`, { signature })

  assert.equal((await sign(cy, cy, 'Cy\nPihlaka pood')).body.signature, 'Cy\nPihlaka pood')
  assert.equal((await sign(ada, cy, 'Cy, warehouse')).body.signature, 'Cy, warehouse')
  assert.equal((await sign(cy, cy, null)).body.signature, null)
  assert.equal((await sign(cy, ada, 'Eve')).status, 403)
  assert.equal((await sign(cy, cy, 'x'.repeat(2_001))).status, 400)
})

test('a workspace keeps its last owner, also when two leave at once', async (t) => {
  const house = await openHouse(t)
  const workspace = await house.opensWorkspace('Pihlaka pood')
  const ada = await house.comes('Ada', 'owner', workspace)
  const bo = await house.comes('Bo', 'owner', workspace)
  const leave = (member: typeof ada) =>
    member.asks('PATCH', `${member.path}/members/${member.agent.id}`, { role: 'admin' })

  const answers = await Promise.all([leave(ada), leave(bo)])

  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409])
  const last = answers[0]?.status === 409 ? ada : bo
  assert.equal((await leave(last)).body.type, '/problems/last-owner')
  assert.equal((await last.asks('PUT', `${last.path}/members/${last.agent.id}/deactivation`)).status, 409)
  const owners = (await last.asks('GET', `${last.path}/members`)).body.members.filter(
    ({ role }: { role: string }) => role === 'owner',
  )
  assert.equal(owners.length, 1)
})

test('who is shut out stays out until let in again, and the audit trail says who did it', async (t) => {
  const house = await openHouse(t)
  const workspace = await house.opensWorkspace('Pihlaka pood')
  const ada = await house.comes('Ada', 'owner', workspace)
  const bo = await house.comes('Bo', 'agent', workspace)
  const deactivation = `${ada.path}/members/${bo.agent.id}/deactivation`

  assert.ok((await ada.asks('PUT', deactivation)).body.deactivatedAt)
  assert.equal((await ada.asks('PUT', deactivation)).status, 200)
  assert.equal((await bo.asks('GET', bo.path)).status, 404)
  assert.deepEqual((await bo.asks('GET', '/api/me')).body.memberships, [])
  assert.equal((await ada.asks('DELETE', deactivation)).body.deactivatedAt, null)
  assert.equal((await bo.asks('GET', bo.path)).status, 200)

  const { entries } = (await ada.asks('GET', `${ada.path}/audit?limit=2`)).body
  assert.deepEqual(
    entries.map(({ type, actor, data }: Record<string, unknown>) => ({ type, actor, data })),
    ['member.reactivated', 'member.deactivated'].map((type) => ({
      type,
      actor: { kind: 'member', id: ada.agent.id, name: 'Ada' },
      data: { memberId: bo.agent.id },
    })),
  )
  const earlier = (await ada.asks('GET', `${ada.path}/audit?before=${entries[1].id}`)).body.entries
  assert.deepEqual(
    earlier.map(({ type }: { type: string }) => type),
    ['member.joined', 'member.joined', 'workspace.created'],
  )
})

test('teams are named once and hold active members of this workspace', async (t) => {
  const house = await openHouse(t)
  const workspace = await house.opensWorkspace('Pihlaka pood')
  const ada = await house.comes('Ada', 'owner', workspace)
  const bo = await house.comes('Bo', 'agent', workspace)
  const stranger = await house.comes('Eve', 'agent', await house.opensWorkspace('Kase pood'))
  const teams = `${ada.path}/teams`

  const made = await ada.asks('POST', teams, { name: 'Returns' })
  assert.equal(made.status, 201)
  const team = `${teams}/${made.body.id}`
  assert.equal((await ada.asks('POST', teams, { name: 'returns' })).body.type, '/problems/team-exists')
  assert.equal((await bo.asks('POST', teams, { name: 'Mine' })).status, 403)
  assert.deepEqual((await ada.asks('PUT', `${team}/members/${bo.agent.id}`)).body.memberIds, [bo.agent.id])
  assert.deepEqual((await ada.asks('PUT', `${team}/members/${bo.agent.id}`)).body.memberIds, [bo.agent.id])
  assert.equal((await ada.asks('PUT', `${team}/members/${stranger.agent.id}`)).status, 404)
  assert.equal((await stranger.asks('GET', `${stranger.path}/teams`)).body.teams.length, 0)
  assert.equal((await ada.asks('PATCH', team, { name: 'RETURNS' })).body.name, 'RETURNS')
  assert.deepEqual((await ada.asks('GET', `${ada.path}/members`)).body.members[1].teamIds, [made.body.id])
  assert.deepEqual((await ada.asks('DELETE', `${team}/members/${bo.agent.id}`)).body.memberIds, [])
  assert.equal((await ada.asks('DELETE', team)).status, 204)
  assert.equal((await ada.asks('DELETE', team)).status, 204)
  assert.equal((await ada.asks('PATCH', team, { name: 'Gone' })).status, 404)
})

test('who is added to a team that is removed at the same moment is in it or learns that it is gone', async (t) => {
  const house = await openHouse(t)
  const ada = await house.comes('Ada', 'owner', await house.opensWorkspace('Pihlaka pood'))
  const teams = `${ada.path}/teams`

  for (let round = 0; round < 8; round += 1) {
    const { id } = (await ada.asks('POST', teams, { name: `Round ${round}` })).body
    const [added, removed] = await Promise.all([
      ada.asks('PUT', `${teams}/${id}/members/${ada.agent.id}`),
      ada.asks('DELETE', `${teams}/${id}`),
    ])
    assert.ok(added.status === 200 || added.status === 404, JSON.stringify(added))
    assert.equal(removed.status, 204)
  }
})
