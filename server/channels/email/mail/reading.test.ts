import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { openFiles } from '#platform/files.ts'
import { assertHarmless } from '#test/harmless-html.ts'
import { readMail } from './reading.ts'

const CORPUS = path.join(import.meta.dirname, 'corpus')
const kinds = await Promise.all(
  (await readdir(CORPUS)).filter((name) => name.endsWith('.eml')).map((name) => readFile(path.join(CORPUS, name))),
)

test('a text that is too long to be shown is cut between two characters, and is read as what it is', async (t) => {
  const { read } = await openReader(t)
  for (const shift of ['', 'a', 'ab', 'abc']) {
    const { text, attachments } = await read(Buffer.from(`Subject: Long\r\n\r\n${shift}${'õ€😀'.repeat(200_000)}`))

    assert.match(text, /^a?b?c?(õ€😀)+õ?€?\s*$/)
    assert.equal(attachments.length, 1)
  }
})

test('any bytes are a mail', async (t) => {
  const { reads } = await openReader(t)
  const lines = fc.constantFrom(
    'From: a@b.example',
    'Subject: =?utf-8?B?',
    'Content-Type: multipart/mixed; boundary=x',
    'Content-Type: text/html',
    '',
    '--x',
    '--x--',
    '> ',
    ' ',
    '<div',
    'begin 644 a',
  )
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 2_000 }).map((array) => Buffer.from(array)),
    fc
      .array(fc.oneof(lines, fc.string({ unit: 'binary', maxLength: 60 })), { maxLength: 60 })
      .map((all) => Buffer.from(all.join('\r\n'))),
  )

  await fc.assert(fc.asyncProperty(bytes, reads), { numRuns: 300 })
})

test('a mail of any kind, damaged in any way, is a mail', async (t) => {
  const { reads } = await openReader(t)
  const kind = fc.constantFrom(...kinds)
  const place = fc.double({ min: 0, max: 1, noNaN: true })
  const damaged = fc.oneof(
    fc.tuple(kind, place).map(([mail, end]) => mail.subarray(0, Math.floor(end * mail.length))),
    fc
      .tuple(kind, kind, place, place)
      .map(([one, other, end, from]) =>
        Buffer.concat([one.subarray(0, Math.floor(end * one.length)), other.subarray(Math.floor(from * other.length))]),
      ),
    fc
      .tuple(kind, fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 30 }))
      .map(([mail, flips]) => flip(mail, flips)),
    fc
      .tuple(kind, place, fc.uint8Array({ maxLength: 200 }))
      .map(([mail, at, bytes]) =>
        Buffer.concat([
          mail.subarray(0, Math.floor(at * mail.length)),
          bytes,
          mail.subarray(Math.floor(at * mail.length)),
        ]),
      ),
  )

  await fc.assert(fc.asyncProperty(damaged, reads), { numRuns: 600 })
})

test('a mail without a Message-ID is the same one when it comes again by another way', async (t) => {
  const { read } = await openReader(t)
  const letter = (id: string, body = 'Tere') =>
    Buffer.from(`${id}From: mari@klient.example\r\nDate: Mon, 7 Sep 2026 10:15:00 +0300\r\n\r\n${body}\r\n`)

  const first = await read(letter('Received: from a by b\r\n'))
  const again = await read(letter('Received: from c by d\r\nDelivered-To: pood@pood.example\r\n'))
  const other = await read(letter('', 'Head aega'))

  assert.equal(first.messageId, null)
  assert.match(first.externalId, /^[0-9a-f]{40}@mail\.invalid$/)
  assert.equal(again.externalId, first.externalId)
  assert.deepEqual(again.key, first.key)
  assert.notEqual(other.externalId, first.externalId)
  assert.notDeepEqual(other.key, first.key)
})

test('one Message-ID in the mail of another person is another mail', async (t) => {
  const { read } = await openReader(t)
  const letter = (from: string) => Buffer.from(`From: ${from}\r\nMessage-ID: <1@klient.example>\r\n\r\nTere`)

  const [mine, twin, forged] = [
    await read(letter('mari@klient.example')),
    await read(letter('mari@klient.example')),
    await read(letter('kuri@kuri.example')),
  ]

  assert.deepEqual(twin.key, mine.key)
  assert.equal(forged.externalId, mine.externalId)
  assert.notDeepEqual(forged.key, mine.key)
})

function flip(mail: Buffer, flips: [number, number][]): Buffer {
  const damaged = Buffer.from(mail)
  for (const [place, byte] of flips) damaged[Math.floor(place * (damaged.length - 1))] = byte
  return damaged
}

async function openReader(t: TestContext) {
  const folder = await mkdtemp(path.join(tmpdir(), 'infolett-reading-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const files = openFiles(path.join(folder, 'files'))
  const place = path.join(folder, 'mail.eml')
  const read = async (bytes: Buffer) => {
    await writeFile(place, bytes)
    return readMail(place, files)
  }
  const reads = async (bytes: Buffer) => {
    const mail = await read(bytes)
    for (const text of [mail.text, mail.replyText, mail.foldedText, mail.html, mail.subject, mail.externalId])
      assertText(text)
    for (const { name } of mail.attachments) assertText(name)
    assertHarmless(mail.html ?? '')
    const words = (text: string) => text.split(/\s+/).filter(Boolean).toSorted()
    assert.deepEqual(words(`${mail.replyText}\n${mail.foldedText ?? ''}`), words(mail.text))
  }
  return { read, reads }
}

function assertText(text: string | null): void {
  assert.ok(text === null || (text.isWellFormed() && !text.includes('\0')))
}
