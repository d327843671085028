import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openHouse } from '#test/house.ts'

const PASSWORD = 'rowan berries in autumn'
const tokenOf = (link: string) => new URL(link).hash.slice(1)

type House = Awaited<ReturnType<typeof openHouse>>

async function openShop(house: House) {
  const workspace = await house.opensWorkspace('Pihlaka pood')
  const ada = await house.comes('Ada', 'owner', workspace)
  const invites = async (email: string, role = 'agent') =>
    (await ada.asks('POST', `${ada.path}/invitations`, { email, role })).body
  return { workspace, ada, invites }
}

test('an invitation is accepted once, with a new account that is signed in at once', async (t) => {
  const house = await openHouse(t)
  const { ada, invites, workspace } = await openShop(house)
  const { link, id } = await invites('Bo@Shop.Example')
  const [bo, late] = [house.openBrowser(), house.openBrowser()]
  const invitation = `/api/invitations/${tokenOf(link)}`

  assert.match(link, /^http:\/\/localhost:4000\/desk\/invitation#/)
  assert.deepEqual((await bo.asks('GET', invitation)).body, {
    workspaceName: 'Pihlaka pood',
    email: 'bo@shop.example',
    role: 'agent',
    invitedBy: 'Ada',
    hasAccount: false,
  })
  assert.equal((await bo.asks('POST', `${invitation}/acceptance`, {})).status, 400)
  assert.equal((await bo.asks('POST', `${invitation}/acceptance`, { name: 'Bo', password: 'too short' })).status, 400)
  const accepted = await bo.asks('POST', `${invitation}/acceptance`, { name: 'Bo', password: PASSWORD })
  assert.deepEqual(accepted, { status: 200, body: { workspaceId: workspace.id } })
  assert.equal((await bo.asks('GET', ada.path)).status, 200)

  assert.equal((await late.asks('GET', invitation)).body.type, '/problems/link-expired')
  assert.equal((await late.asks('POST', `${invitation}/acceptance`, { name: 'Eve', password: PASSWORD })).status, 410)
  assert.deepEqual((await ada.asks('GET', `${ada.path}/invitations`)).body.invitations, [])
  assert.equal((await invites('bo@shop.example')).type, '/problems/already-member')
  const stored = await house.db.selectFrom('invitations').select('tokenHash').where('id', '=', id).executeTakeFirst()
  assert.notEqual(stored?.tokenHash.toString('base64url'), tokenOf(link))
})

test('two who open the same invitation at once become one member', async (t) => {
  const house = await openHouse(t)
  const { invites } = await openShop(house)
  const { link } = await invites('bo@shop.example')
  const accept = () =>
    house.openBrowser().asks('POST', `/api/invitations/${tokenOf(link)}/acceptance`, { name: 'Bo', password: PASSWORD })

  const answers = await Promise.all([accept(), accept()])

  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 410])
})

test('who already signs in here accepts with that account, and only the invited one', async (t) => {
  const house = await openHouse(t)
  const { ada, invites } = await openShop(house)
  const bo = await house.comes('Bo', 'owner', await house.opensWorkspace('Kase pood'))
  const eve = await house.comes('Eve', 'agent', await house.opensWorkspace('Haava pood'))
  const acceptance = `/api/invitations/${tokenOf((await invites(bo.email, 'admin')).link)}/acceptance`

  const stranger = await house.openBrowser().asks('POST', acceptance, { name: 'Bo', password: PASSWORD })
  assert.equal(stranger.body.type, '/problems/account-exists')
  assert.equal((await eve.asks('POST', acceptance, {})).body.type, '/problems/other-invitee')
  assert.equal((await bo.asks('POST', acceptance, {})).status, 200)
  assert.equal((await bo.asks('GET', `${ada.path}/audit`)).status, 200)
  assert.equal((await bo.asks('GET', '/api/me')).body.memberships.length, 2)
})

test('an invitation that was taken back, replaced or is too old opens nothing', async (t) => {
  const house = await openHouse(t)
  const { ada, invites } = await openShop(house)
  const status = async (link: string) =>
    (await house.openBrowser().asks('GET', `/api/invitations/${tokenOf(link)}`)).status
  const replaced = await invites('bo@shop.example')
  const revoked = await invites('bo@shop.example')
  const old = await invites('cy@shop.example')

  assert.equal(await status(replaced.link), 410)
  assert.equal(await status(revoked.link), 200)
  assert.equal((await ada.asks('DELETE', `${ada.path}/invitations/${revoked.id}`)).status, 204)
  assert.equal((await ada.asks('DELETE', `${ada.path}/invitations/${revoked.id}`)).status, 204)
  assert.equal(await status(revoked.link), 410)
  await house.db.updateTable('invitations').set({ expiresAt: new Date() }).where('id', '=', old.id).execute()
  assert.equal(await status(old.link), 410)
  assert.equal(await status('http://x/#unknown'), 410)
})

test('an invitation cannot take a role away from who works here', async (t) => {
  const house = await openHouse(t)
  const { ada, invites, workspace } = await openShop(house)
  const { link } = await invites('bo@shop.example', 'collaborator')
  const bo = await house.comes('Bo', 'owner', workspace)
  await house.db.updateTable('users').set({ email: 'bo@shop.example' }).where('id', '=', bo.agent.userId).execute()

  const answer = await bo.asks('POST', `/api/invitations/${tokenOf(link)}/acceptance`, {})

  assert.equal(answer.body.type, '/problems/already-member')
  assert.equal((await ada.asks('GET', `${ada.path}/members`)).body.members[1].role, 'owner')
})

test('a password link sets a new password once and ends all sessions', async (t) => {
  const house = await openHouse(t)
  const { ada, workspace } = await openShop(house)
  const bo = await house.comes('Bo', 'agent', workspace, 'an old password that leaked')
  const makeLink = async () => (await ada.asks('POST', `${ada.path}/members/${bo.agent.id}/password-links`)).body.link
  const replaced = await makeLink()
  const link = await makeLink()
  const use = async (it: string, password: string) =>
    (await house.openBrowser().asks('POST', `/api/password-links/${tokenOf(it)}`, { password })).status
  const signIn = async (password: string) =>
    (await house.openBrowser().asks('POST', '/api/auth/sign-in/email', { email: bo.email, password })).status

  assert.equal(await use(replaced, PASSWORD), 410)
  assert.equal(await use(link, 'short'), 400)
  assert.equal(await use(link, PASSWORD), 204)
  assert.equal(await use(link, 'another password'), 410)
  assert.equal((await bo.asks('GET', bo.path)).status, 401)
  assert.equal(await signIn('an old password that leaked'), 401)
  assert.equal(await signIn(PASSWORD), 200)
})

test('no password link opens a workspace that its maker does not look after', async (t) => {
  const house = await openHouse(t)
  const { ada, invites } = await openShop(house)
  const bo = await house.comes('Bo', 'owner', await house.opensWorkspace('Kase pood'), PASSWORD)
  await bo.asks('POST', `/api/invitations/${tokenOf((await invites(bo.email)).link)}/acceptance`, {})

  const answer = await ada.asks('POST', `${ada.path}/members/${bo.agent.id}/password-links`)
  const { members } = (await ada.asks('GET', `${ada.path}/members`)).body
  const here = members.find(({ name }: { name: string }) => name === 'Bo')

  assert.equal(answer.status, 404)
  const refused = await ada.asks('POST', `${ada.path}/members/${here.id}/password-links`)
  assert.equal(refused.body.type, '/problems/works-elsewhere')
})

test('the first workspace is set up once, by who holds the link, also when two try at once', async (t) => {
  const house = await openHouse(t)
  const wanted = (email: string, token = house.setUpToken) => ({
    token,
    workspaceName: 'Pihlaka pood',
    language: 'et',
    timeZone: 'Europe/Tallinn',
    name: 'Ada',
    email,
    password: PASSWORD,
  })
  const [ada, bo] = [house.openBrowser(), house.openBrowser()]

  assert.deepEqual((await ada.asks('GET', '/api/setup')).body, { isNeeded: true })
  assert.equal((await ada.asks('POST', '/api/setup', wanted('ada@shop.example', 'guessed'))).status, 403)
  const nowhere = { ...wanted('ada@shop.example'), timeZone: 'Mars/Olympus' }
  assert.equal((await ada.asks('POST', '/api/setup', nowhere)).body.errors[0].field, 'body.timeZone')
  const answers = await Promise.all([
    ada.asks('POST', '/api/setup', wanted('ada@shop.example')),
    bo.asks('POST', '/api/setup', wanted('bo@shop.example')),
  ])

  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409])
  const [winner, body] = answers[0]?.status === 201 ? [ada, answers[0].body] : [bo, answers[1]?.body]
  assert.deepEqual((await winner.asks('GET', '/api/me')).body.memberships[0].workspace, {
    id: body.workspaceId,
    name: 'Pihlaka pood',
    language: 'et',
    timeZone: 'Europe/Tallinn',
    isDemo: false,
    contactEmail: null,
    contactPhone: null,
    visitRetentionDays: 30,
  })
  assert.deepEqual((await ada.asks('GET', '/api/setup')).body, { isNeeded: false })
  assert.equal((await house.db.selectFrom('users').select('id').execute()).length, 1)
})

test('an owner of a real workspace may open another, others may not', async (t) => {
  const house = await openHouse(t)
  const { ada, workspace } = await openShop(house)
  const bo = await house.comes('Bo', 'admin', workspace)
  const wanted = { name: 'Kase pood', language: 'et', timeZone: 'Europe/Tallinn' }

  const opened = await ada.asks('POST', '/api/workspaces', wanted)
  assert.equal(opened.status, 201)
  assert.equal((await ada.asks('GET', `/api/workspaces/${opened.body.id}/audit`)).status, 200)
  assert.equal((await bo.asks('POST', '/api/workspaces', wanted)).status, 403)
  assert.equal((await bo.asks('GET', `/api/workspaces/${opened.body.id}`)).status, 404)
})
