import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { openFiles } from './files.ts'

test('the same content twice takes the space of one, whoever brings it and when', async (t) => {
  const { files, list } = await openFolder(t)
  const bring = () => files.store(Readable.from([Buffer.from('Tere, '), Buffer.from('pood!')]), { maxBytes: 100 })

  const [first] = await Promise.all([bring(), bring(), bring()])

  assert.equal(first.bytes, 11)
  assert.equal(first.head.toString(), 'Tere, pood!')
  assert.equal((await list()).length, 1)
  const { stream, bytes } = await files.read(first.sha256)
  assert.equal(bytes, 11)
  assert.equal((await buffer(stream)).toString(), 'Tere, pood!')
  await files.remove(first.sha256)
  await files.remove(first.sha256)
  assert.deepEqual(await list(), [])
  assert.equal(await files.has(first.sha256), false)
  await assert.rejects(files.read(first.sha256), { code: 'ENOENT' })
})

test('of what is too large, or breaks off, nothing is kept', async (t) => {
  const { files, list } = await openFolder(t)
  const tooMuch = Readable.from([Buffer.alloc(60), Buffer.alloc(60)])
  const broken = Readable.from(
    (async function* () {
      yield Buffer.alloc(10)
      throw new Error('The line went dead')
    })(),
  )

  await assert.rejects(files.store(tooMuch, { maxBytes: 100 }), /at most 100 bytes/)
  await assert.rejects(files.store(broken, { maxBytes: 100 }), /line went dead/)

  assert.deepEqual(await list(), [])
})

test('only the first bytes are looked at, however they come', async (t) => {
  const { files } = await openFolder(t)
  const drop = Array.from({ length: 10_000 }, (_, index) => Buffer.from([index % 256]))

  const { head, bytes } = await files.store(Readable.from(drop), { maxBytes: 10_000 })

  assert.deepEqual(head, Buffer.concat(drop.slice(0, 4_100)))
  assert.equal(bytes, 10_000)
})

async function openFolder(t: TestContext) {
  const folder = await mkdtemp(path.join(tmpdir(), 'infolett-store-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const list = async () =>
    (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  return { files: openFiles(folder), list }
}
