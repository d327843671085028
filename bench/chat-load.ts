import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { answerQuestions } from './load.ts'
import { type Percentiles, percentilesOf } from './percentiles.ts'
import { SENTENCES } from './sentences.ts'

/** Plays visitors who write and agents who have the desk open, over real sockets. */
export type ChatQuestion =
  | {
      type: 'come'
      url: string
      channelKey: string
      workspaceId: string
      cookie: string
      visitors: number
      desks: number
    }
  | { type: 'write'; perSecond: number; seconds: number }
  | { type: 'leave' }

export type ChatAnswer = { type: 'done' } | ({ type: 'written' } & Written) | { type: 'left'; acknowledged: string[] }

/** `perSecond`: what was really sent and acknowledged. Times in milliseconds, from when a message was due. */
export type Written = {
  sent: number
  unanswered: number
  refused: number
  perSecond: number
  toDesk: Percentiles
  toReceipt: Percentiles
}

type Visitor = { socket: WebSocket; threadId: string }
/** A message on its way; it is over when it is acknowledged and every desk has it. */
type Underway = { dueAt: number; visitor: Visitor; desksLeft: number; isAcknowledged: boolean }

const TICK_MILLISECONDS = 1
const PATIENCE_MILLISECONDS = 15_000

const visitors: Visitor[] = []
const desks: WebSocket[] = []
const underway = new Map<string, Underway>()
const acknowledged: string[] = []
let toDesk: number[] = []
let toReceipt: number[] = []
let refused = 0

answerQuestions<ChatQuestion, ChatAnswer>(async (question) => {
  if (question.type === 'come') return come(question)
  if (question.type === 'write') return write(question)
  return leave()
})

async function come({
  url,
  workspaceId,
  cookie,
  channelKey,
  ...counts
}: ChatQuestion & { type: 'come' }): Promise<ChatAnswer> {
  const socketUrl = url.replace('http', 'ws')
  for (let count = 0; count < counts.desks; count++) {
    const socket = await open(`${socketUrl}/api/desk/socket`, { cookie, origin: url }, { type: 'hello', workspaceId })
    socket.on('message', (data) => hearDesk(String(data)))
    desks.push(socket)
  }
  while (visitors.length < counts.visitors) {
    const batch = Math.min(20, counts.visitors - visitors.length)
    visitors.push(...(await Promise.all(Array.from({ length: batch }, () => comeVisitor(url, socketUrl, channelKey)))))
  }
  return { type: 'done' }
}

async function comeVisitor(url: string, socketUrl: string, channelKey: string): Promise<Visitor> {
  const answer = await fetch(`${url}/api/widget/${channelKey}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  const { token } = (await answer.json()) as { token: string }
  const socket = await open(`${socketUrl}/api/widget/socket`, {}, { type: 'hello', channelKey, token })
  const visitor = { socket, threadId: crypto.randomUUID() }
  socket.on('message', (data) => hearVisitor(String(data)))
  return visitor
}

/** Resolves at the first answer to `hello`. */
async function open(url: string, headers: Record<string, string>, hello: object): Promise<WebSocket> {
  const socket = new WebSocket(url, { headers, perMessageDeflate: false })
  await new Promise((resolve, reject) => {
    socket.once('open', () => socket.send(JSON.stringify(hello)))
    socket.once('message', resolve)
    socket.once('error', reject)
    socket.once('close', (code) => reject(new Error(`The server closed a socket with ${code}`)))
  })
  socket.on('close', () => socket.removeAllListeners('message'))
  return socket
}

/**
 * Sends at an even rate whatever the answers do, and counts each message's time from when it was due: a server that
 * stalls is charged for all that had to wait.
 */
async function write({ perSecond, seconds }: ChatQuestion & { type: 'write' }): Promise<ChatAnswer> {
  toDesk = []
  toReceipt = []
  refused = 0
  const acknowledgedBefore = acknowledged.length
  const total = Math.round(perSecond * seconds)
  const startedAt = performance.now()
  for (let sent = 0; sent < total; ) {
    const due = Math.min(total, 1 + Math.floor(((performance.now() - startedAt) / 1000) * perSecond))
    while (sent < due) send(sent, startedAt + (1000 * sent++) / perSecond)
    await sleep(TICK_MILLISECONDS)
  }
  const sentFor = (performance.now() - startedAt) / 1000
  const patience = performance.now() + PATIENCE_MILLISECONDS
  while (underway.size > 0 && performance.now() < patience) await sleep(20)
  const tookSeconds = Math.max(sentFor, lastReceiptAt / 1000 - startedAt / 1000)
  return {
    type: 'written',
    sent: total,
    unanswered: underway.size,
    refused,
    perSecond: (acknowledged.length - acknowledgedBefore) / tookSeconds,
    toDesk: percentilesOf(toDesk),
    toReceipt: percentilesOf(toReceipt),
  }
}

let lastReceiptAt = 0

function send(index: number, dueAt: number): void {
  const visitor = visitors[index % visitors.length]
  if (!visitor) return
  const { threadId } = visitor
  const clientId = crypto.randomUUID()
  const text = SENTENCES[index % SENTENCES.length]
  underway.set(clientId, { dueAt, visitor, desksLeft: desks.length, isAcknowledged: false })
  visitor.socket.send(JSON.stringify({ type: 'send', ref: index, threadId, clientId, text, attachmentIds: [] }))
}

/** Parsing every frame would cost this machine more than the server's work on it; the id is enough. */
function clientIdIn(frame: string): string {
  const at = frame.lastIndexOf('"clientId":"') + '"clientId":"'.length
  return frame.slice(at, at + 36)
}

function hearDesk(frame: string): void {
  if (!frame.startsWith('{"type":"event","event":{"type":"message.received"')) return
  const clientId = clientIdIn(frame)
  const message = underway.get(clientId)
  if (!message) return
  toDesk.push(performance.now() - message.dueAt)
  message.desksLeft -= 1
  settle(clientId, message)
}

function hearVisitor(frame: string): void {
  if (frame.startsWith('{"type":"refused"')) refused += 1
  if (!frame.startsWith('{"type":"accepted"')) return
  const clientId = clientIdIn(frame)
  const message = underway.get(clientId)
  if (!message) return
  lastReceiptAt = performance.now()
  toReceipt.push(lastReceiptAt - message.dueAt)
  message.isAcknowledged = true
  acknowledged.push(clientId)
  settle(clientId, message)
}

function settle(clientId: string, message: Underway): void {
  if (message.isAcknowledged && message.desksLeft === 0) underway.delete(clientId)
}

async function leave(): Promise<ChatAnswer> {
  for (const socket of [...desks, ...visitors.map(({ socket }) => socket)]) socket.close()
  return { type: 'left', acknowledged }
}
