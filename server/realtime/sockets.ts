import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { isDatabaseAway } from '#platform/database/away.ts'
import type { Log } from '#platform/log.ts'
import type { Metrics } from '#platform/metrics.ts'
import { invalidInput, Problem, tooManyRequests, unavailable, unexpected } from '#platform/problems.ts'
import { CloseCode, HEARTBEAT_SECONDS, MAX_FRAME_BYTES } from '#protocol/socket.ts'
import { type Caller, type Door, isRefusal, type Line } from './door.ts'
import { readFrames } from './frames.ts'

/** Time to say hello, and time between two looks at who is silent. */
const HELLO_MILLISECONDS = 10_000
const SWEEP_MILLISECONDS = 5_000
const SILENCE_MILLISECONDS = 2 * HEARTBEAT_SECONDS * 1000 + SWEEP_MILLISECONDS
/** A reader that leaves this much unread is dropped; it comes back and refetches. */
const MAX_UNREAD_BYTES = 1024 * 1024
/** As much as is gathered for one write. */
const MAX_GATHERED_BYTES = 64 * 1024
/** Frames at once and frames a second; and how many may wait their turn. */
const BURST = 60
const FRAMES_PER_SECOND = 10
const MAX_WAITING = 200
const MAX_WAITING_LENGTH = 1024 * 1024

type AnyDoor = Door<{ type: string }, unknown>
type SocketsOptions = {
  server: Server
  log: Log
  metrics: Metrics
  socketsPerAddress: number
  addressOf: (request: IncomingMessage) => string
}

/** Everything a connection costs beside the socket itself; kept small, there are many. */
type Connection = {
  socket: WebSocket
  stream: Duplex
  isGathering: boolean
  door: AnyDoor
  read: ReturnType<typeof readFrames>
  caller: Caller | undefined
  address: string
  session: unknown
  heardAt: number
  allowance: number
  allowanceAt: number
  waiting: number
  waitingLength: number
  turn: Promise<void> | undefined
}

/** Opens doors on an HTTP server: handshake, heartbeats, limits, order. What frames mean is the door's affair. */
export function openSockets(options: SocketsOptions) {
  const { server, log, metrics, socketsPerAddress, addressOf } = options
  const doors = new Map<string, { door: AnyDoor; read: ReturnType<typeof readFrames> }>()
  const connections = new Set<Connection>()
  const byAddress = new Map<string, number>()
  const gathering: Connection[] = []
  const upgrader = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
    autoPong: false,
  })
  let isClosing = false

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy())
    const found = doors.get(request.url?.split('?')[0] ?? '')
    const address = addressOf(request)
    if (!found) return refuse(stream, '404 Not Found')
    if (isClosing) return refuse(stream, '503 Service Unavailable')
    if ((byAddress.get(address) ?? 0) >= socketsPerAddress) {
      metrics.droppedSockets.inc({ why: 'too many of one address' })
      return refuse(stream, '429 Too Many Requests')
    }
    upgrader.handleUpgrade(request, stream, head, (socket) =>
      open(socket, stream, found, { headers: request.headers, address }),
    )
  })

  function open(
    socket: WebSocket,
    stream: Duplex,
    { door, read }: { door: AnyDoor; read: Connection['read'] },
    caller: Caller,
  ): void {
    const now = Date.now()
    const connection: Connection = {
      socket,
      stream,
      isGathering: false,
      door,
      read,
      caller,
      address: caller.address,
      session: undefined,
      heardAt: now,
      allowance: BURST,
      allowanceAt: now,
      waiting: 0,
      waitingLength: 0,
      turn: undefined,
    }
    connections.add(connection)
    byAddress.set(connection.address, (byAddress.get(connection.address) ?? 0) + 1)
    metrics.sockets.inc({ kind: door.kind })
    socket.on('message', (data, isBinary) => hear(connection, isBinary ? '' : String(data)))
    // Answered as any frame: who floods us with pings and never reads would have us keep all the pongs.
    socket.on('ping', (data) => {
      if (socket.readyState === socket.OPEN && spend(connection)) socket.pong(data)
    })
    socket.on('pong', () => {
      if (socket.readyState === socket.OPEN) connection.heardAt = Date.now()
    })
    socket.on('error', () => {})
    socket.on('close', () => forget(connection))
  }

  function forget(connection: Connection): void {
    if (!connections.delete(connection)) return
    const left = (byAddress.get(connection.address) ?? 1) - 1
    if (left > 0) byAddress.set(connection.address, left)
    else byAddress.delete(connection.address)
    metrics.sockets.dec({ kind: connection.door.kind })
    if (connection.session !== undefined) connection.door.leave(connection.session)
  }

  function hear(connection: Connection, text: string): void {
    connection.heardAt = Date.now()
    if (connection.waiting >= MAX_WAITING || connection.waitingLength > MAX_WAITING_LENGTH)
      return drop(connection, CloseCode.tooMany, 'Too many frames')
    connection.waiting += 1
    connection.waitingLength += text.length
    const handled = (connection.turn ?? Promise.resolve()).then(() => handle(connection, text))
    connection.turn = handled
    void handled.finally(() => {
      connection.waiting -= 1
      connection.waitingLength -= text.length
      if (connection.turn === handled) connection.turn = undefined
    })
  }

  async function handle(connection: Connection, text: string): Promise<void> {
    if (connection.socket.readyState !== connection.socket.OPEN) return
    const frame = connection.read(text)
    if (connection.session === undefined) return enter(connection, frame)
    if (!spend(connection))
      return answer(connection, frame.ref, tooManyRequests({ detail: `At most ${FRAMES_PER_SECOND} frames a second.` }))
    if ('problem' in frame) return answer(connection, frame.ref, frame.problem)
    if (frame.value.type === 'ping') return lineOf(connection).send({ type: 'pong' })
    if (frame.value.type === 'hello')
      return answer(connection, null, invalidInput({ errors: [{ field: 'type', rule: 'hello was already said' }] }))
    try {
      await connection.door.hear(frame.value, connection.session)
    } catch (error) {
      answer(connection, frame.ref, problemOf(error))
    }
  }

  async function enter(connection: Connection, frame: ReturnType<Connection['read']>): Promise<void> {
    if ('problem' in frame) return drop(connection, CloseCode.badHello, frame.problem.message)
    const { value } = frame
    if (value.type !== 'hello' || !connection.caller) return drop(connection, CloseCode.badHello, 'Say hello first')
    const line = lineOf(connection)
    try {
      const session = await connection.door.enter({ ...value, type: 'hello' }, line, connection.caller)
      connection.caller = undefined
      if (isRefusal(session)) return drop(connection, session.closeCode, session.reason)
      if (!connections.has(connection)) return connection.door.leave(session)
      connection.session = session
    } catch (error) {
      problemOf(error)
      drop(connection, CloseCode.goingAway, 'Not available right now')
    }
  }

  /** Frames cost one each, nonsense too; the allowance fills up again with time. */
  function spend(connection: Connection): boolean {
    const now = Date.now()
    const gained = ((now - connection.allowanceAt) / 1000) * FRAMES_PER_SECOND
    connection.allowance = Math.min(BURST, connection.allowance + gained) - 1
    connection.allowanceAt = now
    if (connection.allowance >= 0) return true
    connection.allowance = 0
    return false
  }

  function problemOf(error: unknown): Problem {
    if (error instanceof Problem) return error
    if (isDatabaseAway(error)) return unavailable()
    log.error({ err: error }, 'A frame could not be handled')
    return unexpected()
  }

  const answer = (connection: Connection, ref: number | null, problem: Problem): void =>
    lineOf(connection).send({ type: 'refused', ref, problem: problem.toBody() })

  const lineOf = (connection: Connection): Line => ({
    send: (frame) => sendText(connection, JSON.stringify(frame)),
    sendText: (text) => sendText(connection, text),
    close: (closeCode, reason) => drop(connection, closeCode, reason),
  })

  function sendText(connection: Connection, text: string): void {
    const { socket } = connection
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > MAX_UNREAD_BYTES) {
      metrics.droppedSockets.inc({ why: 'too slow' })
      return drop(connection, CloseCode.fellBehind, 'Too slow')
    }
    gather(connection)
    socket.send(text)
  }

  /** What one turn of the event loop sends to a socket leaves in one write: that costs more than making the frames. */
  function gather(connection: Connection): void {
    if (connection.isGathering) {
      if (connection.socket.bufferedAmount < MAX_GATHERED_BYTES) return
      connection.stream.uncork()
      connection.stream.cork()
      return
    }
    if (gathering.length === 0) setImmediate(sendGathered)
    connection.isGathering = true
    connection.stream.cork()
    gathering.push(connection)
  }

  function sendGathered(): void {
    for (const connection of gathering.splice(0)) {
      connection.isGathering = false
      connection.stream.uncork()
    }
  }

  /** Closes with a code; one that does not answer the closing is cut at the next sweep. */
  function drop(connection: Connection, closeCode: number, reason: string): void {
    connection.socket.close(closeCode, reason.slice(0, 100))
    connection.heardAt = Math.min(connection.heardAt, Date.now() - SILENCE_MILLISECONDS + SWEEP_MILLISECONDS)
  }

  function sweep(): void {
    const now = Date.now()
    for (const connection of connections) {
      const silence = now - connection.heardAt
      if (connection.session === undefined && silence > HELLO_MILLISECONDS) connection.socket.terminate()
      else if (silence > SILENCE_MILLISECONDS) {
        metrics.droppedSockets.inc({ why: 'silent' })
        connection.socket.terminate()
      } else if (silence > HEARTBEAT_SECONDS * 1000) {
        // Browsers slow the timers of hidden tabs until their heartbeats come too late; pongs they send all the same.
        connection.socket.ping()
      }
    }
  }
  const sweeper = setInterval(sweep, SWEEP_MILLISECONDS)
  sweeper.unref()

  return {
    addDoor<Frame extends { type: string }, Session>(door: Door<Frame, Session>): void {
      doors.set(door.path, { door: door as unknown as AnyDoor, read: readFrames(door.frames) })
    },
    /** Lets nobody in any more, finishes the frames under way, then closes all with a code that makes clients come back. */
    async close(): Promise<void> {
      isClosing = true
      clearInterval(sweeper)
      const turns = [...connections].flatMap(({ turn }) => turn ?? [])
      await Promise.race([Promise.allSettled(turns), new Promise((resolve) => setTimeout(resolve, 5_000).unref())])
      for (const { socket } of connections) socket.close(CloseCode.goingAway, 'The server restarts')
      const deadline = Date.now() + 1_000
      while (connections.size > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10))
      for (const { socket } of connections) socket.terminate()
    },
  }
}

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
