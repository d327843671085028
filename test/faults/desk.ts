import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { ChangesBody, InboxPageBody, MessageBody, TimelineBody } from '#protocol/conversations.ts'
import type { DeskEvent } from '#protocol/events.ts'
import type { DeskFrame, DeskServerFrame } from '#protocol/socket.ts'
import { type Answer, ask, expectBody } from '../answers.ts'
import type { OpenShop } from '../infolett.ts'
import { Line } from './line.ts'

/** What a desk knows of one conversation. */
type Known = { revision: number; messageIds: Set<string> }

/** A desk that stays open: it hears, asks for what it missed, and answers until the server has the answer. */
export class WatchingDesk {
  readonly conversations = new Map<string, Known>()
  /** Message ids of replies by the client ids that we gave them. */
  readonly replies = new Map<string, string>()
  private readonly url: string
  private readonly shop: OpenShop
  private readonly line: Line<DeskFrame, DeskServerFrame>
  private hasLeft = false
  /** One thing after another, so that nothing is applied to a copy that is being read anew. */
  private turn: Promise<void> = Promise.resolve()

  constructor(url: string, shop: OpenShop) {
    this.url = url
    this.shop = shop
    this.line = new Line({
      url: `${url}/api/desk/socket`,
      headers: { origin: url, cookie: shop.cookie },
      hello: { type: 'hello', workspaceId: shop.workspaceId },
      hear: (frame) => this.hear(frame),
    })
  }

  get closeCodes(): number[] {
    return this.line.closeCodes
  }

  leaves(): Promise<void> {
    this.hasLeft = true
    return this.line.leaves()
  }

  /** Sends the same reply until it is taken. */
  async answers(conversationId: string, text: string): Promise<void> {
    const clientId = randomUUID()
    while (!this.hasLeft) {
      const answer = await this.asks('POST', `/conversations/${conversationId}/messages`, { clientId, text }).catch(
        () => undefined,
      )
      if (answer?.status === 201) {
        this.replies.set(clientId, expectBody(answer, MessageBody).id)
        return
      }
      if (answer && answer.status < 500) throw new Error(`A reply was refused: ${JSON.stringify(answer.body)}`)
      await sleep(100 + Math.random() * 200)
    }
  }

  /** A conversation as the API shows it, from its first message to its last. */
  async reads(conversationId: string): Promise<MessageBody[]> {
    const messages: MessageBody[] = []
    for (let before = ''; ; before = `&before=${messages[0]?.id}`) {
      const page = await this.asks('GET', `/conversations/${conversationId}?limit=100${before}`)
      const { messages: earlier, hasEarlier } = expectBody(page, TimelineBody)
      messages.unshift(...earlier)
      if (!hasEarlier) return messages
    }
  }

  private asks = (method: string, path: string, body?: unknown): Promise<Answer> =>
    ask(
      method,
      `${this.url}/api/workspaces/${this.shop.workspaceId}${path}`,
      { origin: this.url, cookie: this.shop.cookie },
      body,
    )

  private hear(frame: DeskServerFrame): void {
    // Whatever fails because the server went away again is made up for at the next welcome.
    const next = (work: () => Promise<void>) => (this.turn = this.turn.then(work).catch(() => {}))
    if (frame.type === 'welcome') next(() => this.refetch())
    if (frame.type === 'event') next(() => this.take(frame.event))
  }

  private async take(event: DeskEvent): Promise<void> {
    if (!('revision' in event)) return
    const known = this.conversations.get(event.conversationId) ?? { revision: 0, messageIds: new Set() }
    if (event.revision <= known.revision) return
    if (event.revision > known.revision + 1) return this.catchUp(event.conversationId)
    known.revision = event.revision
    if ('message' in event) known.messageIds.add(event.message.id)
    this.conversations.set(event.conversationId, known)
  }

  private async refetch(): Promise<void> {
    const { conversations } = expectBody(await this.asks('GET', '/inbox?view=open&limit=100'), InboxPageBody)
    for (const { id } of conversations) await this.catchUp(id)
  }

  private async catchUp(id: string): Promise<void> {
    const known = this.conversations.get(id) ?? { revision: 0, messageIds: new Set() }
    const changes = await this.asks('GET', `/conversations/${id}/changes?since=${known.revision}`)
    const { conversation, messages, isComplete } = expectBody(changes, ChangesBody)
    for (const message of isComplete ? messages : await this.reads(id)) known.messageIds.add(message.id)
    known.revision = conversation.revision
    this.conversations.set(id, known)
  }
}
