import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { openFiles } from '#platform/files.ts'
import { mailAsJson } from './printing.ts'
import { readMail } from './reading.ts'

const CORPUS = path.join(import.meta.dirname, 'corpus')
const kinds = (await readdir(CORPUS)).filter((name) => name.endsWith('.eml'))

describe('a mail of each kind is understood', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'infolett-corpus-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  for (const kind of kinds)
    test(kind.slice(0, -'.eml'.length), async () => {
      const expected = JSON.parse(await readFile(path.join(CORPUS, kind.replace('.eml', '.json')), 'utf8'))
      const files = openFiles(path.join(folder, 'files'))

      const mail = await readMail(path.join(CORPUS, kind), files)

      assert.deepEqual(asTold(mailAsJson(mail), expected), expected)
      assertNothingDropped(mail)
      for (const { sha256 } of mail.attachments) assert.ok(await files.has(sha256))
    })
})

/** Of all that is known about a mail only what its kind is about; `htmlLacks` lists what must not be in it. */
function asTold(known: object, expected: unknown): unknown {
  if (Array.isArray(expected) && Array.isArray(known))
    return known.map((each, index) => asTold(each, index < expected.length ? expected[index] : each))
  if (typeof expected !== 'object' || expected === null || typeof known !== 'object' || known === null) return known
  return Object.fromEntries(Object.keys(expected).map((key) => [key, told(key, known, expected)]))
}

function told(key: string, known: object, expected: object): unknown {
  const wanted: unknown = Reflect.get(expected, key)
  const html = String(Reflect.get(known, 'html'))
  if (key === 'htmlHas' && Array.isArray(wanted)) return wanted.filter((piece) => html.includes(piece))
  if (key === 'htmlLacks' && Array.isArray(wanted)) return wanted.filter((piece) => !html.includes(piece))
  return asTold(Reflect.get(known, key), wanted)
}

function assertNothingDropped({
  text,
  replyText,
  foldedText,
}: {
  text: string
  replyText: string
  foldedText: string | null
}) {
  const words = (from: string) => from.split(/\s+/).filter(Boolean).toSorted()
  assert.deepEqual(
    words(`${replyText}\n${foldedText ?? ''}`),
    words(text),
    'every word of the text is in one of its halves',
  )
}
