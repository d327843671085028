import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noReplies, offerToSend, viewedProducts, withPicture, withProduct } from './offer.ts'

const at = '2026-11-22T12:00:00.000Z'
const page = (path: string, product?: { name: string; price?: number; currency?: string }) => ({
  url: `https://shop.example/${path}`,
  title: path,
  at,
  product,
})

test('answers to choose from go out without the empty ones and without the same twice, and never alone', () => {
  const replies = (...labels: string[]) => ({
    kind: 'quick-replies' as const,
    options: labels.map((label) => ({ label })),
  })
  assert.deepEqual(offerToSend(replies('Yes ', '', 'No', 'Yes')), replies('Yes', 'No'))
  assert.equal(offerToSend(replies('Yes', ' ')), undefined)
  assert.equal(offerToSend(noReplies), undefined)
})

test('offered are the products that were looked at, the last one first and each once', () => {
  const pages = [
    page('a?again', { name: 'A', price: 5, currency: 'EUR' }),
    page('cart'),
    page('b', { name: 'B', price: 7, currency: 'euro' }),
    page('a', { name: 'A', price: 5, currency: 'EUR' }),
  ]
  assert.deepEqual(
    viewedProducts(pages).map(({ name, url, currency }) => [name, url, currency]),
    [
      ['A', 'https://shop.example/a?again', 'EUR'],
      ['B', 'https://shop.example/b', null],
    ],
  )
  assert.deepEqual(viewedProducts([{ ...page('x', { name: 'X' }), url: 'javascript:alert(1)' }]), [])
})

test('at most five products go together, the same one once', () => {
  const products = viewedProducts(['1', '2', '3', '4', '5', '6'].map((name) => page(name, { name })))
  const content = [...products, ...products.slice(5)].reduce(
    (offer, product) => withProduct(offer, product),
    withProduct(noReplies, products[0] ?? assert.fail()),
  )
  assert.deepEqual(content.kind === 'products' && content.products.map(({ name }) => name), ['2', '3', '4', '5', '6'])
})

test('a picture that comes late finds its product, or nothing', () => {
  const [product = assert.fail()] = viewedProducts([page('a', { name: 'A' })])
  const offer = withPicture(withProduct(undefined, product), product.url, 'https://shop.example/a.jpg')
  assert.equal(offer?.kind === 'products' && offer.products[0]?.imageUrl, 'https://shop.example/a.jpg')
  assert.equal(withPicture(undefined, product.url, 'https://shop.example/a.jpg'), undefined)
  assert.equal(withPicture(noReplies, product.url, 'https://shop.example/a.jpg'), noReplies)
})
