import { crc32, deflateSync } from 'node:zlib'

type Size = { width: number; height: number }
type Png = Size & { isInterlaced?: boolean; isDeep?: boolean }

/** A PNG of nothing but zeros, which pack to a thousandth (ISO/IEC 15948). */
export function png({ width, height, isInterlaced = false, isDeep = false }: Png): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set(isDeep ? [16, 6, 0, 0, Number(isInterlaced)] : [8, 0, 0, 0, Number(isInterlaced)], 8)
  const bytesPerPixel = isDeep ? 8 : 1
  const rows = isInterlaced ? interlacedBytes({ width, height }, bytesPerPixel) : height * (1 + width * bytesPerPixel)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const whole = Buffer.alloc(content.length + 12)
  whole.writeUInt32BE(content.length, 0)
  whole.set(named, 4)
  whole.writeUInt32BE(crc32(named), content.length + 8)
  return whole
}

/** Adam7: seven pictures in one, each of rows that begin with their filter. */
function interlacedBytes({ width, height }: Size, bytesPerPixel: number): number {
  const passes: [number, number, number, number][] = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ]
  return passes.reduce((total, [x, y, stepX, stepY]) => {
    const columns = Math.ceil((width - x) / stepX)
    const rows = Math.ceil((height - y) / stepY)
    return total + (columns > 0 ? rows * (1 + columns * bytesPerPixel) : 0)
  }, 0)
}

/** A GIF whose canvas is as large as it says, with one pixel drawn on it (GIF89a). */
export function gif({ width, height }: Size): Buffer {
  const screen = Buffer.alloc(7)
  screen.writeUInt16LE(width, 0)
  screen.writeUInt16LE(height, 2)
  screen.set([0x80, 0, 0], 4)
  const colours = Buffer.from([0, 0, 0, 255, 255, 255])
  const frame = Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b])
  return Buffer.concat([Buffer.from('GIF89a'), screen, colours, frame])
}

/** A WebP of one colour: whatever its size, no pixel takes a bit (RFC 9649 §3). At most 16,384 a side. */
export function webp({ width, height }: Size): Buffer {
  const bits: number[] = []
  const put = (value: number, count: number) => {
    for (let bit = 0; bit < count; bit += 1) bits.push((value >> bit) & 1)
  }
  put(width - 1, 14)
  put(height - 1, 14)
  put(0, 4)
  // No transform, no colour cache, no meta prefix codes; then five codes of one symbol each.
  put(0, 3)
  for (let code = 0; code < 5; code += 1) put(1, 4)
  const packed = Buffer.alloc(Math.ceil(bits.length / 8) + 1)
  packed[0] = 0x2f
  bits.forEach((bit, index) => {
    const place = 1 + (index >> 3)
    packed[place] = (packed[place] ?? 0) | (bit << (index & 7))
  })
  const content = packed.length % 2 === 0 ? packed : Buffer.concat([packed, Buffer.alloc(1)])
  const header = Buffer.alloc(20)
  header.write('RIFF', 0)
  header.writeUInt32LE(content.length + 12, 4)
  header.write('WEBPVP8L', 8)
  header.writeUInt32LE(packed.length, 16)
  return Buffer.concat([header, content])
}
