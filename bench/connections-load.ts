import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { HEARTBEAT_SECONDS } from '#protocol/socket.ts'
import { answerQuestions } from './load.ts'

/** Plays chat windows that are open and quiet: they say hello, and then only that they live. */
export type ConnectionsQuestion =
  | { type: 'open'; url: string; channelKey: string; tokens: string[]; address: string }
  | { type: 'stay'; heartbeats: number }
  | { type: 'close' }

/** `alive`: still open, and every ping was answered. */
export type ConnectionsAnswer = { type: 'opened' } | { type: 'stayed'; alive: number } | { type: 'closed' }

type Widget = { socket: WebSocket; pongs: number }

const AT_ONCE = 50
const PING_MILLISECONDS = HEARTBEAT_SECONDS * 1000
const widgets: Widget[] = []

answerQuestions<ConnectionsQuestion, ConnectionsAnswer>(async (question) => {
  if (question.type === 'open') return openAll(question)
  if (question.type === 'stay') return stay(question.heartbeats)
  return close()
})

async function openAll({ url, channelKey, tokens, address }: ConnectionsQuestion & { type: 'open' }) {
  const remaining = tokens.values()
  const openNext = async () => {
    for (const token of remaining) {
      widgets.push(await open(`${url.replace('http', 'ws')}/api/widget/socket`, address, helloOf(channelKey, token)))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, openNext))
  return { type: 'opened' as const }
}

const helloOf = (channelKey: string, token: string) =>
  JSON.stringify({
    type: 'hello',
    channelKey,
    token,
    visit: { url: 'https://shop.example/boots', title: 'Boots', language: 'en' },
  })

async function open(url: string, localAddress: string, hello: string): Promise<Widget> {
  const socket = new WebSocket(url, { localAddress, perMessageDeflate: false })
  const widget = { socket, pongs: 0 }
  const pinging = setInterval(
    () => socket.readyState === socket.OPEN && socket.send('{"type":"ping"}'),
    PING_MILLISECONDS,
  )
  socket.on('close', () => clearInterval(pinging))
  await new Promise<void>((resolve, reject) => {
    socket.on('open', () => socket.send(hello))
    socket.on('message', (data) => {
      const frame = String(data)
      if (frame.startsWith('{"type":"welcome"')) resolve()
      if (frame === '{"type":"pong"}') widget.pongs += 1
    })
    socket.on('error', reject)
    socket.on('close', (code) => reject(new Error(`The server closed a socket with ${code}`)))
  })
  return widget
}

async function stay(heartbeats: number) {
  for (const widget of widgets) widget.pongs = 0
  await sleep(heartbeats * PING_MILLISECONDS + 2_000)
  const isAlive = ({ socket, pongs }: Widget) => socket.readyState === socket.OPEN && pongs >= heartbeats
  return { type: 'stayed' as const, alive: widgets.filter(isAlive).length }
}

async function close() {
  for (const { socket } of widgets) socket.close()
  while (widgets.some(({ socket }) => socket.readyState !== socket.CLOSED)) await sleep(50)
  widgets.length = 0
  return { type: 'closed' as const }
}
