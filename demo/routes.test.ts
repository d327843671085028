import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import Fastify from 'fastify'
import { demoRoutes } from './routes.ts'

test('a visitor may pretend to be one of the demo customers, and stop', async (t) => {
  const shop = await openShop(t)

  const signIn = await shop.inject(form('/demo/account/sign-in', { customer: 'K1001' }))
  assert.equal(signIn.statusCode, 303)
  assert.equal(signIn.headers.location, '/demo/account')
  const cookie = cookieOf(signIn)
  assert.match(String(signIn.headers['set-cookie']), /SameSite=Lax; HttpOnly/)

  const page = await shop.inject({ url: '/demo', headers: { cookie } })
  assert.match(page.body, /name="infolett-identity" content="signed:K1001"/)

  const signOut = await shop.inject(form('/demo/account/sign-out', {}, cookie))
  assert.match(String(signOut.headers['set-cookie']), /Max-Age=0/)
})

test('nobody becomes a customer who is not offered, by form or by forged cookie', async (t) => {
  const shop = await openShop(t)

  const signIn = await shop.inject(form('/demo/account/sign-in', { customer: 'K1002' }))
  const page = await shop.inject({ url: '/demo', headers: { cookie: 'pihlaka_customer=K1002' } })

  assert.equal(signIn.headers['set-cookie'], undefined)
  assert.doesNotMatch(page.body, /infolett-identity/)
})

test('a chosen language is remembered', async (t) => {
  const shop = await openShop(t)
  const first = await shop.inject('/demo')
  const chosen = await shop.inject('/demo/contact?lang=en')

  const later = await shop.inject({ url: '/demo', headers: { cookie: cookieOf(chosen) } })

  assert.match(first.body, /<html lang="et">/)
  assert.match(chosen.body, /<html lang="en">/)
  assert.match(later.body, /<html lang="en">/)
})

test('a language the shop does not speak changes nothing', async (t) => {
  const shop = await openShop(t)

  const page = await shop.inject('/demo?lang=%22%3E%3Cscript%3E')

  assert.match(page.body, /<html lang="et">/)
  assert.equal(page.headers['set-cookie'], undefined)
})

test('an order ends with thanks', async (t) => {
  const shop = await openShop(t)

  const order = await shop.inject(form('/demo/checkout', { delivery: 'locker', payment: 'card' }))
  const thanks = await shop.inject('/demo/thanks')

  assert.equal(order.statusCode, 303)
  assert.equal(order.headers.location, '/demo/thanks')
  assert.match(thanks.body, /Aitäh/)
})

test('styles and pictures may be kept, and are asked about by ETag', async (t) => {
  const shop = await openShop(t)
  const page = await shop.inject('/demo')
  const [address = ''] = page.body.match(/\/demo\/assets\/shop\.css\?v=\w+/) ?? []

  const first = await shop.inject(address)
  const again = await shop.inject({ url: address, headers: { 'if-none-match': String(first.headers.etag) } })

  assert.equal(first.statusCode, 200)
  assert.match(String(first.headers['content-type']), /text\/css/)
  assert.match(String(first.headers['cache-control']), /max-age=604800/)
  assert.equal(again.statusCode, 304)
})

test('an unknown address is a page too', async (t) => {
  const shop = await openShop(t)

  const page = await shop.inject('/demo/no/such/place')

  assert.equal(page.statusCode, 404)
  assert.match(String(page.headers['content-type']), /text\/html/)
})

async function openShop(t: TestContext) {
  const app = Fastify()
  t.after(() => app.close())
  await app.register(demoRoutes, {
    channelKey: async () => 'demo-key',
    signIdentity: async ({ id }) => `signed:${id}`,
  })
  return app
}

function form(url: string, fields: Record<string, string>, cookie = '') {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie }
  return { method: 'POST', url, headers, payload: new URLSearchParams(fields).toString() } as const
}

function cookieOf({ headers }: { headers: { 'set-cookie'?: string | string[] } }) {
  return String(headers['set-cookie']).split(';')[0] ?? ''
}
