import type { Chance } from './mail-chance.ts'

/** A part of a mail with its own headers. */
export type Piece = Buffer

export function leaf(
  type: string,
  content: Buffer,
  encoding: 'base64' | 'quoted-printable' | '8bit',
  ...more: string[]
): Piece {
  const head = [`Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`, ...more].join('\r\n')
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`), pack(content, encoding), Buffer.from('\r\n')])
}

export const attach = (name: string, type: string, content: Buffer, contentId?: string): Piece =>
  leaf(
    `${type}; name="${name}"`,
    content,
    'base64',
    contentId ? `Content-ID: <${contentId}>` : `Content-Disposition: attachment; filename="${name}"`,
  )

export function several(kind: string, chance: Chance, pieces: Piece[]): Piece {
  const boundary = `=_${chance.bytes(12).toString('hex')}`
  const divider = Buffer.from(`--${boundary}\r\n`)
  return Buffer.concat([
    Buffer.from(`Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n`),
    ...pieces.flatMap((piece) => [divider, piece]),
    Buffer.from(`--${boundary}--\r\n`),
  ])
}

function pack(content: Buffer, encoding: 'base64' | 'quoted-printable' | '8bit'): Buffer {
  if (encoding === 'base64') return Buffer.from(content.toString('base64').replace(/.{76}/g, '$&\r\n'))
  if (encoding === '8bit') return Buffer.from(content.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1')
  const lines = content.toString('latin1').split(/\r?\n/)
  return Buffer.from(lines.map(quote).join('\r\n'))
}

const quote = (line: string): string =>
  line
    .replace(/[^\t\x20-<>-~]/g, (byte) => `=${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
    .replace(/(?:=..|[^=]){24}(?=.)/g, '$&=\r\n')

/** RFC 2047, in pieces that end with a character. */
export function encodedWord(text: string): string {
  if (/^[ -~]*$/.test(text)) return text
  const words = text.match(/.{1,12}/gu) ?? []
  return words.map((word) => `=?utf-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ')
}

/** Node reads old charsets and writes none: here each of their bytes is looked up. */
export function encodeAs(text: string, charset: string): Buffer {
  if (charset === 'utf-8') return Buffer.from(text)
  const decoder = new TextDecoder(charset)
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]))
  return Buffer.from([...text].map((letter) => bytes.get(letter) ?? 0x3f))
}
