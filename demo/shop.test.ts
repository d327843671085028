import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { categories } from './catalogue.ts'
import { demoProducts, loadDemoConversations } from './data.ts'
import { html, toMarkup } from './html.ts'
import { drawingOf, toneOf } from './pictures.ts'
import { renderShopPage } from './shop.ts'
import type { Visitor } from './visitor.ts'

const estonian: Visitor = { channelKey: 'demo-key', language: 'et' }
const english: Visitor = { ...estonian, language: 'en' }
const signedIn: Visitor = { ...estonian, identity: 'a.b.c', customerId: 'K1078' }

const plainPaths = ['/demo', '/demo/cart', '/demo/checkout', '/demo/thanks', '/demo/contact', '/demo/account']
const everyPath = [
  ...plainPaths,
  ...categories.map(({ slug }) => `/demo/category/${slug}`),
  ...demoProducts.map(({ sku }) => `/demo/product/${sku}`),
]

test('every page of the shop opens in both languages', () => {
  for (const path of everyPath) {
    for (const visitor of [estonian, english, signedIn]) {
      const page = renderShopPage(path, visitor)

      assert.equal(page.status, 200, path)
      assert.match(page.html, new RegExp(`<html lang="${visitor.language}">`))
      assert.equal(page.html.match(/<h1/g)?.length, 1, `${path} has one main heading`)
      assert.doesNotMatch(page.html, /undefined|\[object|NaN/, path)
    }
  }
})

test('no page carries a script or a style of its own', () => {
  for (const path of everyPath) {
    const { html: page } = renderShopPage(path, signedIn)

    assert.doesNotMatch(page, /<style|\sstyle=|\son\w+=|javascript:/i, path)
    for (const [script] of page.matchAll(/<script\b.*?<\/script>/gs))
      assert.match(script, /^<script src="[^"]+"[^>]*><\/script>$/)
  }
})

test('each product is on its shelf and has a page with its name and price', () => {
  const shelves = categories.map(({ slug }) => renderShopPage(`/demo/category/${slug}`, english).html).join('')
  for (const { sku, name } of demoProducts) {
    assert.ok(shelves.includes(`href="/demo/product/${sku}"`), sku)
    assert.ok(renderShopPage(`/demo/product/${sku}`, english).html.includes(toMarkup(html`<h1>${name.en}</h1>`)), sku)
  }
  assert.match(renderShopPage('/demo/product/PAD-05', estonian).html, /12,90\s€/)
})

test('each product has a drawing and a colour that exist', () => {
  const drawings = readFileSync(new URL('./assets/pictures.svg', import.meta.url), 'utf8')
  const styles = readFileSync(new URL('./assets/shop.css', import.meta.url), 'utf8')
  for (const product of demoProducts) {
    assert.ok(drawings.includes(`id="${drawingOf(product)}"`), `${product.sku} ${drawingOf(product)}`)
    assert.ok(styles.includes(`.tone-${toneOf(product)} `), `${product.sku} ${toneOf(product)}`)
  }
})

test('a product that has run out cannot be bought, but asked about', () => {
  const { html: page } = renderShopPage('/demo/product/TEK-05', english)

  assert.doesNotMatch(page, /data-buy/)
  assert.match(page, /Ask when it is back/)
})

test('the chat is on the page only when there is a channel for it', () => {
  assert.match(
    renderShopPage('/demo', estonian).html,
    /<script src="\/widget.js" data-channel="demo-key" async><\/script>/,
  )

  const without = renderShopPage('/demo/contact', { language: 'et', channelKey: undefined }).html
  assert.doesNotMatch(without, /widget\.js|data-open-chat/)
})

test('only a signed-in customer is named to the chat', () => {
  assert.match(
    renderShopPage('/demo', signedIn).html,
    /<meta name="infolett-identity" content="a\.b\.c" data-customer="K1078">/,
  )
  assert.doesNotMatch(renderShopPage('/demo', estonian).html, /infolett-identity/)
})

test('a customer sees their own orders and nobody else’s', () => {
  const { html: page } = renderShopPage('/demo/account', signedIn)

  assert.match(page, /Tere, Vello!/)
  assert.match(page, /Tellimus 48249/)
  assert.doesNotMatch(page, /Tellimus 48139/)
})

test('an unknown address is answered with a friendly 404', () => {
  const unknown = [
    '/demo/nothing',
    '/demo/product/NO-01',
    '/demo/product',
    '/demo/category/x',
    '/demo/cart/x',
    '/demo/a/b/c',
  ]
  for (const path of [...unknown, '/demo/toString', '/demo/__proto__', '/demo/product/constructor', '/other']) {
    const page = renderShopPage(path, estonian)

    assert.equal(page.status, 404, path)
    assert.match(page.html, /Seda lehte ei ole/)
  }
})

test('text from outside never becomes markup', () => {
  const nasty = `"><script>alert('x')</script>&`
  const visitor: Visitor = { language: 'et', channelKey: nasty, identity: nasty, customerId: nasty }

  const { html: page } = renderShopPage(`/demo/${nasty}`, visitor)

  assert.ok(!page.includes('<script>alert'))
  assert.ok(page.includes('&#34;&#62;&#60;script&#62;alert(&#39;x&#39;)&#60;/script&#62;&#38;'))
})

test('markup may be put into markup, and nothing leaves nothing', () => {
  const names = ['<b>', 'Öö & päev']

  const list = html`<ul class="${'a"b'}">${names.map((name) => html`<li>${name}</li>`)}${undefined}${false}${null}${0}</ul>`

  assert.equal(toMarkup(list), '<ul class="a&#34;b"><li>&#60;b&#62;</li><li>Öö &#38; päev</li>0</ul>')
})

test('an object that only looks like markup is not markup', () => {
  const forged = JSON.parse('{"safe markup": "<script>"}')

  assert.throws(() => toMarkup(html`${forged}`))
})

test('the conversations for seeding are all there', () => {
  assert.equal(loadDemoConversations().length, 71)
})
