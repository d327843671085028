import { once } from 'node:events'
import { WebSocket } from 'ws'

/** How long somebody listens before the test says that they did not hear it. */
const PATIENCE_MILLISECONDS = 15_000

/** A frame as it came over the wire. */
export type Frame<Type extends string = string> = { type: Type }

type Listener<Heard extends Frame> = { isIt: (frame: Heard) => boolean; resolve: (frame: Heard) => void }

/**
 * A client of one of our sockets. `hears` takes each frame once, in the order they came, and waits for what has not
 * come yet; `heard` keeps them all, for what must not have been said.
 */
export class Socket<Heard extends Frame, Said extends Frame> {
  readonly heard: Heard[] = []
  readonly closed: Promise<{ code: number; reason: string }>
  readonly ws: WebSocket
  private readonly waiting: Heard[] = []
  private readonly listeners = new Set<Listener<Heard>>()

  constructor(url: string, headers: Record<string, string>) {
    this.ws = new WebSocket(url.replace(/^http/, 'ws'), { headers, perMessageDeflate: false })
    this.closed = new Promise((resolve) =>
      this.ws.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
    )
    this.ws.on('message', (data) => this.take(JSON.parse(String(data))))
    this.ws.on('error', () => {})
  }

  /** @throws Error with the HTTP status when the server does not take it */
  opens = (): Promise<unknown> => once(this.ws, 'open')

  says(frame: Said): void {
    this.ws.send(JSON.stringify(frame))
  }

  /** Nonsense included. */
  saysRaw(data: string | Buffer): void {
    this.ws.send(data)
  }

  async hears<Type extends Heard['type']>(
    type: Type,
    isIt: (frame: Extract<Heard, { type: Type }>) => boolean = () => true,
  ): Promise<Extract<Heard, { type: Type }>> {
    const isFrame = (frame: Heard): frame is Extract<Heard, { type: Type }> => frame.type === type
    const fits = (frame: Heard) => isFrame(frame) && isIt(frame)
    const index = this.waiting.findIndex(fits)
    const [known] = index < 0 ? [] : this.waiting.splice(index, 1)
    const frame = known ?? (await this.listen(fits, type))
    if (isFrame(frame)) return frame
    throw new Error(`Heard ${frame.type} instead of ${type}`)
  }

  async leaves(): Promise<void> {
    this.ws.close()
    await this.closed
  }

  private listen(isIt: (frame: Heard) => boolean, what: string): Promise<Heard> {
    return new Promise((resolve, reject) => {
      const giveUp = (why: string) => {
        this.listeners.delete(listener)
        reject(new Error(`Did not hear ${what}: ${why}. Heard: ${this.heard.map(describe).join(', ')}`))
      }
      const late = setTimeout(giveUp, PATIENCE_MILLISECONDS, 'it never came')
      const listener: Listener<Heard> = {
        isIt,
        resolve(frame) {
          clearTimeout(late)
          resolve(frame)
        },
      }
      this.listeners.add(listener)
      void this.closed.then(({ code }) => {
        clearTimeout(late)
        giveUp(`the socket was closed (${code})`)
      })
    })
  }

  private take(frame: Heard): void {
    this.heard.push(frame)
    const listener = [...this.listeners].find(({ isIt }) => isIt(frame))
    if (!listener) return void this.waiting.push(frame)
    this.listeners.delete(listener)
    listener.resolve(frame)
  }
}

const describe = (frame: Frame): string =>
  'event' in frame && typeof frame.event === 'object' && frame.event && 'type' in frame.event
    ? String(frame.event.type)
    : frame.type
