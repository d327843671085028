import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type WebSocket, WebSocketServer } from 'ws'
import type { AttachmentBody } from '#protocol/conversations.ts'
import type { WidgetFrame, WidgetServerFrame } from '#protocol/socket.ts'
import type { WidgetSessionRequest } from '#protocol/widget.ts'
import { createDesk, type Desk, type Visitor } from './desk.ts'

export type StandIn = Desk & {
  origin: string
  /** What was asked over HTTP, as `POST /api/widget/KEY/session`; CORS questions left out. */
  requests: string[]
  /** What windows said on their sockets, oldest first. */
  frames: WidgetFrame[]
  /** The API and its sockets answer no more; the scripts still do unless they shall not. */
  goDown(options?: { withScripts?: boolean }): void
  comeUp(): void
  /** Closes all sockets with a code of the protocol. */
  closeSockets(code: number): void
  sockets(): number
  /** Resolves as soon as `check` holds; asked again after everything that happens here. */
  until(check: () => boolean): Promise<void>
  close(): Promise<void>
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': '600',
}
const TYPES = { 413: 'Too large', 415: 'Type not allowed' }

/** A server that speaks the chat window's part of the protocol from memory, with strings to pull. */
export async function openStandIn(scripts: string): Promise<StandIn> {
  const requests: string[] = []
  const frames: WidgetFrame[] = []
  const waiting = new Set<() => void>()
  const files = new Map<string, { attachment: AttachmentBody; content: Buffer }>()
  let isDown = false
  let areScriptsDown = false

  const server = createServer((request, response) => void answer(request, response))
  const webSockets = new WebSocketServer({ noServer: true })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const desk = createDesk(happened)

  function happened() {
    for (const look of waiting) look()
  }

  function until(check: () => boolean) {
    return new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Still not so after 8 s: ${check}`)), 8_000)
      function look() {
        if (!check()) return
        clearTimeout(timer)
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  }

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '', 'http://stand-in')
    const isScript = !url.pathname.startsWith('/api/')
    if (isScript ? areScriptsDown : isDown) return request.socket.destroy()
    if (request.method === 'OPTIONS') return response.writeHead(204, CORS).end()
    requests.push(`${request.method} ${url.pathname}`)
    try {
      if (isScript) await serveScript(url.pathname, response)
      else await serveApi(request, url, response)
    } catch (error) {
      refuse(response, 500, String(error))
    }
    happened()
  }

  async function serveScript(path: string, response: ServerResponse) {
    const code = await readFile(join(scripts, path.replace('/widget/', ''))).catch(() => undefined)
    if (!code) return refuse(response, 404, 'No such script')
    const caching = path === '/widget.js' ? 'max-age=300' : 'max-age=31536000, immutable'
    response.writeHead(200, { ...CORS, 'content-type': 'text/javascript', 'cache-control': caching }).end(code)
  }

  async function serveApi(request: IncomingMessage, url: URL, response: ServerResponse) {
    const [, , , first = '', second, third, fourth] = url.pathname.split('/')
    if (first === 'attachments') return serveFile(second ?? '', response)
    if (desk.refusesChannel) return refuse(response, 403, 'This page may not show this chat')
    if (second === 'config') return send(response, desk.config)
    if (second === 'session') return openSession(JSON.parse(String(await readBody(request))), response)
    const visitor = desk.visitors.get(request.headers.authorization?.replace('Bearer ', '') ?? '')
    if (!visitor) return refuse(response, 401, 'No such visitor')
    if (second === 'address') return takeAddress(visitor, JSON.parse(String(await readBody(request))), response)
    if (second === 'unread') return send(response, { unreadCount: desk.countUnread(visitor) })
    if (fourth === 'rating') return serveRating(visitor, third ?? '', request, response)
    if (fourth) return sendMail(visitor, fourth, third ?? '', JSON.parse(String(await readBody(request))), response)
    if (second === 'threads') return serveTimeline(visitor, third ?? '', url.searchParams, response)
    if (second === 'attachments') return takeFile(await readBody(request), url.searchParams.get('name') ?? '', response)
    refuse(response, 404, 'No such resource')
  }

  function openSession(request: WidgetSessionRequest, response: ServerResponse) {
    if (request.identity === 'expired') return refuse(response, 401, 'The identity has expired')
    send(response, desk.openSession(request))
  }

  function takeAddress(visitor: Visitor, address: { email?: string; phone?: string }, response: ServerResponse) {
    if (address.email?.endsWith('.invalid')) return refuse(response, 400, 'Not an address')
    desk.leaves(visitor, address)
    send(response, {})
  }

  async function serveRating(visitor: Visitor, threadId: string, request: IncomingMessage, response: ServerResponse) {
    const thread = visitor.threads.get(threadId)
    if (!thread) return refuse(response, 404, 'No such thread')
    if (request.method === 'GET') return send(response, { rating: thread.rating ?? null })
    send(response, desk.rates(thread, JSON.parse(String(await readBody(request)))))
  }

  function sendMail(
    visitor: Visitor,
    kind: string,
    threadId: string,
    asked: { email?: string; language?: string },
    response: ServerResponse,
  ) {
    if (desk.mailRefusal) return refuse(response, desk.mailRefusal, 'Not sent')
    if (!asked.email && !visitor.email) return refuse(response, 422, 'Nobody knows where to send it')
    desk.mails.push({ kind, threadId, ...asked })
    send(response, { address: asked.email ?? `${visitor.email?.[0]}…@${visitor.email?.split('@')[1]}` })
  }

  function serveTimeline(visitor: Visitor, threadId: string, query: URLSearchParams, response: ServerResponse) {
    const timeline = desk.readTimeline(visitor, threadId, query.get('before') ?? undefined)
    if (timeline) send(response, timeline)
    else refuse(response, 404, 'No such thread')
  }

  function takeFile(content: Buffer, name: string, response: ServerResponse) {
    const refusal = desk.judgeFile(name, content)
    if (refusal) return refuse(response, refusal, TYPES[refusal])
    const attachment = desk.keepFile(name, content)
    files.set(attachment.id, { attachment, content })
    send(response, attachment, 201)
  }

  function serveFile(id: string, response: ServerResponse) {
    const file = files.get(id)
    if (!file) return refuse(response, 404, 'No such file')
    response.writeHead(200, { ...CORS, 'content-type': file.attachment.mediaType }).end(file.content)
  }

  server.on('upgrade', (request, socket, head) => {
    if (isDown) return socket.destroy()
    webSockets.handleUpgrade(request, socket, head, (webSocket) => welcome(webSocket))
  })

  function welcome(socket: WebSocket) {
    let visitor: Visitor | undefined
    const say = (frame: WidgetServerFrame) => socket.send(JSON.stringify(frame))
    socket.on('message', (data) => {
      const frame: WidgetFrame = JSON.parse(String(data))
      frames.push(frame)
      if (frame.type === 'hello') {
        visitor = desk.visitors.get(frame.token)
        if (!visitor) return socket.close(4401)
        visitor.sockets.add(say)
        say({ type: 'welcome', heartbeatSeconds: desk.heartbeatSeconds })
        if (desk.promise) say({ type: 'event', event: { type: 'promise.changed', promise: desk.promise } })
      } else if (visitor) desk.hear(visitor, frame, say)
      happened()
    })
    socket.on('close', () => {
      visitor?.sockets.delete(say)
      happened()
    })
  }

  function goDown({ withScripts = false } = {}) {
    isDown = true
    areScriptsDown = withScripts
    for (const socket of webSockets.clients) socket.terminate()
  }

  function comeUp() {
    isDown = areScriptsDown = false
  }

  function closeSockets(code: number) {
    for (const socket of webSockets.clients) socket.close(code)
  }

  async function close() {
    for (const socket of webSockets.clients) socket.terminate()
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }

  const origin = `http://127.0.0.1:${port}`
  const sockets = () => [...webSockets.clients].filter(({ readyState }) => readyState === 1).length
  return Object.assign(desk, { origin, requests, frames, goDown, comeUp, closeSockets, sockets, until, close })
}

async function readBody(request: IncomingMessage) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function send(response: ServerResponse, body: unknown, status = 200) {
  response.writeHead(status, { ...CORS, 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function refuse(response: ServerResponse, status: number, title: string) {
  const body = JSON.stringify({ type: 'about:blank', title, status })
  response.writeHead(status, { ...CORS, 'content-type': 'application/problem+json' }).end(body)
}
