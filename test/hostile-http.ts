import { randomUUID } from 'node:crypto'

/** Bytes that are no body of ours, by what is wrong with them; a status they may be answered with, and no other. */
export const bodies: [name: string, bytes: string | Buffer, status: number][] = [
  ['cut off', '{"name":"Ada', 400],
  ['bytes that are no UTF-8', Buffer.from('{"name":"\xff\xfe"}', 'latin1'), 400],
  ['overlong UTF-8', Buffer.from([...Buffer.from('{"name":"'), 0xc0, 0xaf, ...Buffer.from('"}')]), 400],
  ['UTF-16', Buffer.from('{"name":"Ada"}', 'utf16le'), 400],
  ['a byte order mark', '\ufeff{"name":"Ada"}', 400],
  ['NUL bytes', '{"name":"A\0da"}', 400],
  ['two documents', '{"name":"Ada"}{"name":"Bo"}', 400],
  ['no JSON but nearly', "{name:'Ada',}", 400],
  ['a number beyond all', `{"name":${'9'.repeat(100_000)}}`, 400],
  ['20,000 fields', JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, key) => [key, 0]))), 400],
  ['arrays 10,000 deep', '['.repeat(10_000) + ']'.repeat(10_000), 400],
  ['arrays 100,000 deep', '['.repeat(100_000) + ']'.repeat(100_000), 400],
  ['a field 10,000 deep', `{"name":${'['.repeat(10_000)}0${']'.repeat(10_000)}}`, 400],
  ['an unknown depth', `{"response":{"id":${'['.repeat(10_000)}0${']'.repeat(10_000)}}}`, 400],
  ['a deep field with escapes', `{"name":${'['.repeat(20_000)}"\\u0041"${']'.repeat(20_000)}}`, 400],
  ['objects 20,000 deep', `${'{"name":'.repeat(20_000)}0${'}'.repeat(20_000)}`, 400],
  ['__proto__ deep inside', `${'{"name":'.repeat(5_000)}{"__proto__":{"a":1}}${'}'.repeat(5_000)}`, 400],
  ['1 MB', JSON.stringify({ name: 'x'.repeat(1024 * 1024) }), 413],
  ['10 MB', JSON.stringify({ name: 'x'.repeat(10 * 1024 * 1024) }), 413],
]

export const contentTypes = [
  '',
  'text/plain',
  'text/html',
  'application/xml',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/jsonp',
  'nonsense',
  '/',
  ';;;',
]

/** Requests, or what pretends to be one, that no client of ours would make. */
export function oddRequests(cookie: string): [name: string, request: string | Buffer][] {
  const host = 'Host: localhost\r\n'
  const get = (target: string) => `GET ${target} HTTP/1.1\r\n${host}\r\n`
  const post = (headers: string, body = '{}') => `POST /api/auth/sign-in/email HTTP/1.1\r\n${host}${headers}\r\n${body}`
  const json = 'Content-Type: application/json\r\n'
  return [
    ...['/%', '/%zz', '/api/%c0%af', '/api/me%00', '/api//me', '/api/../api/me', '/api/me/', '/API/ME'].map(asRequest),
    ...['/api/me?%', '/api/me?a[__proto__]=1', '/api/me#x', '*', 'me', '//', '///api/me', '/\\api\\me'].map(asRequest),
    ...['http://[/api/me', 'http://[/demo', 'http://x/demo', 'ftp://x/demo', '/demo/%', '/demo//', '/demo/../../x'].map(
      asRequest,
    ),
    ...['/desk/%2e%2e%2f%2e%2e%2fpackage.json', '/desk/assets/..%2f..%2fx', '/widget/%00', '/desk/%ff'].map(asRequest),
    ...['/api/docs/static/%2e%2e/%2e%2e/package.json', '/demo/assets/..%5c..%5cx', `/${'x/'.repeat(4_000)}`].map(
      asRequest,
    ),
    [`an address of 20 KB`, get(`/${'x'.repeat(20_000)}`)],
    ['a query of 15,000 parameters', get(`/api/me?${'a&'.repeat(7_000)}`)],
    ['headers of 20 KB', `GET / HTTP/1.1\r\n${host}X-Long: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['1,500 headers', `GET / HTTP/1.1\r\n${host}${'A: b\r\n'.repeat(1_500)}\r\n`],
    ['NUL in a header', `GET / HTTP/1.1\r\n${host}X: a\0b\r\n\r\n`],
    ['a header without a name', `GET / HTTP/1.1\r\n${host}: x\r\n\r\n`],
    ['a folded header', `GET / HTTP/1.1\r\n${host}X: a\r\n b\r\n\r\n`],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['two hosts', `GET / HTTP/1.1\r\n${host}Host: other\r\n\r\n`],
    ['bare line feeds', 'GET / HTTP/1.1\nHost: x\n\n'],
    ['an unknown method', `BREW /api/me HTTP/1.1\r\n${host}\r\n`],
    ['CONNECT', `CONNECT localhost:1 HTTP/1.1\r\n${host}\r\n`],
    ['TRACE', `TRACE /api/me HTTP/1.1\r\n${host}\r\n`],
    ['OPTIONS of all', `OPTIONS * HTTP/1.1\r\n${host}\r\n`],
    ['HTTP/0.9', 'GET /\r\n\r\n'],
    ['HTTP/3.0', `GET / HTTP/3.0\r\n${host}\r\n`],
    ['TLS', Buffer.from('16030100c8010000c40303', 'hex')],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['random bytes', Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 167 + 13) % 256))],
    ['a strange expectation', post(`${json}Expect: the unexpected\r\nContent-Length: 2\r\n`)],
    ['to be continued', post(`${json}Expect: 100-continue\r\nContent-Length: 2\r\n`)],
    ['too short a length', post(`${json}Content-Length: 1\r\n`)],
    ['a negative length', post(`${json}Content-Length: -1\r\n`)],
    ['a length that is none', post(`${json}Content-Length: NaN\r\n`)],
    ['a length beyond all', post(`${json}Content-Length: 99999999999999999999\r\n`)],
    ['two lengths', post(`${json}Content-Length: 2\r\nContent-Length: 3\r\n`)],
    ['a length and chunks', post(`${json}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n`, '2\r\n{}\r\n0\r\n\r\n')],
    ['chunks of no size', post(`${json}Transfer-Encoding: chunked\r\n`, 'zz\r\n{}\r\n0\r\n\r\n')],
    ['a chunk of all memory', post(`${json}Transfer-Encoding: chunked\r\n`, 'ffffffffffffffff\r\n{}')],
    ['an unknown transfer encoding', post(`${json}Transfer-Encoding: gzip, chunked\r\n`, '2\r\n{}\r\n0\r\n\r\n')],
    ['a compressed body', post(`${json}Content-Encoding: gzip\r\nContent-Length: 2\r\n`)],
    ['a smuggled request', post(`${json}Transfer-Encoding: chunked\r\n`, `0\r\n\r\n${get('/api/me')}`)],
    ['a cookie of nonsense', `GET /api/me HTTP/1.1\r\n${host}Cookie: ${cookie}; =; ;; \x80=\xff; a=%\r\n\r\n`],
    ['keys of nonsense', `GET /api/workspaces/${randomUUID()} HTTP/1.1\r\n${host}Authorization: Bearer \x80 x\r\n\r\n`],
    ['an address of nonsense', `GET /api/setup HTTP/1.1\r\n${host}X-Forwarded-For: ',\x80"; x, unknown\r\n\r\n`],
    ['a range of nonsense', `GET /widget.js HTTP/1.1\r\n${host}Range: bytes=-1-,9-1,x\r\nIf-Range: x\r\n\r\n`],
  ]

  function asRequest(target: string): [string, string] {
    return [target.slice(0, 60), get(target)]
  }
}
