import { randomBytes } from 'node:crypto'

type Parts = { isLast?: boolean; isCompressed?: boolean; isMasked?: boolean; reserved?: number }

const [CONTINUATION, TEXT, BINARY, CLOSE, PING] = [0, 1, 2, 8, 9]

/** A WebSocket frame as RFC 6455 §5.2 has it, or as it has not. */
export function frame(opcode: number, content: Buffer | string, parts: Parts = {}): Buffer {
  const { isLast = true, isCompressed = false, isMasked = true, reserved = 0 } = parts
  const payload = Buffer.from(content)
  const mask = randomBytes(4)
  const first = (isLast ? 0x80 : 0) | (isCompressed ? 0x40 : 0) | (reserved << 4) | opcode
  const length = lengthOf(payload.length)
  length[0] = (length[0] ?? 0) | (isMasked ? 0x80 : 0)
  if (!isMasked) return Buffer.concat([Buffer.from([first]), length, payload])
  const masked = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0))
  return Buffer.concat([Buffer.from([first]), length, mask, masked])
}

function lengthOf(length: number): Buffer {
  if (length < 126) return Buffer.from([length])
  const long = length > 0xffff ? Buffer.alloc(9, 127) : Buffer.alloc(3, 126)
  if (length > 0xffff) long.writeBigUInt64BE(BigInt(length), 1)
  else long.writeUInt16BE(length, 1)
  return long
}

/** Opens a WebSocket by hand. */
export const handshake = (path: string, headers = ''): string =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n${headers}Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`

const open = handshake('/api/widget/socket')

/** Handshakes and frames that break the protocol: each ends the connection. */
export const brokenSockets: [name: string, pieces: (string | Buffer)[]][] = [
  ['no key', ['GET /api/widget/socket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n']],
  ['a key that is none', [open.replace(/Key: .*\r\n/, 'Key: x\r\n')]],
  ['an unknown version', [open.replace('Version: 13', 'Version: 99')]],
  ['another protocol', [open.replace('Upgrade: websocket', 'Upgrade: tea')]],
  ['a method that opens nothing', [open.replace('GET', 'POST')]],
  ['no such door', [handshake('/api/nowhere/socket')]],
  ['a frame without a mask', [open, frame(TEXT, '{"type":"ping"}', { isMasked: false })]],
  ['reserved bits', [open, frame(TEXT, 'x', { reserved: 3 })]],
  ['a compressed frame nobody agreed on', [open, frame(TEXT, 'x', { isCompressed: true })]],
  ['an unknown opcode', [open, frame(3, 'x')]],
  ['a continuation of nothing', [open, frame(CONTINUATION, 'x')]],
  ['a text within a text', [open, frame(TEXT, 'x', { isLast: false }), frame(TEXT, 'y')]],
  ['a fragmented ping', [open, frame(PING, 'x', { isLast: false })]],
  ['too long a ping', [open, frame(PING, 'x'.repeat(126))]],
  ['a text that is no UTF-8', [open, frame(TEXT, Buffer.from([0xff, 0xc0, 0xed, 0xa0, 0x80]))]],
  ['a closing without a reason one can read', [open, frame(CLOSE, Buffer.from([0x03, 0xe9, 0xff]))]],
  ['a closing with half a code', [open, frame(CLOSE, Buffer.from([0x03]))]],
  ['a closing with a code of nobody', [open, frame(CLOSE, Buffer.from([0x00, 0x01]))]],
  ['binary instead of hello', [open, frame(BINARY, randomBytes(1_000))]],
  ['200 KB at once', [open, frame(TEXT, 'x'.repeat(200_000))]],
  ['a length of 2^63', [open, Buffer.from([0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])]],
  ['200 KB in pieces', [open, ...pieces('x'.repeat(200_000), 1_000)]],
  ['20,000 pieces of one letter', [open, Buffer.concat(pieces('x'.repeat(20_000), 1))]],
  [
    '20,000 empty pieces',
    [
      open,
      Buffer.concat(
        pieces(
          Array.from({ length: 20_000 }, () => ''),
          1,
        ),
      ),
      frame(CONTINUATION, ''),
    ],
  ],
  ['HTTP after the handshake', [open, 'GET /api/me HTTP/1.1\r\nHost: x\r\n\r\n']],
]

/** A text in frames of some letters each, or of these parts. */
export function pieces(text: string | string[], length: number): Buffer[] {
  const parts = typeof text === 'string' ? (text.match(new RegExp(`.{1,${length}}`, 'gs')) ?? []) : text
  return parts.map((part, index) =>
    frame(index === 0 ? TEXT : CONTINUATION, part, { isLast: typeof text === 'string' && index === parts.length - 1 }),
  )
}

/** Texts that are no frame of ours. */
export const oddTexts: (string | Buffer)[] = [
  '',
  ' ',
  'null',
  '0',
  '"hello"',
  '[]',
  '{',
  '{}',
  '{"type":null}',
  '{"type":"__proto__"}',
  '{"type":"constructor"}',
  '{"type":["ping"]}',
  '{"type":"ping","__proto__":{"a":1}}',
  `{"type":"ping","ref":${'9'.repeat(400)}}`,
  `{"type":"visit","visit":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
  `${'{"type":'.repeat(10_000)}0${'}'.repeat(10_000)}`,
  '['.repeat(60_000),
  '"\\ud800"',
  '\ufeff{"type":"ping"}',
  Buffer.from('{"type":"ping"}'),
  Buffer.alloc(1_000),
  'x'.repeat(120_000),
]

export const pingFlood = (pings: number): Buffer =>
  Buffer.concat(Array.from({ length: pings }, () => frame(PING, 'x'.repeat(125))))
