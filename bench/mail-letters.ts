import sharp from 'sharp'
import { type Chance, chanceOf } from './mail-chance.ts'
import { newsletterHtml, outlookHtml, quotedHtml } from './mail-html.ts'
import { attach, encodeAs, encodedWord, leaf, type Piece, several } from './mail-mime.ts'
import { LANGUAGES, NAMES } from './mail-words.ts'

/** A mail on its way to the shop. */
export type Letter = {
  from: string
  messageId: string
  /** The mail of the same person that it answers, however far back the first one of them is. */
  thread: string
  raw: Buffer
}

const SENDERS = 100
const SEED = 2_026

/**
 * Mail as it comes to a shop: short answers with long histories in four languages and old charsets, what Outlook and
 * Gmail make of them, newsletters, pictures and papers, machines that answer, and now and then something broken. The
 * same each time. Half are of one to ten kilobytes, one in a hundred has megabytes.
 */
export async function writeLetters(count: number, to: string, seed = SEED): Promise<Letter[]> {
  const chance = chanceOf(seed)
  const photos = await Promise.all([1, 2, 3].map(() => takePhoto(chance)))
  const people = Array.from({ length: SENDERS }, (_, index) => ({
    name: chance.pick(NAMES),
    address: `customer${index}@home${index % 7}.example`,
    language: chance.pick(LANGUAGES),
    written: [] as Letter[],
  }))
  return Array.from({ length: count }, (_, number) => {
    const person = chance.pick(people)
    const answered = chance.next() < 0.55 ? person.written.at(-1 - chance.below(3)) : undefined
    const letter = writeLetter({
      chance,
      person,
      answered,
      photos,
      to,
      id: `${seed}.${number}@${person.address.split('@')[1]}`,
    })
    person.written.push(letter)
    return letter
  })
}

type Person = { name: string; address: string; language: (typeof LANGUAGES)[number]; written: Letter[] }
type Occasion = {
  chance: Chance
  person: Person
  answered: Letter | undefined
  photos: Buffer[]
  to: string
  id: string
}

function writeLetter(occasion: Occasion): Letter {
  const { person, answered, to, id, chance } = occasion
  const kind = chance.next()
  const [content, more] = writeContent(kind, occasion)
  const subject = chance.pick(person.language.sentences).slice(0, 60)
  const lines = [
    ...travelled(chance),
    `From: ${encodedWord(person.name)} <${person.address}>`,
    `To: ${to}`,
    `Subject: ${encodedWord(answered ? `Re: ${subject}` : subject)}`,
    `Date: Mon, 14 Sep 2026 ${String(chance.below(24)).padStart(2, '0')}:03:22 +0300`,
    `Message-ID: <${id}>`,
    ...(answered
      ? [`In-Reply-To: <${answered.messageId}>`, `References: <${answered.thread}> <${answered.messageId}>`]
      : []),
    ...more,
    'MIME-Version: 1.0',
  ]
  const raw = Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n`), content])
  return { from: person.address, messageId: id, thread: answered?.thread ?? id, raw }
}

/** What servers on the way write on top: two to three kilobytes. */
const travelled = (chance: Chance): string[] => [
  `Received: from mx${chance.below(9)}.example (mx.example [192.0.2.${chance.below(255)}])\r\n\tby mail.shop.example with ESMTPS id ${chance.bytes(12).toString('hex')}\r\n\tfor <info@shop.example>; Mon, 14 Sep 2026 12:03:25 +0300`,
  `ARC-Seal: i=1; a=rsa-sha256; t=1726304605; cv=none;\r\n b=${chance.bytes(256).toString('base64').replace(/.{72}/g, '$&\r\n ')}`,
  `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=home.example; s=2026;\r\n h=from:to:subject:date:message-id;\r\n b=${chance.bytes(256).toString('base64').replace(/.{72}/g, '$&\r\n ')}`,
  'Authentication-Results: mail.shop.example; dkim=pass header.d=home.example; spf=pass; dmarc=pass',
  'X-Spam-Status: No, score=-1.9 required=5.0 tests=BAYES_00,DKIM_SIGNED,DKIM_VALID,HTML_MESSAGE autolearn=ham',
]

function writeContent(kind: number, occasion: Occasion): [Piece, string[]] {
  const { chance, person, photos } = occasion
  const text = writeText(occasion)
  if (kind < 0.3) return [plain(text, person, chance), []]
  if (kind < 0.52) return [both(text, quotedHtml(text, chance), chance), []]
  if (kind < 0.68)
    return [
      several('related', chance, [
        both(text, outlookHtml(text, chance), chance),
        attach('logo.png', 'image/png', chance.bytes(4_000 + chance.below(12_000)), 'logo@shop'),
      ]),
      ['X-Mailer: Microsoft Outlook 16.0', 'Thread-Index: AdsAAAAAAAAAAAAAAAAAAAAAAAAAAA=='],
    ]
  if (kind < 0.8)
    return [
      both(text, newsletterHtml(chance), chance),
      ['List-Unsubscribe: <https://news.example/u?id=1>', 'Precedence: bulk', 'List-Id: <news.home.example>'],
    ]
  if (kind < 0.84) {
    // The same picture twice would be stored once, and drawn from the same bytes.
    const photo = Buffer.concat([chance.pick(photos), chance.bytes(16)])
    return [several('mixed', chance, [plain(text, person, chance), attach('IMG_2041.jpg', 'image/jpeg', photo)]), []]
  }
  if (kind < 0.91) {
    const paper = Buffer.concat([Buffer.from('%PDF-1.7\n'), chance.bytes(weigh(chance))])
    return [
      several('mixed', chance, [plain(text, person, chance), attach('arve 1207.pdf', 'application/pdf', paper)]),
      [],
    ]
  }
  if (kind < 0.95)
    return [plain('Olen puhkusel kuni 20. septembrini.', person, chance), ['Auto-Submitted: auto-replied']]
  return broken(text, chance)
}

/** From twenty kilobytes to some megabytes; few are large. */
const weigh = (chance: Chance): number => Math.round(20_000 * 150 ** (chance.next() ** 2.2))

function writeText({ chance, person: { name, address, language }, answered }: Occasion): string {
  const { greeting, farewell, sentences, attribution } = language
  const said = Array.from({ length: 1 + chance.below(4) }, () => chance.pick(sentences)).join(' ')
  const own = `${greeting}\n\n${said}\n\n${farewell}\n${name}\n\n-- \n${name} · +372 5555 ${chance.below(9_999)}\n`
  if (!answered) return own
  const history = Array.from({ length: 1 + chance.below(40) }, () => `> ${chance.pick(sentences)}`).join('\n>\n')
  return `${own}\n${attribution(name, address)}\n${history}\n`
}

function plain(text: string, { language }: Person, chance: Chance): Piece {
  const charset = chance.next() < 0.25 ? language.charset : 'utf-8'
  const encoding = chance.pick(['base64', 'quoted-printable', '8bit'] as const)
  return leaf(`text/plain; charset=${charset}`, encodeAs(text, charset), encoding)
}

const both = (text: string, html: string, chance: Chance): Piece =>
  several('alternative', chance, [
    leaf('text/plain; charset=utf-8', Buffer.from(text), 'quoted-printable'),
    leaf('text/html; charset=utf-8', Buffer.from(html), chance.pick(['quoted-printable', 'base64'] as const)),
  ])

function broken(text: string, chance: Chance): [Piece, string[]] {
  const html = quotedHtml(text, chance)
  return chance.pick<() => [Piece, string[]]>([
    // Bytes of another charset than the mail says.
    () => [leaf('text/plain; charset=us-ascii', encodeAs(text, 'windows-1251'), '8bit'), []],
    // Cut off on the way.
    () => [both(text, html, chance).subarray(0, -200), []],
    () => [
      leaf('text/html', Buffer.from(html.repeat(20)), '8bit'),
      ['X-Priority: urgent!!!', `X-Long: ${'x'.repeat(3_000)}`],
    ],
    () => [
      several('mixed', chance, [both(text, html, chance), leaf('application/ms-tnef', chance.bytes(9_000), 'base64')]),
      [],
    ],
  ])()
}

/** As a telephone takes them, made smaller by its mail program. */
async function takePhoto(chance: Chance): Promise<Buffer> {
  const width = 1_200
  const coarse = { raw: { width: 150, height: 112, channels: 3 as const } }
  return sharp(chance.bytes(150 * 112 * 3), coarse)
    .resize(width)
    .jpeg({ quality: 80 })
    .toBuffer()
}
