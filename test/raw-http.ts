import { createConnection, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

type Sending = {
  /** Sent one after another with a pause between. */
  pieces: (string | Uint8Array)[]
  pauseMilliseconds?: number
  /** end: says that no more will come, but listens on. leave: is gone without a word. stay: waits for the answer. */
  afterwards?: 'end' | 'leave' | 'stay'
  patienceMilliseconds?: number
}

export type RawAnswer = { status: number | undefined; text: string; isClosed: boolean }

/** Says anything to a port of this machine, and gives what came back until the other side closed or patience ended. */
export async function say(
  port: number,
  { pieces, pauseMilliseconds = 0, afterwards = 'stay', patienceMilliseconds = 2_000 }: Sending,
): Promise<RawAnswer> {
  const socket = createConnection({ host: '127.0.0.1', port, allowHalfOpen: true })
  const heard: Buffer[] = []
  const closed = new Promise<void>((resolve) => {
    for (const event of ['end', 'close'] as const) socket.once(event, () => resolve())
    socket.on('error', () => resolve())
  })
  let isClosed = false
  void closed.then(() => {
    isClosed = true
  })
  socket.on('data', (data) => heard.push(data))
  for (const piece of pieces) {
    if (isClosed) break
    await Promise.race([send(socket, piece), closed])
    if (pauseMilliseconds > 0) await sleep(pauseMilliseconds)
  }
  if (afterwards === 'leave') socket.destroy()
  else {
    if (afterwards === 'end') socket.end()
    const answered = new Promise<void>((resolve) => {
      const look = () => isWhole(Buffer.concat(heard)) && resolve()
      socket.on('data', look)
      look()
    })
    await Promise.race([closed, answered, sleep(patienceMilliseconds)])
    socket.destroy()
  }
  const text = Buffer.concat(heard).toString()
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1]
  return { status: status === undefined ? undefined : Number(status), text, isClosed }
}

/** Resolves when it was handed over. */
const send = (socket: Socket, piece: string | Uint8Array): Promise<void> =>
  new Promise((resolve) => void socket.write(piece, () => resolve()))

/** Whether all of an answer with a known length has come; an interim answer (RFC 9110 §15.2) is none. */
function isWhole(heard: Buffer): boolean {
  const text = heard.toString('latin1')
  const end = text.indexOf('\r\n\r\n')
  if (end < 0 || /^HTTP\/1\.1 1(?!01)/.test(text)) return false
  if (text.startsWith('HTTP/1.1 101')) return false
  const length = /^content-length: *(\d+)/im.exec(text.slice(0, end))?.[1]
  return length !== undefined ? text.length >= end + 4 + Number(length) : /^HTTP\/1\.1 (204|304)/.test(text)
}
