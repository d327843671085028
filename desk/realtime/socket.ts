import type { DeskEvent } from '#protocol/events.ts'
import { CloseCode, type DeskFrame, type DeskServerFrame } from '#protocol/socket.ts'
import { reconnectDelayMs } from './backoff.ts'

/** signed-out and forbidden are ends; from the others the socket comes back by itself. */
export type ConnectionState = 'connecting' | 'online' | 'offline' | 'signed-out' | 'forbidden'

export type DeskSocket = {
  /** Frames said while there is no connection are dropped: all a desk says is fleeting. */
  say: (frame: DeskFrame) => void
  /** The network or the window came back: connect now instead of waiting, or find out whether we are still heard. */
  nudge: () => void
  /** The page is put away: nobody is here until the next nudge. */
  rest: () => void
  close: () => void
}

type Listener = {
  workspaceId: string
  onState: (state: ConnectionState) => void
  onWelcome: () => void
  onEvent: (event: DeskEvent) => void
  openSocket: () => WebSocket
}

const WELCOME_WITHIN_MS = 10_000
const ANSWER_WITHIN_MS = 5_000

/** One socket for the whole window, opened again whenever it breaks. */
export function openDeskSocket({ workspaceId, onState, onWelcome, onEvent, openSocket }: Listener): DeskSocket {
  let socket: WebSocket | undefined
  let failures = 0
  let isWelcome = false
  let hasEnded = false
  let retry: Timer
  let heartbeat: Timer
  let silence: Timer

  connect()
  return { say, nudge, rest, close: () => end('offline') }

  function connect() {
    clearTimeout(retry)
    onState('connecting')
    const opened = openSocket()
    socket = opened
    opened.onopen = () => opened.send(JSON.stringify({ type: 'hello', workspaceId } satisfies DeskFrame))
    opened.onmessage = ({ data }) => {
      if (opened === socket) hear(JSON.parse(String(data)))
    }
    opened.onclose = ({ code }) => {
      if (opened === socket) lose(code)
    }
    giveUpAfter(WELCOME_WITHIN_MS)
  }

  function hear(frame: DeskServerFrame) {
    clearTimeout(silence)
    silence = undefined
    if (frame.type === 'event') onEvent(frame.event)
    if (frame.type === 'welcome') welcome(frame.heartbeatSeconds)
  }

  function welcome(heartbeatSeconds: number) {
    isWelcome = true
    failures = 0
    heartbeat = setInterval(ping, heartbeatSeconds * 1_000)
    onState('online')
    onWelcome()
  }

  function ping() {
    say({ type: 'ping' })
    if (silence === undefined) giveUpAfter(ANSWER_WITHIN_MS)
  }

  function giveUpAfter(ms: number) {
    silence = setTimeout(() => lose(CloseCode.fellBehind), ms)
  }

  function lose(code: number) {
    letGo()
    if (code === CloseCode.signedOut) return end('signed-out')
    if (code === CloseCode.forbidden) return end('forbidden')
    onState('offline')
    retry = setTimeout(connect, reconnectDelayMs(failures))
    failures += 1
  }

  function letGo() {
    const lost = socket
    socket = undefined
    isWelcome = false
    clearInterval(heartbeat)
    clearTimeout(silence)
    silence = undefined
    lost?.close()
  }

  function say(frame: DeskFrame) {
    if (isWelcome) socket?.send(JSON.stringify(frame))
  }

  function nudge() {
    if (hasEnded) return
    if (!socket) connect()
    else if (isWelcome) ping()
  }

  function rest() {
    clearTimeout(retry)
    letGo()
  }

  function end(state: ConnectionState) {
    hasEnded = true
    clearTimeout(retry)
    letGo()
    onState(state)
  }
}

type Timer = ReturnType<typeof setTimeout> | undefined
