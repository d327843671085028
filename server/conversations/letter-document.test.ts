import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Pictures, toLetterDocument } from './letter-document.ts'

const nothing: Pictures = { own: () => undefined, elsewhere: () => undefined }
const write = (html: string, { scheme = 'light' as 'light' | 'dark', pictures = nothing } = {}) =>
  toLetterDocument(html, { scheme, pictures })
const bodyOf = (document: string) => document.replace(/^.*<body dir="auto">/s, '').replace(/<\/body>.*$/s, '')
const paperOf = (document: string) => /<html class="(\w+)">/.exec(document)?.[1]

test('a letter that names no colours is dark where the desk is dark; one that does keeps its white paper', async () => {
  const table: [string, string, string][] = [
    ['<p>Hello</p>', 'light', 'dark'],
    ['<p style="margin: 0; font-size: 12px">The colour: blue</p>', 'light', 'dark'],
    ['<p style="color: #1f497d">Hello</p>', 'paper', 'paper'],
    ['<p style="margin:0;background:#fff">Hello</p>', 'paper', 'paper'],
    ['<table bgcolor="#ffffff"><tr><td>Hello</td></tr></table>', 'paper', 'paper'],
    ['<font color="red">Hello</font>', 'paper', 'paper'],
  ]
  for (const [html, light, dark] of table) {
    assert.equal(paperOf(await write(html)), light, html)
    assert.equal(paperOf(await write(html, { scheme: 'dark' })), dark, html)
  }
})

test('a picture of the letter itself is shown from its attachment, by its Content-ID', async () => {
  const own = (contentId: string) => (contentId === 'lõgo@mail' ? '/attachments/7' : undefined)
  const html = '<img src="cid:l%C3%B5go@mail" alt="a > b"><img src="CID:gone@mail" alt="gone"><img src="cid:%E0%A4%A">'
  assert.equal(
    bodyOf(await write(html, { pictures: { ...nothing, own } })),
    '<img src="/attachments/7" alt="a > b"><img alt="gone"><img>',
  )
})

test('a picture from elsewhere is held back until it is asked for, and then comes by us', async () => {
  const html = '<img data-remote-src="https://pics.example/a.png?x=1&amp;y=&quot;2" alt="A">'
  const asked: string[] = []
  const elsewhere = (url: string) => {
    asked.push(url)
    return `/images?url=${encodeURIComponent(url)}&signature=s`
  }

  assert.equal(bodyOf(await write(html)), html)
  const shown = bodyOf(await write(html, { pictures: { ...nothing, elsewhere } }))

  assert.deepEqual(asked, ['https://pics.example/a.png?x=1&y="2'])
  assert.match(shown, / src="\/images\?url=https%3A%2F%2Fpics\.example%2Fa\.png%3Fx%3D1%26y%3D%222&amp;signature=s"/)
})

test('no other source of a picture is let through', async () => {
  for (const src of [
    'https://pics.example/a.png',
    '//pics.example/a.png',
    '/api/me',
    'javascript:alert(1)',
    'data:text/html,x',
  ])
    assert.equal(bodyOf(await write(`<img src="${src}">`)), '<img>', src)
  assert.match(bodyOf(await write('<img src="data:image/png;base64,AA">')), /data:image\/png/)
})

test('links open a page of their own that learns nothing of where they stood; quotes say what they are', async () => {
  const body = bodyOf(
    await write('<a href="https://shop.example/">x</a><details class="quote"><summary>…</summary>y</details>'),
  )
  assert.match(body, /<a href="https:\/\/shop\.example\/" target="_blank" rel="noopener noreferrer nofollow">/)
  assert.match(body, /<summary title="Quotes and signature" aria-label="Quotes and signature">/)
})

test('text that looks like markup stays text', async () => {
  const html = '<p>src="cid:x" &lt;img src="cid:x"&gt; &amp;amp;</p>'
  assert.equal(bodyOf(await write(html)), html)
})
