import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'

const FIRST_CEILING_MILLISECONDS = 100
const LAST_CEILING_MILLISECONDS = 2_000

type LineOptions<Said, Heard> = {
  url: string
  headers: Record<string, string>
  hello: Said
  hear: (frame: Heard, say: (frame: Said) => void) => void
}

/**
 * A socket that comes back, with back-off and jitter, whenever it is closed, as `protocol/socket.ts` asks of clients;
 * with less patience than theirs, for a test has none.
 */
export class Line<Said extends { type: string }, Heard extends { type: string }> {
  /** With what each of its sockets was closed. */
  readonly closeCodes: number[] = []
  private readonly options: LineOptions<Said, Heard>
  private readonly leaving = new AbortController()
  private readonly over: Promise<void>
  private socket: WebSocket | undefined
  private isWelcome = false

  constructor(options: LineOptions<Said, Heard>) {
    this.options = options
    this.over = this.stayConnected()
  }

  say(frame: Said): void {
    if (this.isWelcome) this.socket?.send(JSON.stringify(frame))
  }

  async leaves(): Promise<void> {
    this.leaving.abort()
    this.socket?.close()
    await this.over
  }

  private async stayConnected(): Promise<void> {
    for (let failures = 0; !this.leaving.signal.aborted; failures++) {
      const wasWelcome = await this.connect()
      if (wasWelcome) failures = 0
      const ceiling = Math.min(LAST_CEILING_MILLISECONDS, FIRST_CEILING_MILLISECONDS * 2 ** failures)
      await sleep(Math.random() * ceiling, undefined, { signal: this.leaving.signal }).catch(() => {})
    }
  }

  /** From opening to closing; whether the server let us in. */
  private async connect(): Promise<boolean> {
    const { url, headers, hello, hear } = this.options
    const socket = new WebSocket(url.replace(/^http/, 'ws'), { headers, perMessageDeflate: false })
    this.socket = socket
    let wasWelcome = false
    socket.on('error', () => {})
    socket.on('open', () => socket.send(JSON.stringify(hello)))
    socket.on('message', (data) => {
      const frame: Heard = JSON.parse(String(data))
      if (frame.type === 'welcome') wasWelcome = this.isWelcome = true
      hear(frame, (said) => this.say(said))
    })
    const code = await new Promise<number>((resolve) => socket.once('close', resolve))
    this.isWelcome = false
    this.closeCodes.push(code)
    return wasWelcome
  }
}
