import { decodeText } from './charsets.ts'

/** What Outlook packed into a winmail.dat: Microsoft's own envelope, [MS-OXTNEF], which other programs cannot open. */
export type Unwrapped = {
  text: string | null
  html: string | null
  /** There is text in Microsoft's packed rich text, which is not read. */
  hasRichText: boolean
  files: UnwrappedFile[]
}

export type UnwrappedFile = { name: string; mediaType: string | null; contentId: string | null; content: Buffer }

type Property = { id: number; bytes: Buffer; isUnicode: boolean }

const SIGNATURE = 0x223e9f78
const MAX_FILES = 200
const ATTRIBUTES = {
  body: 0x800c,
  title: 0x8010,
  data: 0x800f,
  begins: 0x9002,
  messageProps: 0x9003,
  fileProps: 0x9005,
  codePage: 0x9007,
}
const PROPERTIES = {
  body: 0x1000,
  html: 0x1013,
  richText: 0x1009,
  data: 0x3701,
  shortName: 0x3704,
  longName: 0x3707,
  mediaType: 0x370e,
  contentId: 0x3712,
}
/** How many bytes a value of a fixed type takes, filled up to four. */
const FIXED: Record<number, number> = { 2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16 }

/** @throws RangeError when it breaks off; undefined when it is none */
export function unwrap(bytes: Buffer): Unwrapped | undefined {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== SIGNATURE) return undefined
  const found: Unwrapped = { text: null, html: null, hasRichText: false, files: [] }
  let charset = 'windows-1252'
  for (let at = 6; at + 9 < bytes.length; ) {
    const id = bytes.readUInt32LE(at + 1) & 0xffff
    const length = bytes.readUInt32LE(at + 5)
    const value = bytes.subarray(at + 9, at + 9 + length)
    if (value.length < length) throw new RangeError('The file breaks off')
    at += 9 + length + 2
    if (id === ATTRIBUTES.codePage && length >= 4) charset = charsetOf(value.readUInt32LE(0))
    else if (id === ATTRIBUTES.begins && found.files.length < MAX_FILES)
      found.files.push({ name: '', mediaType: null, contentId: null, content: Buffer.alloc(0) })
    else takeAttribute(found, id, value, charset)
  }
  return found
}

function takeAttribute(found: Unwrapped, id: number, value: Buffer, charset: string): void {
  const file = found.files.at(-1)
  if (id === ATTRIBUTES.body) found.text ??= textOf(value, charset)
  else if (id === ATTRIBUTES.messageProps)
    for (const property of listProperties(value)) takeMessageProperty(found, property, charset)
  else if (!file) return
  else if (id === ATTRIBUTES.title) file.name ||= textOf(value, charset)
  else if (id === ATTRIBUTES.data) file.content = value
  else if (id === ATTRIBUTES.fileProps)
    for (const property of listProperties(value)) takeFileProperty(file, property, charset)
}

function takeMessageProperty(found: Unwrapped, { id, bytes, isUnicode }: Property, charset: string): void {
  const encoding = isUnicode ? 'utf-16le' : charset
  if (id === PROPERTIES.body) found.text ??= textOf(bytes, encoding)
  if (id === PROPERTIES.richText) found.hasRichText = true
  if (id === PROPERTIES.html) found.html ??= textOf(bytes, encoding)
}

function takeFileProperty(file: UnwrappedFile, { id, bytes, isUnicode }: Property, charset: string): void {
  const text = () => textOf(bytes, isUnicode ? 'utf-16le' : charset)
  if (id === PROPERTIES.longName) file.name = text()
  else if (id === PROPERTIES.shortName) file.name ||= text()
  else if (id === PROPERTIES.mediaType) file.mediaType = text()
  else if (id === PROPERTIES.contentId) file.contentId = text()
  // Before the bytes of an object stands which kind of object it is.
  else if (id === PROPERTIES.data && file.content.length === 0) file.content = bytes.subarray(16)
}

function* listProperties(bytes: Buffer): Generator<Property> {
  let at = 4
  for (let left = bytes.readUInt32LE(0); left > 0 && at + 4 <= bytes.length; left--) {
    const type = bytes.readUInt16LE(at)
    const id = bytes.readUInt16LE(at + 2)
    at += 4
    if (id >= 0x8000) at += 16 + 4 + (bytes.readUInt32LE(at + 16) === 0 ? 4 : 4 + padded(bytes.readUInt32LE(at + 20)))
    const base = type & 0x0fff
    const isMany = (type & 0x1000) !== 0
    const size = FIXED[base]
    if (size !== undefined) {
      at += isMany ? 4 + size * bytes.readUInt32LE(at) : size
      continue
    }
    const count = bytes.readUInt32LE(at)
    at += 4
    for (let index = 0; index < count && at + 4 <= bytes.length; index++) {
      const length = bytes.readUInt32LE(at)
      yield { id, bytes: bytes.subarray(at + 4, at + 4 + length), isUnicode: base === 0x1f }
      at += 4 + padded(length)
    }
  }
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4
}

function textOf(bytes: Buffer, charset: string): string {
  return decodeText(bytes, charset).text
}

function charsetOf(codePage: number): string {
  return codePage === 65001
    ? 'utf-8'
    : codePage >= 1250 && codePage <= 1258
      ? `windows-${codePage}`
      : codePage === 20866
        ? 'koi8-r'
        : 'windows-1252'
}
