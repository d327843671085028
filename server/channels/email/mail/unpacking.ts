/** Takes a transfer encoding (RFC 2045 §6) off, piece by piece. Bytes that do not belong are passed over. */
export type Unpacker = { add(bytes: Buffer): Buffer; end(): Buffer }

const NOTHING = Buffer.alloc(0)
const UNPACKERS: Record<string, () => Unpacker> = {
  base64: unpackBase64,
  'quoted-printable': unpackQuotedPrintable,
  'x-uuencode': unpackUuencode,
  uuencode: unpackUuencode,
  'x-uue': unpackUuencode,
}
const PLAIN = new Set(['', '7bit', '8bit', 'binary', '7-bit', '8-bit', 'none', 'utf-8', 'utf8'])

export function unpackerFor(encoding: string): { unpacker: Unpacker; isKnown: boolean } {
  const create = UNPACKERS[encoding]
  return { unpacker: create?.() ?? leave(), isKnown: create !== undefined || PLAIN.has(encoding) }
}

function leave(): Unpacker {
  return { add: (bytes) => bytes, end: () => NOTHING }
}

/** Padding in the middle ends one piece and begins another: some programs pack line by line. */
function unpackBase64(): Unpacker {
  let pending = ''
  const take = (whole: boolean) => {
    const length = whole ? pending.length : pending.length - (pending.length % 4)
    const taken = Buffer.from(pending.slice(0, length), 'base64')
    pending = pending.slice(length)
    return taken
  }
  return {
    add(bytes) {
      const text = bytes.toString('latin1').replace(/[^A-Za-z0-9+/=]+/g, '')
      if (!text.includes('=')) {
        pending += text
        return take(false)
      }
      const pieces: Buffer[] = []
      const [last = '', ...ended] = text.split(/=+/).reverse()
      for (const piece of ended.reverse()) {
        pending += piece
        pieces.push(take(true))
      }
      pending = last
      return Buffer.concat([...pieces, take(false)])
    },
    end: () => take(true),
  }
}

/** How much of a line without an end is kept back. */
const MAX_LINE = 65_536

function unpackQuotedPrintable(): Unpacker {
  let pending = ''
  const unpack = (text: string) =>
    Buffer.from(
      text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
      'latin1',
    )
  return {
    add(bytes) {
      const lines = (pending + bytes.toString('latin1')).split('\n')
      pending = lines.pop() ?? ''
      let whole = ''
      for (const line of lines) whole += unfold(line)
      if (pending.length > MAX_LINE) {
        whole += pending.slice(0, -3)
        pending = pending.slice(-3)
      }
      return unpack(whole)
    },
    end: () => unpack(pending.replace(/=\r?$/, '')),
  }
}

/** One line without the spaces that servers add to its end, and without its end when it says that it goes on. */
function unfold(line: string): string {
  const isCrLf = line.endsWith('\r')
  let end = line.length - (isCrLf ? 1 : 0)
  while (line[end - 1] === ' ' || line[end - 1] === '\t') end--
  return line[end - 1] === '=' ? line.slice(0, end - 1) : `${line.slice(0, end)}${isCrLf ? '\r\n' : '\n'}`
}

function unpackUuencode(): Unpacker {
  let pending = ''
  let isInside = false
  const takeLine = (line: string): Buffer => {
    if (!isInside || line.trim() === 'end') {
      isInside = /^begin [0-7]{3,4} /.test(line)
      return NOTHING
    }
    const sixes = [...Buffer.from(line, 'latin1')].map((byte) => (byte - 32) & 63)
    const length = sixes[0] ?? 0
    const bytes = Buffer.alloc(length)
    for (let at = 0; at < length; at++) {
      const from = 1 + Math.floor(at / 3) * 4 + (at % 3)
      bytes[at] = ((sixes[from] ?? 0) << (2 + (at % 3) * 2)) | ((sixes[from + 1] ?? 0) >> (4 - (at % 3) * 2))
    }
    return bytes
  }
  return {
    add(bytes) {
      const lines = (pending + bytes.toString('latin1')).split('\n')
      pending = (lines.pop() ?? '').slice(0, MAX_LINE)
      return Buffer.concat(lines.map((line) => takeLine(line.replace(/\r$/, ''))))
    },
    end: () => takeLine(pending.replace(/\r$/, '')),
  }
}
