import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Role } from '#protocol/members.ts'
import type { Access } from '#workspaces/gate.ts'
import { belongingsOf } from './belongings.ts'
import { type Asker, type Judgement, judgements, PASSWORD, type Parts } from './judgements.ts'
import { furnishShop, hireStaff, type Shop } from './shop.ts'
import { type Answer, openWorld, type Request, type World } from './world.ts'

type Operation = { method: string; path: string; access: Access }

/** Routes that the documentation does not list, and why anybody may have them. */
const hidden: Record<string, string> = {
  'GET /api/docs': 'The documentation.',
  'GET /api/docs/': 'The documentation.',
  'GET /api/docs/json': 'The documentation.',
  'GET /api/docs/yaml': 'The documentation.',
  'GET /api/docs/static/*': 'Scripts and styles of the documentation.',
  'GET /api/docs/static/index.html': 'The documentation.',
  'GET /api/docs/static/swagger-initializer.js': 'A script of the documentation.',
  'GET /api/openapi.json': 'The documentation.',
  'OPTIONS /api/widget/*': 'Says which requests another page may make (CORS).',
  'GET /health': 'Says that the process lives.',
  'GET /ready': 'Says that the server can serve.',
  'GET /metrics': 'Numbers; for this machine or who holds the token.',
  'GET /': 'Leads on.',
  'GET /desk': 'A page and its files, the same for all.',
  'GET /desk/*': 'A page and its files, the same for all.',
  'GET /widget/*': 'A script, the same for all.',
  'GET /widget.js': 'A script, the same for all.',
  'GET /c/{link}': 'Leads on whoever has the link; see continuing.test.ts.',
  'GET /c/continue.js': 'A script, the same for all.',
  'GET /c/continue.css': 'A style sheet, the same for all.',
  'GET /demo': 'The demo shop.',
  'GET /demo/*': 'The demo shop.',
  'POST /demo/checkout': 'The demo shop.',
  'POST /demo/account/sign-in': 'The demo shop: its customers are made up.',
  'POST /demo/account/sign-out': 'The demo shop.',
  'POST /demo/mail': 'The demo shop: writes only to the demo workspace.',
  'POST /demo/mail/{id}/answer': 'The demo shop: writes only to the demo workspace.',
}

test('every route is documented and judged, or hidden for a known reason', async (t) => {
  const world = await openWorld(t)
  const documented = await listOperations(world)
  const known = new Set(documented.map(nameOf))

  for (const operation of documented) {
    const judgement = judgements[nameOf(operation)]
    assert.ok(judgement, `Nobody has judged ${nameOf(operation)}: say in test/judgements.ts who may ask it, and how.`)
    const difference = `${nameOf(operation)} lets in ${operation.access}; test/judgements.ts says ${judgement.may}.`
    assert.equal(operation.access, judgement.may, difference)
  }
  for (const name of Object.keys(judgements)) assert.ok(known.has(name), `${name} is judged, but is no route any more.`)

  for (const { method, url, access } of world.routes) {
    const path = url.replace(/:(\w+)/g, '{$1}')
    const name = `${method === 'HEAD' ? 'GET' : method} ${path}`
    if (known.has(name)) {
      assert.equal(access, judgements[name]?.may, `${method} ${path} lets in others than its documentation says.`)
      continue
    }
    // The files that a build of the desk happens to have.
    const page = name.replace(/^(GET \/(?:desk|widget|demo))\/.*/, '$1/*')
    assert.ok(hidden[page], `${name} is neither documented nor known: say in test/isolation.test.ts why it is hidden.`)
    assert.ok(access === undefined || access === 'public', `${name} is hidden, but lets in ${access}.`)
  }
})

test('each route lets in who may, refuses everybody else, and touches nothing of another workspace', async (t) => {
  const world = await openWorld(t)
  const staff = await hireStaff(world, 'ours')
  const ours = await furnishShop(world, 'ours', staff)
  const own = await belongingsOf(world, ours)
  const theirs = await furnishShop(world, 'quokka', await hireStaff(world, 'quokka'))
  const elsewhere = await furnishShop(world, 'elsewhere', await hireStaff(world, 'elsewhere'))
  const stranger = await world.comes('Stranger')
  const belongings = await belongingsOf(world, theirs)
  const untouched = await belongings.sum()
  let people = 0

  const asks = (request: Request, headers: Record<string, string>): Promise<Answer> =>
    world.asks({ ...request, headers: { origin: world.url, ...headers } })

  for (const operation of await listOperations(world)) {
    const judgement = judgements[nameOf(operation)]
    if (!judgement) continue
    await t.test(nameOf(operation), async () => {
      await walk(operation, judgement)
      assert.deepEqual(await belongings.sum(), untouched, 'Something of another workspace has changed.')
    })
  }

  async function walk(operation: Operation, judgement: Judgement): Promise<void> {
    const before = await own.sum()
    await Promise.all(
      (await listRefused(operation, judgement, ours)).map(async ({ who, headers, status, request, mayShow }) => {
        const answer = await asks(request, headers)
        assert.equal(answer.status, status, `${who}: ${answer.text.slice(0, 300)}`)
        if (!mayShow) showsNothing(answer, request, who)
      }),
    )
    assert.deepEqual(await own.sum(), before, 'A request that was refused has changed something.')

    const shop = operation.method === 'GET' ? ours : await furnishShop(world, 'ours', staff)
    for (const { who, headers, request } of await listWelcome(operation, judgement, shop)) {
      const answer = await asks(request, headers)
      const expected = judgement.gets?.status ?? (String(answer.status).startsWith('2') ? answer.status : 200)
      assert.equal(answer.status, expected, `${who}: ${answer.text.slice(0, 300)}`)
      showsNothing(answer, request, who)
    }
  }

  function showsNothing({ text, cookies }: Answer, request: Request, who: string): void {
    const found = belongings.findIn(`${text} ${cookies.join(' ')}`, JSON.stringify(request))
    assert.deepEqual(found, [], `${who} was shown something of another workspace.`)
  }

  type Attempt = { who: string; headers: Record<string, string>; request: Request }
  type Refused = Attempt & { status: number; mayShow?: boolean }

  /** Whoever may not, and whoever may but names what is not theirs. */
  async function listRefused(operation: Operation, judgement: Judgement, ours: Shop): Promise<Refused[]> {
    const { access } = operation
    const partsOf = (shop: Shop, asker: Asker) => (judgement.asksMore ?? judgement.asks)?.(shop, asker) ?? {}
    const owner: Asker = { post: 'owner', person: staff.owner }
    const good = compose(operation, ours, await partsOf(ours, owner))
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
    const by = (who: string, status: number, headers: Record<string, string> = {}, request = good): Refused => ({
      who,
      status,
      headers,
      request,
    })
    if (access === 'public')
      return listForeign(operation, judgement, ours, partsOf, { post: 'owner', person: stranger }, {})

    const nobody = [
      by('without anything', 401),
      by('with a forged cookie', 401, { cookie: staff.owner.cookie.replace(/.{8}$/, 'AAAAAA%3D') }),
      by('with an invented key', 401, bearer('infolett_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')),
      by('a visitor of elsewhere', 401, bearer(elsewhere.visitorToken)),
    ]
    if (access === 'visitor') {
      const other = judgement.otherVisitor?.status ?? 404
      return [
        ...nobody,
        by('a member', 401, { cookie: staff.owner.cookie }),
        by('a key of the workspace', 401, bearer(ours.keys.owner.key)),
        by('another visitor', other, bearer(ours.otherVisitorToken)),
        ...(await listForeign(operation, judgement, ours, partsOf, owner, bearer(ours.visitorToken))),
      ].filter(({ status }) => status >= 400)
    }
    const away =
      operation.method === 'GET'
        ? []
        : [by('another site’s page', 403, { cookie: staff.owner.cookie, origin: 'https://evil.example' })]
    if (access === 'user') {
      const asker: Asker = { post: 'owner', person: stranger }
      return [
        ...nobody,
        ...away,
        by('a visitor', 401, bearer(ours.visitorToken)),
        ...(judgement.by ? [by('somebody without a workspace', 403, { cookie: stranger.cookie })] : []),
        by('a key', 401, bearer(ours.keys.owner.key)),
        ...(await listForeign(operation, judgement, ours, partsOf, asker, { cookie: stranger.cookie })),
      ]
    }

    const lesser = ROLES.slice(0, ROLES.indexOf(access))
    const isOfConversation = /\{(conversationId|attachmentId)\}/.test(operation.path)
    const bystander = access === 'collaborator' && isOfConversation
    return [
      ...nobody,
      ...away,
      by('a visitor', 401, bearer(ours.visitorToken)),
      by('somebody without a workspace', 404, { cookie: stranger.cookie }),
      by('an owner of elsewhere', 404, { cookie: elsewhere.staff.owner.cookie }),
      by('a key of elsewhere', 404, bearer(elsewhere.keys.owner.key)),
      by('a member who was shut out', 404, { cookie: staff.away.cookie }),
      by('the key of a member who was shut out', 401, bearer(ours.keys.away.key)),
      ...lesser.map((role) => by(`as ${role}`, 403, { cookie: staff[role].cookie })),
      ...lesser.map((role) => by(`with a key of ${role}`, 403, bearer(ours.keys[role].key))),
      ...(bystander
        ? [
            by('a collaborator who was not asked in', 404, { cookie: staff.bystander.cookie }),
            by('the key of a collaborator who was not asked in', 404, bearer(ours.keys.bystander.key)),
          ]
        : []),
      ...(await listForeign(operation, judgement, ours, partsOf, owner, { cookie: staff.owner.cookie })),
      ...(await listForeign(operation, judgement, ours, partsOf, owner, bearer(ours.keys.owner.key))),
    ]
  }

  /** Good requests of somebody who may, but for one id, or all of them, that are another workspace's. */
  async function listForeign(
    operation: Operation,
    judgement: Judgement,
    ours: Shop,
    partsOf: (shop: Shop, asker: Asker) => Parts | Promise<Parts>,
    asker: Asker,
    headers: Record<string, string>,
  ): Promise<Refused[]> {
    const good = { ...(await partsOf(ours, asker)) }
    const foreign = { ...(await partsOf(theirs, { post: asker.post, person: theirs.staff.owner })) }
    const single = swaps(good, foreign, belongings.ids).map(({ place, parts }) => {
      const { status, mayShow } = { status: 404, mayShow: false, ...judgement.foreign?.[place] }
      return { who: `with a foreign ${place}`, status, mayShow, headers, request: compose(operation, ours, parts) }
    })
    if (!operation.path.includes('{workspaceId}')) return single
    const whole = [good, foreign].map((parts) => ({
      who: 'in another workspace',
      status: 404,
      headers,
      request: compose(operation, theirs, parts),
    }))
    return [...single, ...whole]
  }

  /** The least who may, by each way they can come. */
  async function listWelcome(operation: Operation, judgement: Judgement, ours: Shop): Promise<Attempt[]> {
    const { access } = operation
    const attempt = async (who: string, shop: Shop, asker: Asker, headers: Record<string, string>) => ({
      who,
      headers,
      request: compose(operation, shop, await (judgement.asks?.(shop, asker) ?? {})),
    })
    if (access === 'public' || access === 'user') {
      people += 1
      const person = judgement.by
        ? staff[judgement.by]
        : await world.comes(`Person ${people}`, judgement.needsPassword && PASSWORD)
      return [
        await attempt(
          'whoever may',
          ours,
          { post: 'owner', person },
          access === 'user' ? { cookie: person.cookie } : {},
        ),
      ]
    }
    const asker = (post: Role): Asker => ({ post, person: staff[post] })
    if (access === 'visitor') {
      const right = { authorization: `Bearer ${ours.visitorToken}` }
      return [await attempt('the visitor', ours, asker('owner'), right)]
    }
    const key = { authorization: `Bearer ${ours.keys[access].key}` }
    const member = await attempt(`as ${access}`, ours, asker(access), { cookie: staff[access].cookie })
    if (judgement.isOnce) return [member]
    return [member, await attempt(`with a key of ${access}`, ours, asker(access), key)]
  }
})

const ROLES: Role[] = ['collaborator', 'agent', 'admin', 'owner']

const nameOf = ({ method, path }: Operation): string => `${method} ${path}`

async function listOperations(world: World): Promise<Operation[]> {
  const { body } = await world.asks({ method: 'GET', path: '/api/openapi.json' })
  const paths: Record<string, Record<string, { 'x-access': Access }>> = body.paths
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      access: operation['x-access'],
    })),
  )
}

function compose({ method, path }: Operation, { workspaceId }: Shop, { params, query, body }: Parts): Request {
  const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const value = { workspaceId, ...params }[name]
    return encodeURIComponent(value ?? assert.fail(`test/judgements.ts gives no ${name} for ${method} ${path}.`))
  })
  const search = new URLSearchParams(query).toString()
  return { method, path: search ? `${filled}?${search}` : filled, body }
}

/** Each way to put one of the foreign ids into a good request. */
function swaps(good: Parts, foreign: Parts, ids: Set<string>): { place: string; parts: Parts }[] {
  const places: { place: string; parts: Parts }[] = []
  const visit = (here: unknown, there: unknown, place: string, put: (value: unknown) => Parts): void => {
    if (typeof there === 'string' && ids.has(there)) places.push({ place, parts: put(there) })
    if (!isRecord(here) || !isRecord(there)) return
    for (const key of Object.keys(there))
      visit(here[key], there[key], place ? `${place}.${key}` : key, (value) =>
        put(Array.isArray(here) ? Object.assign([...here], { [key]: value }) : { ...here, [key]: value }),
      )
  }
  visit(good, foreign, '', (value) => value as Parts)
  return places
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Buffer.isBuffer(value)
