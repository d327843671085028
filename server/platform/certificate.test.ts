import assert from 'node:assert/strict'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { keepSelfSigned } from './certificate.ts'

test('a certificate of our own is made once for a name, and anew for another', async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'infolett-certificate-'))
  t.after(() => rm(folder, { recursive: true }))

  const made = await keepSelfSigned(folder, 'mail.shop.example')
  const kept = await keepSelfSigned(folder, 'mail.shop.example')
  const other = await keepSelfSigned(folder, 'post.shop.example')

  assert.deepEqual(kept, made)
  assert.notEqual(other.cert, made.cert)
  const read = new X509Certificate(made.cert)
  assert.equal(read.checkHost('mail.shop.example'), 'mail.shop.example')
  assert.ok(read.verify(read.publicKey))
  assert.ok(read.checkPrivateKey(createPrivateKey(made.key)))
  assert.ok(Date.parse(read.validTo) > Date.now() + 4 * 365 * 24 * 60 * 60 * 1_000)
  assert.equal((await stat(path.join(folder, 'self-signed.pem'))).mode & 0o077, 0)
})
