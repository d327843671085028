import type { WidgetEvent } from '#protocol/events.ts'
import type { ProblemBody } from '#protocol/primitives.ts'
import type { CloseCode, WidgetFrame, WidgetServerFrame } from '#protocol/socket.ts'

type Frame<Type extends WidgetFrame['type']> = Extract<WidgetFrame, { type: Type }>
export type Accepted = Extract<WidgetServerFrame, { type: 'accepted' }>
export type Answer = Accepted | { type: 'refused'; problem: ProblemBody }

export type Socket = {
  say(frame: Exclude<WidgetFrame, Frame<'hello' | 'send'>>): void
  /** Resolves with the server's answer; rejects when the connection is lost before it, or no answer comes. */
  send(message: Omit<Frame<'send'>, 'type' | 'ref'>): Promise<Answer>
  close(): void
}

type Options = {
  url: string
  hello: Frame<'hello'>
  onWelcome(socket: Socket): void
  onEvent(event: WidgetEvent): void
  onHeartbeat(): void
  /** Once, whoever closed it. */
  onClosed(code: number): void
}

export const CLOSED_BY_US = 1000
/** As the protocol calls the other side's silence. */
const SILENT: typeof CloseCode.fellBehind = 4408
const ANSWER_MS = 15_000
const WELCOME_MS = 10_000

/** One connection, from `hello` to its close. A server that falls silent for two heartbeats counts as gone. */
export function openSocket({ url, hello, onWelcome, onEvent, onHeartbeat, onClosed }: Options): Socket {
  const requests = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>()
  const connection = new WebSocket(url)
  let lastRef = 0
  let heartbeat: ReturnType<typeof setInterval> | undefined
  let heardAt = Date.now()
  let isClosed = false
  const welcomeTimeout = setTimeout(giveUp, WELCOME_MS)

  connection.onopen = () => put(hello)
  connection.onmessage = ({ data }) => {
    heardAt = Date.now()
    hear(JSON.parse(data))
  }
  connection.onclose = ({ code }) => end(code)

  function hear(frame: WidgetServerFrame) {
    if (isClosed) return
    switch (frame.type) {
      case 'welcome':
        clearTimeout(welcomeTimeout)
        heartbeat = setInterval(beat, frame.heartbeatSeconds * 1000, frame.heartbeatSeconds * 1000)
        return onWelcome(socket)
      case 'event':
        return onEvent(frame.event)
      case 'accepted':
      case 'refused':
        requests.get(frame.ref ?? -1)?.resolve(frame)
    }
  }

  function beat(period: number) {
    if (Date.now() - heardAt > 2 * period) return giveUp()
    put({ type: 'ping' })
    onHeartbeat()
  }

  function put(frame: WidgetFrame) {
    if (connection.readyState === WebSocket.OPEN) connection.send(JSON.stringify(frame))
  }

  function send(message: Omit<Frame<'send'>, 'type' | 'ref'>) {
    const ref = ++lastRef
    return new Promise<Answer>((resolve, reject) => {
      const timeout = setTimeout(giveUp, ANSWER_MS)
      function settle(act: () => void) {
        clearTimeout(timeout)
        requests.delete(ref)
        act()
      }
      requests.set(ref, {
        resolve: (answer) => settle(() => resolve(answer)),
        reject: (error) => settle(() => reject(error)),
      })
      if (isClosed) end(SILENT)
      put({ type: 'send', ref, ...message })
    })
  }

  /** Ends at once: the browser's own `close` event may come late, or only when a kept page comes back. */
  function close() {
    connection.close()
    end(CLOSED_BY_US)
  }

  function giveUp() {
    connection.close()
    end(SILENT)
  }

  function end(code: number) {
    for (const request of requests.values()) request.reject(new Error('The connection was lost.'))
    if (isClosed) return
    isClosed = true
    clearTimeout(welcomeTimeout)
    clearInterval(heartbeat)
    onClosed(code)
  }

  const socket: Socket = { say: put, send, close }
  return socket
}
