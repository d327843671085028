import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { access, mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { AttachmentBody, MessageBody, TimelineBody } from '#protocol/conversations.ts'
import { ask, expectBody } from './answers.ts'
import { createTestDatabase } from './database.ts'
import { openBusyShop } from './faults/busy-shop.ts'
import { openDatabase } from './faults/proofs.ts'
import { ADA, findFreePort, type Infolett, makeDataFolder, runInfolett, startInfolett } from './infolett.ts'

test('a backup made while people write starts elsewhere with all that was acknowledged before it began', async (t) => {
  const shop = await openBusyShop(t)
  const copy = await makeDataFolder(t)
  await shop.isBusyFor(100)
  const [conversationId = ''] = shop.desk.conversations.keys()
  const asAda = (method: string, what: string, body: unknown) =>
    ask(
      method,
      `${shop.url}/api/workspaces/${shop.workspaceId}${what}`,
      { origin: shop.url, cookie: shop.cookie },
      body,
    )
  const receipt = Buffer.from('One linen towel, 24.90')
  const file = expectBody(await asAda('POST', '/attachments?name=receipt.txt', receipt), AttachmentBody)
  const draft = { clientId: randomUUID(), text: 'Your receipt', attachmentIds: [file.id] }
  const reply = expectBody(await asAda('POST', `/conversations/${conversationId}/messages`, draft), MessageBody)
  const acknowledged = [...shop.visitors.flatMap((visitor) => [...visitor.acknowledged.values()]), reply.id]

  const made = await runInfolett(['backup', copy], { INFOLETT_DATA: shop.folder })

  assert.deepEqual(made, {
    code: 0,
    said: `Everything is in ${copy}. To start from it: INFOLETT_DATA=${copy} npm start\n`,
    complained: '',
  })
  await shop.isBusyFor(100)
  await shop.endsServer()

  const restored = startInfolett(t, await findFreePort(), { INFOLETT_DATA: copy, INFOLETT_DEMO: 'false' })
  await restored.ready()
  const sql = await openDatabase(copy)
  const { rows } = await sql.query<{ id: string }>('select id from messages')
  await sql.end()
  const there = new Set(rows.map(({ id }) => id))
  assert.ok(acknowledged.length > 100)
  assert.deepEqual(
    acknowledged.filter((id) => !there.has(id)),
    [],
  )

  const cookie = await signIn(restored)
  const workspace = `${restored.url}/api/workspaces/${shop.workspaceId}`
  const timeline = await ask('GET', `${workspace}/conversations/${conversationId}?limit=100`, { cookie })
  const shown = expectBody(timeline, TimelineBody).messages.find(({ id }) => id === reply.id)
  assert.equal(shown?.attachments[0]?.name, 'receipt.txt')
  assert.deepEqual((await ask('GET', `${workspace}/attachments/${file.id}`, { cookie })).body, receipt)
  const { code, said } = await runInfolett(['doctor'], { INFOLETT_DATA: copy })
  assert.equal(code, 0, said)
})

test('a server that is stopped is backed up too, and a backup is never made over or into something', async (t) => {
  const folder = await makeDataFolder(t)
  const environment = { INFOLETT_DATA: folder, INFOLETT_DEMO: 'false' }
  const infolett = startInfolett(t, await findFreePort(), environment)
  await infolett.ready()
  await infolett.opensShop()
  await infolett.ends('SIGTERM')
  const copy = await makeDataFolder(t)

  assert.equal((await runInfolett(['backup', copy], environment)).code, 0)

  assert.deepEqual((await readdir(copy)).sort(), ['postgres', 'secret'])
  const again = await runInfolett(['backup', copy], environment)
  assert.deepEqual(again, {
    code: 1,
    said: '',
    complained: `${copy} is not empty: name a folder that is not there yet.\n`,
  })
  const inside = path.join(folder, 'backup')
  const within = await runInfolett(['backup', inside], environment)
  assert.match(within.complained, /lies in the data folder: back up to another place/)
  await assert.rejects(access(inside))

  const restored = startInfolett(t, await findFreePort(), { ...environment, INFOLETT_DATA: copy })
  await restored.ready()
  assert.match(await signIn(restored), /session_token/)
})

test('of a database of one’s own the backup says plainly that pg_dump makes it, and copies the rest', async (t) => {
  const folder = await makeDataFolder(t)
  await mkdir(path.join(folder, 'files', 'ab'), { recursive: true })
  await writeFile(path.join(folder, 'files', 'ab', 'abcd'), 'linen')
  await writeFile(path.join(folder, 'secret'), 'x'.repeat(40))
  const copy = await makeDataFolder(t)
  const DATABASE_URL = await createTestDatabase()

  const { code, said } = await runInfolett(['backup', copy], { INFOLETT_DATA: folder, DATABASE_URL })

  assert.equal(code, 0)
  assert.match(
    said,
    /The database at DATABASE_URL is not: back it up just before them with\n {2}pg_dump .* "\$DATABASE_URL"/,
  )
  assert.deepEqual((await readdir(copy, { recursive: true })).sort(), ['files', 'files/ab', 'files/ab/abcd', 'secret'])
})

/** With the password that Ada chose before the backup. */
async function signIn({ url }: Infolett): Promise<string> {
  const { email, password } = ADA
  const answer = await ask('POST', `${url}/api/auth/sign-in/email`, { origin: url }, { email, password })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return answer.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ')
}
