import assert from 'node:assert/strict'
import { chmod, rm } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { ask } from './answers.ts'
import { createTestDatabase } from './database.ts'
import { ADA, findFreePort, makeDataFolder, runInfolett, startInfolett } from './infolett.ts'

test('beside a running server: a link for who lost their password, and a doctor who finds what is wrong', async (t) => {
  const folder = await makeDataFolder(t)
  const environment = { INFOLETT_DATA: folder, INFOLETT_DEMO: 'false' }
  const port = await findFreePort()
  const infolett = startInfolett(t, port, environment)
  await infolett.ready()
  const { workspaceId, cookie } = await infolett.opensShop()
  const run = (...args: string[]) => runInfolett(args, { ...environment, INFOLETT_PORT: String(port) })

  await t.test('the link signs in once', async () => {
    const { code, said } = await run('sign-in-link', ADA.email.toUpperCase())
    assert.equal(code, 0)
    const come = () => fetch(said.trim(), { redirect: 'manual' })
    assert.match((await come()).headers.getSetCookie().join(), /session_token/)
    assert.deepEqual((await come()).headers.getSetCookie(), [])
  })

  await t.test('nobody else gets one', async () => {
    const stranger = await run('sign-in-link', 'zoe@shop.example')
    assert.deepEqual(stranger, {
      code: 1,
      said: '',
      complained: 'No active member has the address zoe@shop.example.\n',
    })
  })

  await t.test('the database is already up to date', async () => {
    assert.deepEqual(await run('migrate'), { code: 0, said: 'The database is up to date.\n', complained: '' })
  })

  await t.test('all is well', async () => {
    const { code, said } = await run('doctor', '--json')
    const findings: { check: string; isWell: boolean }[] = JSON.parse(said)
    assert.deepEqual(
      findings.filter(({ isWell }) => !isWell),
      [],
    )
    const checks = findings.map(({ check }) => check)
    assert.deepEqual(checks, ['data folder', 'disk', 'secret', 'database', 'clock', 'jobs', 'files'])
    assert.equal(code, 0)
  })

  await t.test('a secret that others can read is found', async () => {
    await chmod(path.join(folder, 'secret'), 0o644)
    const { code, said } = await run('doctor')
    assert.equal(code, 1)
    assert.match(said, /^WRONG secret: \S+ can be read by others: chmod 600 /m)
  })

  await t.test('a file that is missing is found', async () => {
    const { url } = infolett
    const attachments = `${url}/api/workspaces/${workspaceId}/attachments?name=note.txt`
    const { status } = await ask('POST', attachments, { cookie, origin: url }, Buffer.from('linen'))
    assert.equal(status, 201)
    await rm(path.join(folder, 'files'), { recursive: true })

    const { said } = await run('doctor')

    assert.match(said, /^WRONG files: 1 are missing: \S+\. Restore them from a backup\.$/m)
  })
})

test('migrate brings a database of one’s own up to date and starts nothing', async (t) => {
  const DATABASE_URL = await createTestDatabase()

  const outcome = await runInfolett(['migrate'], { DATABASE_URL, INFOLETT_DATA: await makeDataFolder(t) })

  assert.deepEqual(outcome, { code: 0, said: 'The database is up to date.\n', complained: '' })
})

test('where there is no Infolett yet, commands say so and make nothing', async (t) => {
  const folder = await makeDataFolder(t)

  for (const command of [['sign-in-link', ADA.email], ['migrate'], ['backup', `${folder}-copy`]]) {
    const { code, complained } = await runInfolett(command, { INFOLETT_DATA: folder })
    assert.equal(code, 1)
    assert.match(
      complained,
      /^There is no database in \S+\. Start Infolett once, or set INFOLETT_DATA or DATABASE_URL as for the server\.\n$/,
    )
  }
  const { code, said } = await runInfolett(['doctor'], { INFOLETT_DATA: folder })
  assert.equal(code, 1)
  assert.match(said, /^WRONG database: There is no database in /m)
})

test('an unknown command lists those there are', async () => {
  const { code, said, complained } = await runInfolett(['dance'], {})

  assert.equal(code, 2)
  assert.equal(complained, 'There is no command "dance".\n')
  assert.match(said, /sign-in-link EMAIL/)
})
