import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { ShownProduct } from '#protocol/content.ts'
import { expectBody, expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import { cardOf } from './page-card.ts'

const PAGE = `<!doctype html><html><head><title>Juniper board</title>
  <meta property="og:image" content="/board.jpg">
  <meta property="product:price:amount" content="24.50"><meta property="product:price:currency" content="EUR">
  </head><body><svg><title>An icon</title></svg></body></html>`

async function serves(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}`
}

test('a page of the shop becomes a card, and is fetched once for many', async (t) => {
  const asked: (string | undefined)[] = []
  const shop = await serves(t, ({ url, headers }, answer) => {
    asked.push(`${url} ${headers.cookie ?? 'no cookie'}`)
    answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE)
  })
  const { ada, channel, card } = await withShop(t, shop)

  const shown = expectBody(await card(`${shop}/board`), ShownProduct)
  expectBody(await card(`${shop}/board`), ShownProduct)

  assert.deepEqual(shown, {
    name: 'Juniper board',
    url: `${shop}/board`,
    imageUrl: `${shop}/board.jpg`,
    price: 24.5,
    currency: 'EUR',
    buttonLabel: null,
  })
  assert.deepEqual(asked, ['/board no cookie'])
  const foreign = `/channels/${crypto.randomUUID()}/page-card?url=${encodeURIComponent(shop)}`
  assert.equal((await ada.asks('GET', foreign)).status, 404)
  assert.ok(channel.id)
})

test('pages of others, ways that lead there, what is no page and what is too much show nothing', async (t) => {
  const visited: string[] = []
  const other = await serves(t, (_request, answer) => {
    visited.push('other')
    answer.writeHead(200, { 'content-type': 'text/html' }).end(PAGE)
  })
  const shop = await serves(t, ({ url }, answer) => {
    if (url === '/away') return answer.writeHead(302, { location: `${other}/secret` }).end()
    if (url === '/file') return answer.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF')
    if (url === '/huge') return answer.writeHead(200, { 'content-type': 'text/html' }).end(' '.repeat(600 * 1024))
    return answer.writeHead(404).end()
  })
  const { card } = await withShop(t, shop)
  for (const url of [other, `${shop}/away`, `${shop}/file`, `${shop}/huge`, `${shop}/missing`, `${shop}@evil.example/`])
    expectProblem(await card(url), 404, 'page-not-shown')
  expectProblem(await card('file:///etc/passwd'), 400, 'invalid-input')
  assert.deepEqual(visited, [])
})

test('a server of the inner network is not asked, even if the settings name it', async (t) => {
  const visited: string[] = []
  const shop = await serves(t, (_request, answer) => {
    visited.push('shop')
    answer.end()
  })
  const { ada, channel } = await openDesk(t, { chatSettings: { allowedOrigins: [shop] } })
  const path = `/channels/${channel.id}/page-card?url=${encodeURIComponent(shop)}`
  expectProblem(await ada.asks('GET', path), 404, 'page-not-shown')
  assert.deepEqual(visited, [])
})

test('what a page says is taken as words, and only as far as it makes sense', async () => {
  const card = (head: string) => cardOf('https://shop.example/a', `<head>${head}</head>`)
  assert.deepEqual((await card('<title> A\n <b>board</b> &amp; more </title>')).name, 'A <b>board</b> & more')
  const odd = await card(
    `<title>A</title><meta property="og:image" content="javascript:alert(1)"><meta property="product:price:amount" content="-5"><meta property="product:price:currency" content="EUR">`,
  )
  assert.deepEqual([odd.imageUrl, odd.price], [null, null])
  await assert.rejects(card(''))
})

async function withShop(t: TestContext, shop: string) {
  const { ada, channel } = await openDesk(t, { chatSettings: { allowedOrigins: [shop] }, mayVisit: () => true })
  const card = (url: string) => ada.asks('GET', `/channels/${channel.id}/page-card?url=${encodeURIComponent(url)}`)
  return { ada, channel, card }
}
