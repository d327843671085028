import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import type { Files } from '#platform/files.ts'
import { expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import { opensPost } from '#test/letters.ts'
import { examineLetterFiles, insertLetterFiles, type LetterFile } from './letter-files.ts'

/** A picture of one pixel. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

test('files of a letter go with it in their order, and those who see it download them', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, col } = desk
  const letter = await sendsFiles(desk, [
    { name: 'receipt.txt', content: Buffer.from('Total: 12.00') },
    { name: 'lamp.png', content: PICTURE },
    { name: 'logo.png', content: PICTURE, isInline: true, contentId: 'logo@mail' },
  ])

  const { attachments } = letter.message
  assert.deepEqual(
    attachments.map(({ name, mediaType, isInline, width, thumbnailUrl }) => [
      name,
      mediaType,
      isInline,
      width,
      thumbnailUrl !== null,
    ]),
    [
      ['receipt.txt', 'text/plain', false, null, false],
      ['lamp.png', 'image/png', false, 1, true],
      ['logo.png', 'image/png', true, null, false],
    ],
  )
  for (const { url } of attachments) {
    assert.equal((await ada.asks('GET', url)).status, 200)
    expectProblem(await col.asks('GET', url), 404, 'attachment-not-found')
  }
})

test('a program that came by mail is kept, marked, and only ever downloaded', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const letter = await sendsFiles(desk, [
    { name: 'invoice.pdf.exe', content: Buffer.from('MZ\0\0not really') },
    { name: '../../evil.svg', content: Buffer.from('<svg onload="alert(1)"/>') },
    { name: 'broken.png', content: PICTURE.subarray(0, 40) },
  ])

  const { attachments } = letter.message
  assert.deepEqual(
    attachments.map(({ name, isProgram }) => [name, isProgram]),
    [
      ['invoice.pdf.exe', true],
      ['evil.svg', false],
      ['broken.png', false],
    ],
  )
  for (const { url } of attachments.slice(0, 2)) {
    const { headers } = await desk.ada.asks('GET', url)
    assert.equal(headers.get('content-type'), 'application/octet-stream')
    assert.match(headers.get('content-disposition') ?? '', /^attachment/)
  }
})

test('nobody of the team or of the visitors puts a letter’s file on a message of their own', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, cleo, transact, files, workspace } = desk
  const conversation = await cleo.writes('Hello')
  const stored = await store(files, { name: 'receipt.txt', content: Buffer.from('Total: 12.00') })
  const [id = ''] = await transact(async (trx) =>
    insertLetterFiles(trx, files, workspace.id, await examineLetterFiles(files, [stored])),
  )

  expectProblem(
    await ada.asksOf(conversation, 'POST', '/messages', {
      clientId: crypto.randomUUID(),
      text: 'Look',
      attachmentIds: [id],
    }),
    404,
    'attachment-not-found',
  )
  await assert.rejects(cleo.writes('Look', { files: [{ id }] }))
})

test('bytes stay as long as a letter has them: as its file, as its original, or in the ledger', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, db, files, transact, workspace, runJob } = desk
  const post = await opensPost(desk)
  const text = (content: string) => Buffer.from(content)
  const [asFile, asOriginal, inLedger, nowhere] = [text('a file'), text('an original'), text('kept'), text('nobody’s')]
  const ids = await Promise.all(
    [asFile, asOriginal, inLedger, nowhere].map(async (content) => (await ada.uploads('x.txt', content)).id),
  )
  const originals = await Promise.all([asOriginal, inLedger].map((content) => store(files, { name: 'x', content })))
  const [original, kept] = originals
  assert.ok(original && kept)
  await sendsFiles(desk, [{ name: 'x.txt', content: asFile }], post)
  await post.comes('Dora').writes('Hello', { original })
  await transact((trx) =>
    trx
      .insertInto('mails')
      .values({
        workspaceId: workspace.id,
        channelId: post.channelId,
        originalSha256: kept.sha256,
        originalBytes: kept.bytes,
        arrivedAt: new Date(),
        keptAt: new Date(),
      })
      .execute(),
  )
  await db
    .updateTable('attachments')
    .set({ createdAt: new Date(0) })
    .where('id', 'in', ids)
    .execute()

  await runJob('remove-unclaimed-attachments', {})

  const has = await Promise.all(
    [asFile, asOriginal, inLedger, nowhere].map(async (content) => files.has(await hashOf(content))),
  )
  assert.deepEqual(has, [true, true, true, false])
})

type Given = { name: string; content: Buffer; isInline?: boolean; contentId?: string }

async function store(files: Files, { name, content, isInline = false, contentId }: Given): Promise<LetterFile> {
  const { sha256, bytes } = await files.store(Readable.from([content]), { maxBytes: 50_000_000 })
  return { name, sha256, bytes, isInline, contentId: contentId ?? null }
}

const hashOf = async (content: Buffer) => Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(content)))

async function sendsFiles(
  desk: Awaited<ReturnType<typeof openDesk>>,
  given: Given[],
  post: ReturnType<typeof opensPost> | Awaited<ReturnType<typeof opensPost>> = opensPost(desk),
) {
  const { files, transact, workspace } = desk
  const stored = await Promise.all(given.map((one) => store(files, one)))
  const examined = await examineLetterFiles(files, stored)
  const attachmentIds = await transact((trx) => insertLetterFiles(trx, files, workspace.id, examined))
  return (await post).comes('Cleo').writes('Look', { attachmentIds })
}
