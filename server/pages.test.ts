import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import Fastify from 'fastify'
import { pageRoutes } from './pages.ts'

async function openPages() {
  const app = Fastify()
  await app.register(pageRoutes, { hasDemo: true })
  return app
}

test('a shop page that was open during an update gets the parts of the chat window as they are today', async () => {
  const app = await openPages()
  const names = await readdir(path.join(import.meta.dirname, '../dist/widget'))
  const panel = names.find((name) => /^panel-[0-9a-f]+\.js$/.test(name))

  const current = await app.inject(`/widget/${panel}`)
  const former = await app.inject('/widget/panel-0000000000.js')

  assert.equal(former.body, current.body)
  assert.match(String(current.headers['cache-control']), /immutable/)
  assert.match(String(former.headers['cache-control']), /max-age=0/)
})

test('any page may load the chat window, and nothing else is served from there', async () => {
  const app = await openPages()

  const loader = await app.inject('/widget.js')
  assert.equal(loader.statusCode, 200)
  assert.equal(loader.headers['access-control-allow-origin'], '*')
  assert.equal(loader.headers['cross-origin-resource-policy'], 'cross-origin')

  for (const url of ['/widget/..%2Findex.html', '/widget/secret', '/widget/xx-00.js', '/widget/']) {
    assert.equal((await app.inject(url)).statusCode, 404, url)
  }
})

test('every address of the desk opens the desk, which is never kept stale', async () => {
  const app = await openPages()

  const deep = await app.inject('/desk/01890000-0000-7000-8000-000000000000/inbox/mine')

  assert.equal(deep.statusCode, 200)
  assert.match(deep.body, /<div id="desk"/)
  assert.equal(deep.headers['cache-control'], 'no-cache')
})
