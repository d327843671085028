import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { SignJWT, UnsecuredJWT } from 'jose'
import { Type } from 'typebox'
import { expectBody, expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'

type Claims = Record<string, unknown>
type Signing = { key?: string; alg?: string; expires?: string | number }

/** A desk whose channel has an identity secret, and the shop that signs with it. */
async function openShop(t: TestContext) {
  const desk = await openDesk(t)
  const answer = await desk.ada.asks('POST', `/channels/${desk.channel.id}/identity-secret`)
  const { secret } = expectBody(answer, Type.Object({ secret: Type.String() }))
  const signs = (claims: Claims, { key = secret, alg = 'HS256', expires = '1h' }: Signing = {}): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg }).setExpirationTime(expires).sign(new TextEncoder().encode(key))
  return { ...desk, secret, signs }
}

test('a visitor whom the shop names is known by name, and their team sees who asks', async (t) => {
  const { ada, cleo, signs } = await openShop(t)
  const identity = await signs({
    sub: 'c-17',
    name: 'Cleo Kask',
    email: 'Cleo@Example.com',
    email_verified: true,
    language: 'et',
  })

  const { customer, isNew } = await cleo.opensSession({ identity })
  const conversation = await cleo.writes('Where is my order?')

  assert.deepEqual([customer, isNew], [{ name: 'Cleo Kask', isIdentified: true, hasEmail: true }, true])
  const { conversation: seen, messages } = await ada.opens(conversation)
  assert.deepEqual([seen.customer.name, seen.customer.email, seen.language], ['Cleo Kask', 'cleo@example.com', 'et'])
  assert.equal(messages[0]?.author.name, 'Cleo Kask')
  const { customer: card } = await ada.card(seen.customer)
  assert.deepEqual(card.identities, [
    { kind: 'shop_account', value: 'c-17', isVerified: true },
    { kind: 'email', value: 'cleo@example.com', isVerified: true },
  ])
})

test('an identity that the shop did not sign, or signed for too long, names nobody', async (t) => {
  const { cleo, signs, secret, db } = await openShop(t)
  const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds
  const good = await signs({ sub: 'c-17' })
  const [header, payload, signature] = good.split('.')
  const forged = Buffer.from(JSON.stringify({ sub: 'c-1', exp: inSeconds(60) })).toString('base64url')
  const none = new UnsecuredJWT({ sub: 'c-17' }).setExpirationTime('1h').encode()
  const withoutExpiry = await new SignJWT({ sub: 'c-17' })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret))
  const wrong: [string, RegExp][] = [
    [await signs({ sub: 'c-17' }, { key: randomUUID() }), /not signed/],
    [await signs({ sub: 'c-17' }, { alg: 'HS512', key: secret.padEnd(64, 'x') }), /not signed/],
    [none, /not signed/],
    [`${header}.${forged}.${signature}`, /not signed/],
    [`${header}.${payload}.`, /not signed/],
    ['', /not signed/],
    ['a.b.c', /not signed/],
    [await signs({ sub: 'c-17' }, { expires: inSeconds(-60) }), /expired/],
    [await signs({ sub: 'c-17' }, { expires: inSeconds(2 * 24 * 60 * 60) }), /at most a day/],
    [withoutExpiry, /exp/],
    [await signs({}), /sub/],
    [await signs({ sub: '' }), /sub/],
    [await signs({ sub: 'c-17', email: 'nobody' }), /email/],
    [await signs({ sub: 'c-17', name: 'x'.repeat(121) }), /name/],
  ]

  for (const [identity, why] of wrong) {
    const problem = expectProblem(await cleo.asks('POST', '/session', { identity }), 400, 'identity-not-valid')
    assert.match(problem.detail ?? '', why, identity)
    assert.ok(!JSON.stringify(problem).includes(secret))
  }
  assert.deepEqual(await db.selectFrom('customers').select('id').execute(), [])
  assert.equal((await cleo.opensSession({ identity: good })).customer.isIdentified, true)
})

test('what was said before signing in belongs to who signed in', async (t) => {
  const { ada, cleo, signs, comes, db } = await openShop(t)
  const laptop = comes()
  await laptop.opensSession({ identity: await signs({ sub: 'c-17', name: 'Cleo' }) })
  const older = await laptop.writes('My first question')
  const newer = await cleo.writes('Asked before signing in')
  const { customer: anonymous } = await ada.sees(newer)

  const { isNew, threads } = await cleo.opensSession({ identity: await signs({ sub: 'c-17', name: 'Cleo' }) })

  assert.equal(isNew, false)
  assert.deepEqual(new Set(threads.map(({ id }) => id)), new Set([older.threadId, newer.threadId]))
  const { customer } = await ada.sees(newer)
  assert.equal(customer.id, (await ada.sees(older)).customer.id)
  assert.equal((await ada.card(customer)).conversations.length, 2)
  assert.equal((await ada.card(anonymous)).customer.id, customer.id)
  const merged = await db.selectFrom('events').where('type', '=', 'customer.merged').select('data').execute()
  assert.equal(merged.length, 1)
  const { from, conversationIds } = expectData(merged[0]?.data)
  assert.deepEqual([from, conversationIds], [anonymous.id, [newer.id]])
})

test('signing in while chatting changes the windows that are open: they write on, hear on, and the desk sees the name', async (t) => {
  const { ada, cleo, signs, comes } = await openShop(t)
  const laptop = comes()
  await laptop.opensSession({ identity: await signs({ sub: 'c-17', name: 'Cleo' }) })
  const older = await laptop.writes('My first question')
  const conversation = await cleo.writes('Asked before signing in')
  const [open, desk] = [await cleo.chat(), await ada.desk()]
  const { customer: anonymous } = await ada.sees(conversation)

  await cleo.opensSession({ identity: await signs({ sub: 'c-17', name: 'Cleo' }) })

  const changed = [await desk.hearsOf('customer.changed'), await desk.hearsOf('customer.changed')]
  const { customer } = await ada.sees(conversation)
  assert.deepEqual(new Set(changed.map(({ customerId }) => customerId)), new Set([customer.id, anonymous.id]))
  const again = await open.writes('Me again', { in: conversation })
  assert.equal(again.id, conversation.id)
  assert.equal((await ada.opens(conversation)).messages.at(-1)?.author.name, 'Cleo')
  await ada.replies(older, 'Both are answered')
  assert.equal((await open.hearsOf('message.replied')).threadId, older.threadId)
})

test('who signs in before ever writing is heard in the tab that was open already', async (t) => {
  const { ada, cleo, signs, comes } = await openShop(t)
  const laptop = comes()
  await laptop.opensSession({ identity: await signs({ sub: 'c-17' }) })
  const older = await laptop.writes('My first question')
  const open = await cleo.opensWindow()

  await cleo.opensSession({ identity: await signs({ sub: 'c-17' }) })
  await ada.replies(older, 'Answered')

  assert.equal((await open.hearsOf('message.replied')).threadId, older.threadId)
})

test('the next person at the family’s computer is a new visitor and reads nothing of the last one', async (t) => {
  const { ada, cleo, signs } = await openShop(t)
  await cleo.opensSession({ identity: await signs({ sub: 'mother', name: 'Mari' }) })
  const conversation = await cleo.writes('A present for my daughter')
  const mothers = cleo.token

  const { isNew, threads } = await cleo.opensSession({ identity: await signs({ sub: 'daughter', name: 'Liis' }) })

  assert.equal(isNew, true)
  assert.notEqual(cleo.token, mothers)
  assert.deepEqual(threads, [])
  expectProblem(await cleo.asks('GET', `/threads/${conversation.threadId}`), 404, 'thread-not-found')
  assert.equal((await ada.sees(conversation)).customer.name, 'Mari')
})

test('an e-mail that the shop has not verified joins nobody, and one that is verified for somebody else stays theirs', async (t) => {
  const { ada, signs, comes } = await openShop(t)
  const email = 'cleo@example.com'
  const comesAs = async (claims: Claims) => {
    const visitor = comes()
    await visitor.opensSession({ identity: await signs(claims) })
    const { customer } = await ada.sees(await visitor.writes('Hello'))
    const { identities } = (await ada.card(customer)).customer
    return { id: customer.id, email: identities.find(({ kind }) => kind === 'email') }
  }

  const cleo = await comesAs({ sub: 'c-1', email, email_verified: true })
  const claims = await comesAs({ sub: 'c-2', email })
  const verifies = await comesAs({ sub: 'c-3', email, email_verified: true })

  assert.equal(new Set([cleo.id, claims.id, verifies.id]).size, 3)
  assert.deepEqual(
    [cleo, claims, verifies].map((customer) => customer.email?.isVerified),
    [true, false, false],
  )
})

test('two tabs that sign in at once are one customer', async (t) => {
  const { cleo, signs, db } = await openShop(t)
  await cleo.writes('Hello')
  const identity = await signs({ sub: 'c-17', name: 'Cleo', email: 'cleo@example.com', email_verified: true })

  await Promise.all([1, 2, 3].map(() => cleo.opensSession({ identity })))

  const customers = await db.selectFrom('customers').where('mergedInto', 'is', null).select('name').execute()
  assert.deepEqual(customers, [{ name: 'Cleo' }])
  const told = await db.selectFrom('events').where('type', 'like', 'customer.%').select('type').execute()
  assert.deepEqual(told, [{ type: 'customer.changed' }])
})

test('without an identity secret nobody can be named', async (t) => {
  const { cleo } = await openDesk(t)
  const identity = await new SignJWT({ sub: 'c-17' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode('a guess'.repeat(10)))

  const problem = expectProblem(await cleo.asks('POST', '/session', { identity }), 400, 'identity-not-valid')
  assert.match(problem.detail ?? '', /no identity secret yet/)
})

function expectData(data: unknown): Record<string, unknown> {
  assert.ok(typeof data === 'object' && data !== null)
  return { ...data }
}
