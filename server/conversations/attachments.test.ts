import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { AttachmentBody } from '#protocol/conversations.ts'
import { ask, expectBody, expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import { png } from '#test/pictures.ts'

const PICTURE = png({ width: 40, height: 20 })
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
const HTML = '<!doctype html><script>alert(document.domain)</script>'
const PROGRAM = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])

test('a picture comes with its size and a thumbnail, and may be shown in place', async (t) => {
  const { bo } = await openDesk(t)

  const uploaded = await bo.uploads('lamp.png', PICTURE)

  assert.deepEqual(
    [uploaded.mediaType, uploaded.width, uploaded.height, uploaded.bytes],
    ['image/png', 40, 20, PICTURE.length],
  )
  const picture = await bo.asks('GET', uploaded.url)
  assert.deepEqual(picture.body, PICTURE)
  assert.equal(picture.headers.get('content-type'), 'image/png')
  assert.equal(picture.headers.get('content-disposition'), "inline; filename*=UTF-8''lamp.png")
  assert.equal(picture.headers.get('content-length'), String(PICTURE.length))
  assert.equal(picture.headers.get('x-content-type-options'), 'nosniff')
  assert.equal(picture.headers.get('content-security-policy'), "default-src 'none'; sandbox")
  const thumbnail = await bo.asks('GET', uploaded.thumbnailUrl ?? '')
  assert.equal(thumbnail.headers.get('content-type'), 'image/webp')
  assert.equal((await sharp(bytesOf(thumbnail.body)).metadata()).width, 40)
  assert.equal((await bo.asks('HEAD', uploaded.url)).headers.get('content-length'), String(PICTURE.length))
})

test('a picture taken sideways stands upright', async (t) => {
  const { bo } = await openDesk(t)
  const sideways = await sharp({ create: { width: 1600, height: 800, channels: 3, background: '#c33' } })
    .jpeg()
    .withMetadata({ orientation: 6 })
    .toBuffer()

  const { width, height, thumbnailUrl } = await bo.uploads('IMG_0001.JPG', sideways)

  assert.deepEqual([width, height], [800, 1600])
  const thumbnail = await sharp(bytesOf((await bo.asks('GET', thumbnailUrl ?? '')).body)).metadata()
  assert.deepEqual([thumbnail.width, thumbnail.height, thumbnail.orientation], [320, 640, undefined])
})

test('a file is what it is, whatever its name says, and only pictures are shown in place', async (t) => {
  const { bo } = await openDesk(t)
  const files: [name: string, content: Buffer | string, mediaType: string, disposition: 'inline' | 'attachment'][] = [
    ['page.html', HTML, 'text/plain', 'attachment'],
    ['holiday.png', HTML, 'text/plain', 'attachment'],
    ['logo.svg', SVG, 'text/plain', 'attachment'],
    ['logo.svg', `<?xml version="1.0"?>${SVG}`, 'application/xml', 'attachment'],
    ['picture-and-page.html', Buffer.concat([PICTURE, Buffer.from(HTML)]), 'image/png', 'inline'],
    ['receipt.png', '%PDF-1.7\n', 'application/pdf', 'attachment'],
    ['letter.txt', 'Tere! Здравствуйте!', 'text/plain', 'attachment'],
    ['letter.txt', Buffer.from([0xc3, 0x28, 0xa0]), 'application/octet-stream', 'attachment'],
    ['letter.txt', Buffer.from('a\0b'), 'application/octet-stream', 'attachment'],
    ['orders.zip', Buffer.from('PK\x05\x06'.padEnd(22, '\0'), 'latin1'), 'application/zip', 'attachment'],
  ]

  for (const [name, content, mediaType, disposition] of files) {
    const uploaded = await bo.uploads(name, Buffer.from(content))
    const { headers } = await bo.asks('GET', uploaded.url)
    const shown = [uploaded.mediaType, headers.get('content-disposition')?.split(';')[0]]
    assert.deepEqual(shown, [mediaType, disposition], name)
    assert.equal(headers.get('content-type'), disposition === 'inline' ? mediaType : 'application/octet-stream')
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
  }
})

test('programs and broken pictures are refused, and nothing of them is kept', async (t) => {
  const { bo, folder, db } = await openDesk(t)
  const refused: [name: string, content: Buffer | string, problem: string][] = [
    ['invoice.png', PROGRAM, 'attachment-type-not-allowed'],
    [
      'invoice',
      Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(100)]),
      'attachment-type-not-allowed',
    ],
    ['invoice.pdf.exe', 'hello', 'attachment-type-not-allowed'],
    ['invoice.exe. ', 'hello', 'attachment-type-not-allowed'],
    ['invoice.e\u202Exe', 'hello', 'attachment-type-not-allowed'],
    ['run.BAT', 'hello', 'attachment-type-not-allowed'],
    ['half.png', PICTURE.subarray(0, 60), 'image-not-readable'],
    ['script.gif', 'GIF89a=1;alert(1)//', 'image-not-readable'],
    ['bomb.png', claiming(PICTURE, 30_000), 'image-not-readable'],
  ]

  for (const [name, content, problem] of refused)
    expectProblem(
      await bo.asks('POST', `/attachments?name=${encodeURIComponent(name)}`, Buffer.from(content)),
      415,
      problem,
    )
  assert.deepEqual(await listFiles(folder), [])
  assert.deepEqual(await db.selectFrom('attachments').select('id').execute(), [])
})

test('a file of nought bytes is taken, one beyond the limit is not, however it comes', async (t) => {
  const { bo, cleo, folder } = await openDesk(t)
  const tooMuch = Buffer.alloc(20 * 1024 * 1024 + 1)
  const inPieces = () => new Blob([tooMuch]).stream()

  assert.equal((await bo.uploads('empty.txt', Buffer.alloc(0))).bytes, 0)
  const [empty] = await listFiles(folder)
  await cleo.opensSession()
  for (const content of [tooMuch, inPieces()])
    expectProblem(await bo.asks('POST', '/attachments?name=a.bin', content), 413, 'too-large')
  expectProblem(await cleo.asks('POST', '/attachments?name=a.bin', inPieces()), 413, 'too-large')

  assert.deepEqual(await listFiles(folder), [empty])
})

test('a file needs a name, and comes as what it is: bytes', async (t) => {
  const { bo } = await openDesk(t)
  const json = { 'content-type': 'application/json' }

  for (const query of ['', '?name=', `?name=${'x'.repeat(1_001)}`, '?name=a&more=b'])
    expectProblem(await bo.asks('POST', `/attachments${query}`, PICTURE), 400, 'invalid-input')
  expectProblem(await bo.asks('POST', '/attachments?name=a.json', { a: 1 }, json), 415, 'unsupported-media-type')
  expectProblem(await bo.asks('POST', '/attachments?name=a.json'), 415, 'unsupported-media-type')
  const { name } = await bo.uploads('../../\u202Eevil\u0000"name\r\n.txt', Buffer.from('a'))
  assert.equal(name, 'evilname.txt')
})

test('a file that went on a message is read by those who read the message, one that did not by its bringer', async (t) => {
  const { ada, bo, col, cleo, comes, joins, opensWorkspace } = await openDesk(t)
  const eve = await joins('Eve', 'owner', await opensWorkspace('Kase pood'))
  const conversation = await cleo.writes('Look', { files: [await cleo.uploads('lamp.png', PICTURE)] })
  const [shown] = (await ada.opens(conversation)).messages[0]?.attachments ?? []
  const draft = await ada.uploads('draft.txt', Buffer.from('Not sent yet'))
  const isHidden = async (member: typeof ada, { id }: { id: string }) => {
    for (const what of ['', '/thumbnail'])
      expectProblem(await member.asks('GET', `/attachments/${id}${what}`), 404, 'attachment-not-found')
  }
  assert.ok(shown)

  for (const member of [ada, bo]) assert.deepEqual((await member.asks('GET', shown.url)).body, PICTURE)
  for (const member of [col, eve]) await isHidden(member, shown)
  await ada.asksIn(conversation, col)
  assert.equal((await col.asks('GET', shown.url)).status, 200)
  assert.equal((await ada.asks('GET', draft.url)).status, 200)
  await isHidden(bo, draft)
  const unsent = await comes().uploads('unsent.txt', Buffer.from('Not sent either'))
  await isHidden(ada, unsent)
})

test('a file goes on one message of its bringer', async (t) => {
  const { ada, bo, cleo, comes } = await openDesk(t)
  const conversation = await cleo.writes('Hello')
  const mine = await ada.uploads('offer.txt', Buffer.from('10 % off'))
  const cleos = await cleo.uploads('receipt.txt', Buffer.from('Total: 12.00'))
  const refuses = async (member: typeof ada, { id }: { id: string }, what = '/messages') => {
    const body = { clientId: randomUUID(), text: 'See', attachmentIds: [id] }
    expectProblem(await member.asksOf(conversation, 'POST', what, body), 404, 'attachment-not-found')
  }

  await refuses(bo, mine)
  await refuses(ada, cleos)
  await assert.rejects(comes().writes('Look', { files: [cleos] }), /no such attachment/)
  await assert.rejects(cleo.writes('Look', { in: conversation, files: [mine] }), /no such attachment/)
  const reply = await ada.replies(conversation, 'See', { files: [mine] })
  assert.deepEqual(
    reply.attachments.map(({ name }) => name),
    ['offer.txt'],
  )
  await refuses(ada, mine)
  await refuses(ada, mine, '/notes')
  assert.equal((await ada.opens(conversation)).messages.length, 2)
})

test('files stay in the order they were put on', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const conversation = await cleo.writes('Hello')
  const files = []
  for (const name of ['c.txt', 'a.txt', 'b.txt']) files.unshift(await ada.uploads(name, Buffer.from(name)))

  const reply = await ada.replies(conversation, '', { files })

  assert.deepEqual(
    reply.attachments.map(({ name }) => name),
    ['b.txt', 'a.txt', 'c.txt'],
  )
  assert.deepEqual(
    (await cleo.hearsOf('message.replied')).message.attachments.map(({ name }) => name),
    ['b.txt', 'a.txt', 'c.txt'],
  )
})

test('the customer opens files by a signed link that ends, and that nobody can change', async (t) => {
  const { ada, cleo, url } = await openDesk(t)
  const conversation = await cleo.writes('Hello')
  await ada.replies(conversation, 'See', { files: [await ada.uploads('lamp.png', PICTURE)] })
  const [file] = (await cleo.hearsOf('message.replied')).message.attachments
  assert.ok(file?.thumbnailUrl)
  const link = new URL(file.url, url)
  const changed = (name: string, value: string) => {
    const other = new URL(link)
    other.searchParams.set(name, value)
    return other.href
  }
  const get = (href: string) => ask('GET', href, {})

  assert.deepEqual((await get(link.href)).body, PICTURE)
  assert.equal((await get(new URL(file.thumbnailUrl, url).href)).headers.get('content-type'), 'image/webp')
  const expires = Number(link.searchParams.get('expires'))
  for (const wrong of [
    changed('expires', String(expires + 1)),
    changed('expires', String(expires + 24 * 60 * 60)),
    changed('workspace', randomUUID()),
    changed('signature', ''),
    changed('signature', `${link.searchParams.get('signature')}x`),
    link.href.replace(file.id, randomUUID()),
  ])
    expectProblem(await get(wrong), 404, 'attachment-not-found')
  for (const wrong of [changed('expires', 'soon'), changed('workspace', '1'), `${link.origin}${link.pathname}`])
    expectProblem(await get(wrong), 400, 'invalid-input')

  t.mock.timers.enable({ apis: ['Date'], now: expires * 1000 })
  expectProblem(await get(link.href), 404, 'attachment-not-found')
})

test('files that nobody sent leave after a day, their bytes only when nobody else has the same', async (t) => {
  const { ada, cleo, db, folder, runJob } = await openDesk(t, { runsJobs: false })
  const shared = Buffer.from('The same in two places')
  const conversation = await cleo.writes('Hello')
  await ada.replies(conversation, 'See', { files: [await ada.uploads('sent.txt', shared)] })
  const old = [await ada.uploads('unsent.txt', shared), await ada.uploads('lamp.png', PICTURE)]
  const fresh = await ada.uploads('fresh.txt', Buffer.from('Just now'))
  const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000)
  const ids = old.map(({ id }) => id)
  await db.updateTable('attachments').set({ createdAt: yesterday }).where('id', 'in', ids).execute()
  await db.updateTable('attachments').set({ createdAt: yesterday }).where('messageId', 'is not', null).execute()

  await Promise.all(
    [1, 2].map(() => runJob('remove-unclaimed-attachments', { _cron: { ts: new Date(), backfilled: false } })),
  )
  await runJob('remove-unclaimed-attachments', null)

  const left = await db.selectFrom('attachments').select('name').orderBy('name').execute()
  assert.deepEqual(
    left.map(({ name }) => name),
    ['fresh.txt', 'sent.txt'],
  )
  const contents = await Promise.all((await listFiles(folder)).map((file) => readFile(file, 'utf8')))
  assert.deepEqual(contents.sort(), ['Just now', 'The same in two places'])
  assert.equal((await ada.asks('GET', fresh.url)).status, 200)
})

test('who uploads what is just being removed keeps it', async (t) => {
  const { ada, db, runJob } = await openDesk(t, { runsJobs: false })
  const content = Buffer.from('The same, again and again')
  const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000)
  const kept: AttachmentBody[] = []

  for (let round = 0; round < 10; round++) {
    await ada.uploads('old.txt', content)
    await db.updateTable('attachments').set({ createdAt: yesterday }).execute()
    const [answer] = await Promise.all([
      ada.asks('POST', '/attachments?name=new.txt', content),
      runJob('remove-unclaimed-attachments', {}),
    ])
    if (answer.status === 503) continue
    const { url } = expectBody(answer, AttachmentBody)
    assert.deepEqual((await ada.asks('GET', url)).body, content)
    kept.push(expectBody(answer, AttachmentBody))
  }
  assert.ok(kept.length > 0)
})

/** A PNG that says it is a square of this side, whatever it holds. */
function claiming(picture: Buffer, side: number): Buffer {
  const changed = Buffer.from(picture)
  changed.writeUInt32BE(side, 16)
  changed.writeUInt32BE(side, 20)
  changed.writeUInt32BE(crc32(changed.subarray(12, 29)), 29)
  return changed
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => `${parentPath}/${name}`)
}

function bytesOf(body: unknown): Buffer {
  assert.ok(Buffer.isBuffer(body))
  return body
}
