import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ProblemBody } from '#protocol/primitives.ts'
import type { WidgetFrame, WidgetServerFrame } from '#protocol/socket.ts'
import { WidgetSessionBody } from '#protocol/widget.ts'
import { ask, expectBody } from '../answers.ts'
import { Line } from './line.ts'

type VisitorOptions = { url: string; channelKey: string; token: string; sendsAtOnce: number }

/** Somebody who writes whatever happens: what is not acknowledged is kept and sent again. */
export class StubbornVisitor {
  readonly threadId = randomUUID()
  /** Client ids, in the order of writing. */
  readonly written: string[] = []
  /** Message ids by client id: what the server says it has. */
  readonly acknowledged = new Map<string, string>()
  /** What the server did not want, which must not happen. */
  readonly refused: ProblemBody[] = []
  readonly sendsAtOnce: number
  private readonly held = new Map<string, { ref: number; text: string }>()
  private readonly underway = new Set<string>()
  private readonly line: Line<WidgetFrame, WidgetServerFrame>

  constructor({ url, channelKey, token, sendsAtOnce }: VisitorOptions) {
    this.sendsAtOnce = sendsAtOnce
    this.line = new Line({
      url: `${url}/api/widget/socket`,
      headers: { origin: url },
      hello: { type: 'hello', channelKey, token },
      hear: (frame) => this.hear(frame),
    })
  }

  static async comes(url: string, channelKey: string, sendsAtOnce: number): Promise<StubbornVisitor> {
    const answer = await ask('POST', `${url}/api/widget/${channelKey}/session`, { origin: url }, {})
    const { token } = expectBody(answer, WidgetSessionBody)
    return new StubbornVisitor({ url, channelKey, token, sendsAtOnce })
  }

  writes(text: string): void {
    const clientId = randomUUID()
    this.written.push(clientId)
    this.held.set(clientId, { ref: this.written.length, text })
    this.send()
  }

  get heldCount(): number {
    return this.held.size
  }

  get closeCodes(): number[] {
    return this.line.closeCodes
  }

  leaves = (): Promise<void> => this.line.leaves()

  private hear(frame: WidgetServerFrame): void {
    if (frame.type === 'welcome') this.underway.clear()
    if (frame.type === 'accepted' && frame.message.clientId) {
      this.acknowledged.set(frame.message.clientId, frame.message.id)
      this.held.delete(frame.message.clientId)
      this.underway.delete(frame.message.clientId)
    }
    if (frame.type === 'refused') void this.reconsider(frame.problem)
    if (frame.type === 'welcome' || frame.type === 'accepted') this.send()
  }

  /** "Not now" means later; anything else would be a message lost. */
  private async reconsider(problem: ProblemBody): Promise<void> {
    if (problem.status !== 503 && problem.status !== 429) this.refused.push(problem)
    await sleep(100 + Math.random() * 200)
    this.underway.clear()
    this.send()
  }

  private send(): void {
    for (const [clientId, { ref, text }] of this.held) {
      if (this.underway.size >= this.sendsAtOnce) return
      if (this.underway.has(clientId)) continue
      this.underway.add(clientId)
      this.line.say({ type: 'send', ref, threadId: this.threadId, clientId, text, attachmentIds: [] })
    }
  }
}
