import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkOrigins, readOrigins } from './origins.ts'

test('pages are understood as people write and paste them', () => {
  assert.deepEqual(readOrigins('shop.example\nhttps://shop.example/cart?x=1, http://localhost:3000/\n\n'), [
    'https://shop.example',
    'http://localhost:3000',
  ])
  assert.deepEqual(readOrigins('https://õun.ee'), ['https://xn--un-bka.ee'])
  assert.deepEqual(readOrigins('  '), [])
})

test('what names no page is quoted back', () => {
  assert.equal(checkOrigins('shop.example'), null)
  assert.match(checkOrigins('shop.example\nnot a page!') ?? '', /not a page!/)
  assert.match(checkOrigins('ftp://shop.example') ?? '', /ftp:/)
  assert.match(checkOrigins('*') ?? '', /\*/)
})
