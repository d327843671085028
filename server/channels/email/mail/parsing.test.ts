import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type TestContext, test } from 'node:test'
import { openFiles } from '#platform/files.ts'
import { assertHarmless } from '#test/harmless-html.ts'
import type { Mail, Unreadable } from './mail.ts'
import { createMailParser } from './parsing.ts'

const HEAD =
  'From: Mari <mari@klient.example>\r\nTo: pood@pood.example\r\nSubject: Tere\r\nMessage-ID: <1@klient.example>\r\n'
const HTML = `${HEAD}Content-Type: text/html\r\n\r\n`
const MIXED = `${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n`

test('a mail of fifty megabytes goes to its files as it is read', async (t) => {
  const { parser, place, files } = await openParser(t)
  const hash = createHash('sha256')
  async function* large() {
    yield `${MIXED}--b\r\nContent-Type: text/plain\r\n\r\nSuur fail.\r\n--b\r\nContent-Type: video/mp4; name=film.mp4\r\nContent-Transfer-Encoding: base64\r\n\r\n`
    const piece = randomBytes(57 * 1_000)
    for (let count = 0; count < 650; count++) {
      hash.update(piece)
      yield piece.toString('base64').replace(/.{76}/g, '$&\r\n')
    }
    yield '\r\n--b--\r\n'
  }
  await pipeline(Readable.from(large()), createWriteStream(place))
  const before = process.resourceUsage().maxRSS

  const mail = expectMail(await parser.parse({ path: place }))

  assert.equal(mail.text, 'Suur fail.')
  const [film] = mail.attachments
  assert.equal(film?.bytes, 57 * 1_000 * 650)
  assert.deepEqual(film?.sha256, hash.digest())
  assert.ok(film && (await files.has(film.sha256)))
  const more = (process.resourceUsage().maxRSS - before) / 1_024
  assert.ok(more < 250, `It took ${more} MB more`)
})

/** Mail made to hang or to fill the memory of who reads it. */
const HOSTILE: [what: string, mail: () => string][] = [
  [
    'ten thousand parts inside each other',
    () =>
      HEAD +
      Array.from(
        { length: 10_000 },
        (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
      ).join(''),
  ],
  [
    'ten thousand parts beside each other',
    () => `${MIXED}${'--b\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(10_000)}--b--`,
  ],
  ['a header of a megabyte', () => `X-Long: ${'a'.repeat(1_000_000)}\r\n${HEAD}\r\nTere`],
  ['a header folded a hundred thousand times', () => `X-Long: a${'\r\n b'.repeat(100_000)}\r\n${HEAD}\r\nTere`],
  ['a hundred thousand headers', () => `${'X: y\r\n'.repeat(100_000)}${HEAD}\r\nTere`],
  [
    'a hundred thousand people',
    () =>
      `${HEAD}Cc: ${Array.from({ length: 100_000 }, (_, at) => `"N, ${at}" <p${at}@klient.example>`).join(',\r\n ')}\r\n\r\nTere`,
  ],
  ['groups inside groups', () => `Cc: ${'a:'.repeat(50_000)}\r\n${HEAD}\r\nTere`],
  [
    'encoded words without end',
    () => `${HEAD}X: ${'=?utf-8?Q?'.repeat(50_000)}\r\nSubject: ${'=?utf-8?Q?=C3=B5?= '.repeat(50_000)}\r\n\r\nTere`,
  ],
  ['parameters without end', () => `Content-Type: text/plain; ${'a="\\'.repeat(50_000)}\r\n${HEAD}\r\nTere`],
  ['references without end', () => `References: ${'<'.repeat(500_000)}\r\n${HEAD}\r\nTere`],
  ['a megabyte of arrows', () => `${HEAD}\r\n${'>'.repeat(1_000_000)}`],
  ['a line of arrows three hundred thousand times', () => `${HEAD}\r\n${'>\r\n'.repeat(300_000)}`],
  ['a megabyte of spaces', () => `${HEAD}\r\n${' '.repeat(1_000_000)}x`],
  ['half a million empty lines', () => `${HEAD}\r\nx${'\r\n'.repeat(500_000)}y`],
  ['thirty thousand attributions', () => `${HEAD}\r\n${'On 10:00 a@b.example wrote:\r\n>\r\n'.repeat(30_000)}`],
  ['fifty thousand header blocks', () => `${HEAD}\r\n${'From: a\r\nTo: b\r\n'.repeat(50_000)}`],
  ['what takes a quote parser long', () => `${HEAD}\r\nabc. ${'skrev '.repeat(1_300)}`],
  ['elements inside each other', () => `${HTML}${'<div>'.repeat(150_000)}x`],
  ['tables inside each other', () => `${HTML}${'<table><tr><td>'.repeat(50_000)}x`],
  ['quotes inside each other', () => `${HTML}${'<div class=gmail_quote><blockquote>'.repeat(20_000)}x`],
  ['quotes beside each other', () => `${HTML}${'<blockquote type=cite>a</blockquote>b'.repeat(20_000)}x`],
  ['a megabyte of brackets', () => HTML + '<'.repeat(1_000_000)],
  ['comments without end', () => HTML + '<!--'.repeat(200_000)],
  [
    'a calendar of quotation marks',
    () => `${HEAD}Content-Type: text/calendar\r\n\r\nBEGIN:VEVENT\r\nA${';a="'.repeat(50_000)}`,
  ],
  ['padding without end', () => `${HEAD}Content-Transfer-Encoding: base64\r\n\r\n${'='.repeat(2_000_000)}`],
  ['a text of twenty megabytes', () => `${HEAD}\r\n${'a'.repeat(20_000_000)}`],
]

test('mail made to hang or to fill the memory is answered all the same', async (t) => {
  const { parser, place } = await openParser(t)
  for (const [what, make] of HOSTILE)
    await t.test(what, async () => {
      await writeFile(place, make())

      const mail = expectMail(await parser.parse({ path: place }))

      assert.equal(mail.from?.address, 'mari@klient.example')
      assert.ok(mail.text.length <= 2_100_000)
      assert.ok(mail.cc.length <= 500)
      assertHarmless(mail.html ?? '')
    })
})

test('a mail that takes too long is unreadable, and the next one is read', async (t) => {
  const { parser, place } = await openParser(t, { seconds: 0.001 })
  await writeFile(place, `${HEAD}\r\nTere`)

  assert.deepEqual(await parser.parse({ path: place }), { unreadable: 'It took too long to read.' })
  const { parser: patient } = await openParser(t)
  assert.equal(expectMail(await patient.parse({ path: place })).text, 'Tere')
})

test('a mail that takes too much memory is unreadable, and the next one is read', async (t) => {
  const { parser, place } = await openParser(t, { heapMegabytes: 24 })

  await writeFile(place, `${HTML}${'<b>x</b>\n'.repeat(100_000)}`)
  assert.deepEqual(await parser.parse({ path: place }), { unreadable: 'It took too much memory to read.' })

  await writeFile(place, `${HEAD}\r\nTere`)
  assert.equal(expectMail(await parser.parse({ path: place })).text, 'Tere')
})

test('nobody waits for a mail that nobody wants any more', async (t) => {
  const { parser, place } = await openParser(t)
  await writeFile(place, `${HEAD}\r\nTere`)

  await assert.rejects(parser.parse({ path: place }, AbortSignal.abort(new Error('Stopping'))), /Stopping/)
})

test('a mail that is not there is no unreadable one', async (t) => {
  const { parser, place } = await openParser(t)

  await assert.rejects(parser.parse({ path: `${place}.gone` }), { code: 'ENOENT' })
})

function expectMail(outcome: Mail | Unreadable): Mail {
  assert.ok(!('unreadable' in outcome), 'unreadable' in outcome ? outcome.unreadable : undefined)
  return outcome
}

async function openParser(t: TestContext, limits: { seconds?: number; heapMegabytes?: number } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'infolett-parsing-'))
  const filesFolder = path.join(folder, 'files')
  const parser = createMailParser({ filesFolder, limits })
  t.after(async () => {
    await parser.close()
    await rm(folder, { recursive: true, force: true })
  })
  return { parser, place: path.join(folder, 'mail.eml'), files: openFiles(filesFolder) }
}
