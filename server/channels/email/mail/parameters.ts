import { decodeText } from './charsets.ts'
import { decodeWords, oneLine, rawText } from './words.ts'

export type Structured = { value: string; params: Record<string, string> }

type Piece = { index: number; isEncoded: boolean; text: string }

/**
 * A value with parameters, such as Content-Type. Takes the names that programs really write: RFC 2231 with and without
 * pieces, encoded words, raw bytes, spaces without quotes, no semicolon at all.
 */
export function readStructured(header: string | undefined, hint?: string): Structured {
  const text = (header ?? '').slice(0, 65_536)
  const [, value = '', rest = ''] = /^\s*([^;\s]*)(.*)$/s.exec(text) ?? []
  const pieces = new Map<string, Piece[]>()
  for (const [name, raw] of listParams(rest)) {
    const [, key = name, index = '0', star] = /^([^*]+)(?:\*(\d{1,4}))?(\*)?$/.exec(name) ?? []
    const piece = { index: Number(index), isEncoded: star === '*', text: raw }
    const own = pieces.get(key) ?? []
    own.push(piece)
    pieces.set(key, own)
  }
  const params: Record<string, string> = Object.create(null)
  for (const [key, own] of pieces) params[key] = joinPieces(own, hint)
  return { value: value.replace(/^["']|["']$/g, '').toLowerCase(), params }
}

function* listParams(text: string): Generator<[string, string]> {
  const param = /[;\s]*([^=;\s"]{1,100})\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))/gsy
  for (let at = 0; at < text.length; at = param.lastIndex) {
    param.lastIndex = at
    const found = param.exec(text)
    if (!found) {
      const next = text.indexOf(';', at + 1)
      if (next === -1) return
      param.lastIndex = next
      continue
    }
    const [, name = '', quoted, bare = ''] = found
    yield [name.toLowerCase(), quoted === undefined ? bare.trim() : quoted.replace(/\\(.)/gs, '$1')]
  }
}

function joinPieces(pieces: Piece[], hint: string | undefined): string {
  // Where both are given, the one that says its character set is meant (RFC 6266 §4.3 says so of its like).
  const encoded = pieces.some(({ isEncoded }) => isEncoded) ? pieces.filter((p) => p.isEncoded || p.index > 0) : pieces
  const ordered = encoded.toSorted((a, b) => a.index - b.index)
  const [first] = ordered
  if (!first) return ''
  if (!first.isEncoded) return oneLine(decodeWords(rawText(ordered.map(({ text }) => text).join(''), hint)))
  const [, charset = 'utf-8', start = first.text] = /^([^']*)'[^']*'(.*)$/s.exec(first.text) ?? []
  const bytes = ordered.map((piece, index) => fromPercent(index === 0 ? start : piece.text, piece.isEncoded))
  return oneLine(decodeText(Buffer.concat(bytes), charset || 'utf-8').text)
}

function fromPercent(text: string, isEncoded: boolean): Buffer {
  const plain = isEncoded
    ? text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text
  return Buffer.from(plain, 'latin1')
}
