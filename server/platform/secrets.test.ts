import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { deriveSecrets, hashToken, isSame, loadSecret, makeToken } from './secrets.ts'

const secrets = deriveSecrets('a secret that is only used in tests')

test('what was sealed is opened with the same secret, for the same purpose, and untouched', () => {
  const sealed = secrets.encrypt('identity-secret', 'Tere, 👋')
  const touched = Buffer.from(sealed)
  touched[touched.length - 1] = (touched.at(-1) ?? 0) ^ 1

  assert.equal(secrets.decrypt('identity-secret', sealed), 'Tere, 👋')
  assert.ok(!sealed.includes('Tere'))
  assert.notDeepEqual(secrets.encrypt('identity-secret', 'Tere, 👋'), sealed)
  assert.throws(() => secrets.decrypt('mail-password', sealed))
  assert.throws(() => deriveSecrets('another secret').decrypt('identity-secret', sealed))
  for (const broken of [touched, sealed.subarray(0, -1), sealed.subarray(0, 20), Buffer.alloc(0)])
    assert.throws(() => secrets.decrypt('identity-secret', broken))
})

test('a signature stands for one text, one purpose and one secret', () => {
  const mac = secrets.sign('visitor', 'one')

  assert.ok(secrets.verify('visitor', 'one', mac))
  assert.ok(!secrets.verify('visitor', 'two', mac))
  assert.ok(!secrets.verify('attachment', 'one', mac))
  assert.ok(!deriveSecrets('another secret').verify('visitor', 'one', mac))
  for (const wrong of ['', mac.slice(1), `${mac}=`, mac.toUpperCase()])
    assert.ok(!secrets.verify('visitor', 'one', wrong))
})

test('a token is kept only as its hash', () => {
  const { token, hash } = makeToken()
  assert.match(token, /^[\w-]{43}$/)
  assert.deepEqual(hashToken(token), hash)
  assert.notEqual(makeToken().token, token)
  assert.ok(isSame(token, token) && !isSame(token, `${token}x`))
})

test('a server makes its secret once, for its owner’s eyes only', async (t) => {
  const folder = await makeFolder(t)

  const made = await Promise.all([1, 2, 3].map(() => loadSecret(folder, undefined)))

  assert.equal(new Set(made).size, 1)
  assert.equal(await loadSecret(folder, undefined), made[0])
  assert.equal((await stat(path.join(folder, 'secret'))).mode & 0o777, 0o600)
  assert.deepEqual(await readdir(folder), ['secret'])
  assert.equal(await loadSecret(folder, 'the one that was set'), 'the one that was set')
})

test('a secret that was cut off is not replaced: what it sealed would be lost', async (t) => {
  const folder = await makeFolder(t)
  const file = path.join(folder, 'secret')
  await writeFile(file, 'half')

  await assert.rejects(loadSecret(folder, undefined), /secret is damaged: restore it from a backup/)
  assert.equal(await readFile(file, 'utf8'), 'half')
})

async function makeFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'infolett-secret-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}
