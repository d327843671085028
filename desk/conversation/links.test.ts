import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pieces } from './links.ts'

const links = (text: string) => pieces(text).flatMap((piece) => (piece.type === 'link' ? [piece.href] : []))
const whole = (text: string) =>
  pieces(text)
    .map((piece) => piece.text)
    .join('')

test('addresses become links and the words around them stay', () => {
  const text = 'See https://shop.example/teki?id=1, or http://x.example.'
  assert.deepEqual(links(text), ['https://shop.example/teki?id=1', 'http://x.example/'])
  assert.equal(whole(text), text)
})

test('the sentence keeps its brackets and the address its own', () => {
  assert.deepEqual(links('(https://a.example/b)'), ['https://a.example/b'])
  assert.deepEqual(links('https://a.example/Tekk_(uus)'), ['https://a.example/Tekk_(uus)'])
})

test('what is not http or https is only text', () => {
  for (const text of [
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://a.example',
    'file:///etc/passwd',
    'https://',
    'http://',
  ]) {
    assert.deepEqual(links(text), [], text)
    assert.equal(whole(text), text)
  }
})

test('an address that pretends to be another is not made a link', () => {
  assert.deepEqual(links('https://bank.example@evil.example/'), [])
})

test('addresses in any script, and a hostile length, do no harm', () => {
  assert.deepEqual(links('https://näide.example/toode'), ['https://xn--nide-loa.example/toode'])
  assert.equal(whole(')'.repeat(20_000)), ')'.repeat(20_000))
  assert.deepEqual(links(`https://a.example/${')'.repeat(20_000)}`), ['https://a.example/'])
})
