import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { simpleParser } from 'mailparser'
import type { Letter } from './letter.ts'
import { composeMail } from './mail.ts'

test('a letter says who writes to whom about what, and which letters it answers', async () => {
  const { mail } = await reads({
    from: { name: 'Ada (Pihlaka pood)', address: 'info@shop.example' },
    replyTo: { name: 'Pihlaka pood', address: 'info+token@shop.example' },
    cc: [{ name: null, address: 'bo@home.example' }],
    references: ['first@home.example', 'second@home.example'],
    inReplyTo: 'second@home.example',
    subject: 'Re: Lost parcel',
  })

  assert.equal(mail.from?.text, '"Ada (Pihlaka pood)" <info@shop.example>')
  assert.equal(mail.replyTo?.value[0]?.address, 'info+token@shop.example')
  assert.deepEqual(addresses(mail.to), ['cleo@home.example'])
  assert.deepEqual(addresses(mail.cc), ['bo@home.example'])
  assert.equal(mail.subject, 'Re: Lost parcel')
  assert.equal(mail.messageId, '<ours@shop.example>')
  assert.equal(mail.inReplyTo, '<second@home.example>')
  assert.deepEqual(mail.references, ['<first@home.example>', '<second@home.example>'])
  assert.equal(mail.date?.toISOString(), '2026-03-03T12:05:00.000Z')
  assert.equal(mail.headers.has('auto-submitted'), false)
})

test('those who get it hidden are told to the mail server and to nobody else', async () => {
  const letter = { bcc: [{ name: null, address: 'boss@shop.example' }] }
  const { envelope, mail } = await reads(letter)
  const copy = await reads(letter, { showsBcc: true })

  assert.deepEqual(envelope, { from: 'info+token@shop.example', to: ['cleo@home.example', 'boss@shop.example'] })
  assert.equal(mail.headers.has('bcc'), false)
  assert.deepEqual(addresses(copy.mail.bcc), ['boss@shop.example'])
})

test('an address in an international domain is written as mail servers know it; one twice is told once', async () => {
  const cleo = { name: 'Õie Žüri', address: 'cleo@jõgeva.example' }
  const { envelope, mail } = await reads({ to: [cleo], cc: [cleo] })

  assert.deepEqual(envelope.to, ['cleo@xn--jgeva-dua.example'])
  assert.equal([mail.to].flat()[0]?.value[0]?.name, 'Õie Žüri')
})

test('the same letter has the same bytes, however often it is composed', async () => {
  assert.deepEqual((await reads()).bytes, (await reads()).bytes)
})

test('a letter of a machine asks that no machine answers it', async () => {
  const answer = await reads({ isAutomatic: true, inReplyTo: 'first@home.example' })
  const first = await reads({ isAutomatic: true, inReplyTo: null })

  assert.equal(answer.mail.headers.get('auto-submitted'), 'auto-replied')
  assert.equal(first.mail.headers.get('auto-submitted'), 'auto-generated')
  assert.equal(answer.mail.headers.get('x-auto-response-suppress'), 'All')
})

test('the text is followed by the signature and by what was said before, in the language of the conversation', async () => {
  const { mail } = await reads({
    language: 'et',
    text: 'Tere!\r\n\r\nPakk läks eile teele.\n',
    signature: 'Ada\nPihlaka pood',
    history: [
      {
        author: 'Cleo',
        at: new Date('2026-03-02T12:05:00Z'),
        text: 'Kus mu pakk on?\n\n> küsisin juba',
        fileNames: [],
      },
      { author: 'Ada', at: new Date('2026-03-01T07:00:00Z'), text: '', fileNames: ['arve.pdf'] },
    ],
  })

  assert.equal(
    mail.text?.replaceAll('\u00a0', ' '),
    `Tere!

Pakk läks eile teele.

-- 
Ada
Pihlaka pood

2. märts 2026, kell 14:05 kirjutas Cleo:
> Kus mu pakk on?
>
>> küsisin juba

1. märts 2026, kell 09:00 kirjutas Ada:
> Manused: arve.pdf
`,
  )
  assert.match(String(mail.html), /<blockquote type="cite"[^>]*>\n<p[^>]*>Kus mu pakk on\?<\/p>/)
})

test('paragraphs, lines and indentation are kept in HTML', async () => {
  const { mail } = await reads({ text: '\n\n  - one\n  - two\n\n\nThree  \n' })

  assert.match(
    String(mail.html),
    /<p style="margin:0 0 12px">&nbsp; - one<br>\n&nbsp; - two<\/p>\n<p style="margin:0 0 12px">Three<\/p>/,
  )
})

test('each language has its words for what was said before', async () => {
  const history = [{ author: 'Cleo', at: new Date('2026-03-02T12:05:00Z'), text: 'Hi', fileNames: [] }]
  const attributions = {
    en: 'On 2 March 2026 at 14:05, Cleo wrote:',
    et: '2. märts 2026, kell 14:05 kirjutas Cleo:',
    fi: '2. maaliskuuta 2026 klo 14.05 Cleo kirjoitti:',
    lt: '2026 m. kovo 2 d. 14:05 Cleo rašė:',
    lv: '2026. gada 2. marts 14:05 Cleo rakstīja:',
    ru: '2 марта 2026 г. в 14:05, Cleo пишет:',
    sv: 'Den 2 mars 2026 kl. 14:05 skrev Cleo:',
    'de-AT': 'On 2 March 2026 at 14:05, Cleo wrote:',
  }
  for (const [language, attribution] of Object.entries(attributions)) {
    const { mail } = await reads({ language, history })
    const lines = mail.text?.replaceAll(/[\u00a0\u202f]/g, ' ').split('\n') ?? []
    assert.equal(lines.at(-3), attribution)
  }
})

test('what was said before ends somewhere', async () => {
  const said = (text: string) => ({ author: 'Cleo', at: new Date(), text, fileNames: [] })
  const long = Array.from({ length: 2_000 }, (_, line) => `line ${line} õ`).join('\n')
  const { mail: many } = await reads({ history: Array.from({ length: 50 }, (_, n) => said(`message ${n}`)) })
  const { mail: big } = await reads({ history: [said('short'), said(long), said('too far back')] })

  assert.match(many.text ?? '', /> message 9\n$/)
  assert.ok((big.text ?? '').length < 30_000)
  assert.ok(/> line \d+ õ\n> \[…\]\n$/.test(big.text ?? ''))
  assert.doesNotMatch(String(big.html), /too far back/)
})

test('nothing that somebody wrote becomes markup, a style or a header', async () => {
  const evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
  const { mail, bytes } = await reads({
    text: `Hi ${evil}\nhttps://shop.example/?a=1&b="onmouseover=alert(1)`,
    signature: evil,
    subject: `Hi\r\nBcc: eve@evil.example\r\n\r\n${evil}`,
    from: { name: `Ada\r\nX-Evil: 1 ${evil}`, address: 'info@shop.example' },
    to: [{ name: 'Cleo" <eve@evil.example>, "', address: 'cleo@home.example' }],
    history: [{ author: evil, at: new Date(), text: evil, fileNames: [evil] }],
    language: 'en"><script>',
    look: { shop: evil, accent: 'red;background:url(https://evil.example)' },
  })
  const html = String(mail.html)

  assert.doesNotMatch(html, /<script|<img|onerror=alert\(1\)>|url\(/)
  assert.match(html, /<a href="https:\/\/shop\.example\/\?a=1&#38;b=">/)
  assert.equal(mail.headers.has('bcc'), false)
  assert.equal(mail.headers.has('x-evil'), false)
  assert.deepEqual(addresses(mail.to), ['cleo@home.example'])
  assert.equal(mail.subject, `Hi Bcc: eve@evil.example ${evil}`)
  assert.doesNotMatch(bytes.toString('latin1'), /\r(?!\n)|(?<!\r)\n/)
})

test('files go along whole, whatever they are called', async (t) => {
  const names = [
    'Arve õ.pdf',
    'a "quoted"; name=x.txt',
    'line\r\nbreak.txt',
    '.htaccess',
    `${'long '.repeat(40)}.png`,
    '照片.jpg',
  ]
  const content = Buffer.from('From the beginning\n.\nto the end\u0000')
  const file = await keeps(t, content)
  const { mail } = await reads({
    files: names.map((name) => ({ name, mediaType: 'application/pdf', path: file, bytes: content.length })),
  })

  assert.deepEqual(
    mail.attachments.map(({ filename }) => filename),
    names.map((name) => name.replace('\r\n', ' ')),
  )
  for (const attachment of mail.attachments) assert.deepEqual(attachment.content, content)
})

test('a mail in a mail goes along as a file', async (t) => {
  const path = await keeps(t, Buffer.from(`Subject: ${'x'.repeat(2_000)}\r\n\r\nHi`))
  const { mail, bytes } = await reads({
    files: [{ name: 'mail.eml', mediaType: 'message/rfc822', path, bytes: 2_015 }],
  })

  assert.equal(mail.attachments[0]?.filename, 'mail.eml')
  assert.ok(
    Math.max(
      ...bytes
        .toString('latin1')
        .split('\r\n')
        .map(({ length }) => length),
    ) <= 998,
  )
})

const letter: Letter = {
  messageId: 'ours@shop.example',
  inReplyTo: null,
  references: [],
  returnAddress: 'info+token@shop.example',
  from: { name: 'Ada', address: 'info@shop.example' },
  replyTo: null,
  to: [{ name: 'Cleo', address: 'cleo@home.example' }],
  cc: [],
  bcc: [],
  subject: 'Your parcel',
  date: new Date('2026-03-03T12:05:00Z'),
  isAutomatic: false,
  language: 'en',
  timeZone: 'Europe/Tallinn',
  text: 'It left yesterday.',
  signature: '',
  history: [],
  look: { shop: 'Pihlaka pood', accent: null },
  files: [],
}

async function reads(changes: Partial<Letter> = {}, options?: { showsBcc?: boolean }) {
  const composed = await composeMail({ ...letter, ...changes }, options)
  const bytes = await buffer(composed.stream())
  return { envelope: composed.envelope, bytes, mail: await simpleParser(bytes) }
}

type Addressed = { value: { address?: string }[] }
const addresses = (parsed: Addressed | Addressed[] | undefined) =>
  [parsed ?? []].flat().flatMap(({ value }) => value.map(({ address }) => address))

async function keeps(t: TestContext, content: Buffer): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'infolett-letter-'))
  t.after(() => rm(folder, { recursive: true }))
  const file = path.join(folder, 'file')
  await writeFile(file, content)
  return file
}
