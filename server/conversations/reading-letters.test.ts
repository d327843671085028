import assert from 'node:assert/strict'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import { opensPost } from '#test/letters.ts'
import { examineLetterFiles, insertLetterFiles } from './letter-files.ts'

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkM9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const ORIGINAL = Buffer.from(
  'From: cleo@mail.example\r\nSubject: =?utf-8?q?L=C3=B5hutud?=\r\n\r\n\xff\0Hello',
  'latin1',
)

test('a letter is shown in a frame of ours in which nothing runs and nothing is loaded', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada } = desk
  const letter = await sendsPictures(desk, 'http://pics.example/a.png')

  const { status, headers, body } = await ada.asksOf(letter, 'GET', `/messages/${letter.messageId}/html?scheme=dark`)

  assert.equal(status, 200)
  assert.equal(headers.get('content-type'), 'text/html; charset=utf-8')
  const policy = headers.get('content-security-policy') ?? ''
  for (const rule of ["default-src 'none'", "img-src 'self' data:", "form-action 'none'", "frame-ancestors 'self'"])
    assert.ok(policy.includes(rule), rule)
  assert.match(policy, /sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox$/)
  assert.doesNotMatch(policy, /script|allow-forms|allow-top/)
  assert.equal(headers.get('x-content-type-options'), 'nosniff')
  assert.equal(headers.get('referrer-policy'), 'no-referrer')
  assert.match(headers.get('cache-control') ?? '', /private/)
  const html = String(body)
  assert.match(html, /<html class="dark">/)
  assert.match(html, /<img data-remote-src="http:\/\/pics\.example\/a\.png">/)
  const [, own = ''] = /<img src="([^"]+)">/.exec(html) ?? []
  assert.deepEqual((await ada.asks('GET', own)).body, PICTURE)
})

test('a picture from elsewhere is fetched when somebody asks for it, and only one that stands in the letter', async (t) => {
  const server = http.createServer((_request, answer) => answer.end(PICTURE)).listen(0, '127.0.0.1')
  t.after(() => server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.png`
  const desk = await openDesk(t, { runsJobs: false, mayVisit: () => true })
  const { ada, bo, col } = desk
  const letter = await sendsPictures(desk, address)
  const other = await sendsPictures(desk, address)

  const { body } = await ada.asksOf(letter, 'GET', `/messages/${letter.messageId}/html?images=show`)
  const [, path = ''] = /src="([^"]*images\?[^"]*)"/.exec(String(body)) ?? []
  const link = path.replaceAll('&amp;', '&')
  const shown = await bo.asks('GET', link)

  assert.equal(shown.status, 200)
  assert.equal(shown.headers.get('content-type'), 'image/png')
  assert.match(shown.headers.get('content-security-policy') ?? '', /^default-src 'none'; sandbox$/)
  assert.deepEqual(shown.body, PICTURE)
  expectProblem(await col.asks('GET', link), 404, 'conversation-not-found')
  for (const forged of [
    link.replace('a.png', 'b.png'),
    link.replaceAll(letter.messageId, other.messageId).replaceAll(letter.id, other.id),
    link.replace(/signature=./, 'signature='),
  ])
    expectProblem(await ada.asks('GET', forged), 404, 'message-not-found')
})

test('in an inner network nothing is fetched for a letter', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const letter = await sendsPictures(desk, `${desk.url}/icon.svg`)
  const { body } = await desk.ada.asksOf(letter, 'GET', `/messages/${letter.messageId}/html?images=show`)
  const [, path = ''] = /src="([^"]*images\?[^"]*)"/.exec(String(body)) ?? []
  expectProblem(await desk.ada.asks('GET', path.replaceAll('&amp;', '&')), 404, 'picture-out-of-reach')
})

test('the original comes back byte for byte, as a file', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const original = await desk.files.store(Readable.from([ORIGINAL]), { maxBytes: 1_000_000 })
  const letter = await (await opensPost(desk)).comes('Cleo').writes('Hello', { subject: 'Lõhutud: a/b', original })

  const { headers, body } = await desk.ada.asksOf(letter, 'GET', `/messages/${letter.messageId}/original`)

  assert.deepEqual(body, ORIGINAL)
  assert.equal(headers.get('content-type'), 'message/rfc822')
  assert.equal(headers.get('content-disposition'), "attachment; filename*=UTF-8''L%C3%B5hutud%20a%20b.eml")
})

test('what is no letter has neither HTML nor an original, and nobody sees a letter who may not see its conversation', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, col, cleo, joins, opensWorkspace } = desk
  const chat = await cleo.writes('Hello')
  const letter = await sendsPictures(desk, 'http://pics.example/a.png')
  const eve = await joins('Eve', 'owner', await opensWorkspace('Kase pood'))

  for (const what of ['html', 'original', 'images?url=x&signature=x']) {
    const see = (of: { id: string; messageId: string }, by = ada) =>
      by.asksOf(of, 'GET', `/messages/${of.messageId}/${what}`)
    expectProblem(await see(chat), 404, 'message-not-found')
    expectProblem(await see({ ...letter, id: chat.id }), 404, 'message-not-found')
    expectProblem(await see(letter, col), 404, 'conversation-not-found')
    expectProblem(await see(letter, eve), 404, 'conversation-not-found')
  }
  await ada.asksIn(letter, col)
  assert.equal((await col.asksOf(letter, 'GET', `/messages/${letter.messageId}/html`)).status, 200)
})

/** A letter with a picture of its own and one elsewhere. */
async function sendsPictures(desk: Awaited<ReturnType<typeof openDesk>>, elsewhere: string) {
  const { files, transact, workspace, db } = desk
  const stored = await files.store(Readable.from([PICTURE]), { maxBytes: 1_000_000 })
  const examined = await examineLetterFiles(files, [
    { name: 'logo.png', ...stored, isInline: true, contentId: 'logo@mail' },
  ])
  const attachmentIds = await transact((trx) => insertLetterFiles(trx, files, workspace.id, examined))
  const known = await db.selectFrom('mailboxes').select('channelId').executeTakeFirst()
  const post = await opensPost(desk, known ? 'other@shop.example' : undefined)
  return post.comes('Cleo').writes('Look', {
    html: `<p>Look <img src="cid:logo@mail"><img data-remote-src="${elsewhere}"></p>`,
    attachmentIds,
  })
}
