import iconv from 'iconv-lite'

export type Decoded = {
  text: string
  /** Set when the bytes were not what they were said to be. */
  doubt?: string
}

/** What mailers write by habit, whatever the bytes are. */
const HABITUAL = new Set([
  '',
  'us-ascii',
  'ascii',
  'ansi_x3.4-1968',
  'iso-8859-1',
  'iso8859-1',
  'latin1',
  'windows-1252',
])
const NAMES: Record<string, string> = {
  utf8: 'utf-8',
  'cp-1257': 'windows-1257',
  'win-1257': 'windows-1257',
  cp932: 'shift_jis',
}
/** These say with plain ASCII bytes what is not ASCII. */
const SHIFTING = /^(iso-2022|utf-?7|unicode-1-1-utf-7|utf-?16|utf-?32|ucs-|hz-)/

/** Bytes as well-formed text without NUL, read as `declared` when that can be, else as what they look like. */
export function decodeText(bytes: Uint8Array, declared?: string): Decoded {
  const { text, ...rest } = read(bytes, labelOf(declared))
  return {
    text: text
      .replace(/^\uFEFF/, '')
      .replaceAll('\0', '')
      .toWellFormed(),
    ...rest,
  }
}

function read(bytes: Uint8Array, label: string): Decoded {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { text: asUtf8(bytes) }
  if (label === 'utf-16' || label === 'utf16') return { text: asUtf16(bytes) }
  if (isAscii(bytes) && !SHIFTING.test(label)) return { text: Buffer.from(bytes).toString('latin1') }
  if (label === 'utf-8' || HABITUAL.has(label)) return readHabitual(bytes, label)
  const text = readAs(bytes, label)
  if (text !== undefined) return { text }
  const guess = isUtf8(bytes) ? 'utf-8' : guessEightBit(bytes)
  return {
    text: readAs(bytes, guess) ?? '',
    doubt: `A part is written in the unknown character set "${label.slice(0, 40)}"; it was guessed.`,
  }
}

function readHabitual(bytes: Uint8Array, label: string): Decoded {
  if (isUtf8(bytes)) return { text: asUtf8(bytes) }
  if (label === 'utf-8') {
    const text = asUtf8(bytes)
    if (isMostlyUtf8(text)) return { text, doubt: 'A part says it is utf-8, but some of its bytes are not.' }
    const guess = guessEightBit(bytes)
    return { text: readAs(bytes, guess) ?? '', doubt: `A part says it is utf-8 but is not; it was read as ${guess}.` }
  }
  const isSaid = label.startsWith('iso') || label === 'latin1' || label === 'windows-1252'
  return { text: readAs(bytes, isSaid ? 'windows-1252' : guessEightBit(bytes)) ?? '' }
}

function labelOf(declared = ''): string {
  const label = declared
    .trim()
    .replace(/^["']|["']$/g, '')
    .toLowerCase()
    .replaceAll('_', '-')
  return NAMES[label] ?? (label === 'us-ascii' ? label : label.replace(/^x-(?=(cp|windows|iso|utf)-?\d)/, ''))
}

function readAs(bytes: Uint8Array, label: string): string | undefined {
  try {
    return new TextDecoder(label).decode(bytes)
  } catch {
    // Not one of the web's: UTF-7 and those of DOS and old Macs.
    return iconv.encodingExists(label) ? iconv.decode(Buffer.from(bytes), label) : undefined
  }
}

const utf8 = new TextDecoder('utf-8')
const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

function asUtf8(bytes: Uint8Array): string {
  return utf8.decode(bytes)
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    strictUtf8.decode(bytes)
    return true
  } catch {
    return false
  }
}

function asUtf16(bytes: Uint8Array): string {
  const isBig = bytes[0] === 0xfe && bytes[1] === 0xff
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe
  // Without a mark RFC 2781 says big, and most say little: in our alphabets the half that is often zero decides.
  const looksBig = bytes.length > 1 && (bytes[0] ?? 1) < 5 && (bytes[1] ?? 0) >= 5
  return new TextDecoder(isBig || (!isLittle && looksBig) ? 'utf-16be' : 'utf-16le').decode(bytes)
}

function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte > 0x7f) return false
  return true
}

function isMostlyUtf8(text: string): boolean {
  const broken = text.match(/\uFFFD/g)?.length ?? 0
  const whole = text.match(/[\u0080-\uFFFC]/g)?.length ?? 0
  return broken < whole
}

/**
 * Cyrillic words consist of high bytes, Latin ones have single ones among ASCII. For Latin, windows-1257 reads Estonian,
 * Finnish, Swedish and German as windows-1252 would and Latvian and Lithuanian rightly.
 */
function guessEightBit(bytes: Uint8Array): string {
  let high = 0
  let neighbours = 0
  let upperHalf = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte < 0xc0) continue
    high++
    if (byte >= 0xe0) upperHalf++
    if ((bytes[at - 1] ?? 0) >= 0xc0 || (bytes[at + 1] ?? 0) >= 0xc0) neighbours++
  }
  if (high < 4 || neighbours < high * 0.8) return 'windows-1257'
  // Most letters are small ones: they are the upper half of windows-1251 and the lower one of KOI8.
  return upperHalf > high / 2 ? 'windows-1251' : 'koi8-r'
}
