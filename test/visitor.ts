import { randomUUID } from 'node:crypto'
import type { Database } from '#platform/database/database.ts'
import type { AttachmentBody } from '#protocol/conversations.ts'
import { AttachmentBody as AttachmentSchema } from '#protocol/conversations.ts'
import type { WidgetEvent } from '#protocol/events.ts'
import type { ProblemBody } from '#protocol/primitives.ts'
import type { WidgetFrame, WidgetServerFrame } from '#protocol/socket.ts'
import {
  type PreChatAnswers,
  type VisitContext,
  WidgetSessionBody,
  type WidgetSessionRequest,
  WidgetTimelineBody,
  WidgetUnreadBody,
} from '#protocol/widget.ts'
import { type Answer, ask, expectBody } from './answers.ts'
import { Socket } from './socket.ts'

/** A message as its writer knows it after it was accepted, and the conversation it came to stand in. */
export type Written = { id: string; threadId: string; messageId: string; clientId: string; revision: number }

type Writing = {
  in?: { threadId: string }
  clientId?: string
  files?: { id: string }[]
  /** What they said of themselves before. */
  preChat?: PreChatAnswers
}
type WidgetEventOf<Type> = Extract<WidgetEvent, { type: Type }>

export class Refused extends Error {
  readonly problem: ProblemBody
  constructor(problem: ProblemBody) {
    super(problem.detail ?? problem.title)
    this.problem = problem
  }
}

type VisitorOptions = { url: string; channelKey: string; db: Database; origin?: string }

/** `forwardedFor`: what a reverse proxy says of where they are. */
type WindowOptions = { visit?: VisitContext; userAgent?: string; forwardedFor?: string }

/** Somebody on a shop's page: opens chat windows, writes, waits for answers. */
export class ShopVisitor {
  token: string | undefined
  private readonly options: VisitorOptions
  private window: Promise<ChatWindow> | undefined
  private entering: Promise<unknown> | undefined

  constructor(options: VisitorOptions) {
    this.options = options
  }

  asks(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const { url, channelKey, origin = 'https://shop.example' } = this.options
    const authorization = this.token === undefined ? undefined : { authorization: `Bearer ${this.token}` }
    return ask(method, `${url}/api/widget/${channelKey}${path}`, { origin, ...authorization, ...headers }, body)
  }

  /** What the window asks first; the token is kept, as a browser does. */
  async opensSession(request: Omit<WidgetSessionRequest, 'token'> = {}): Promise<WidgetSessionBody> {
    const session = expectBody(
      await this.asks('POST', '/session', { token: this.token, ...request }),
      WidgetSessionBody,
    )
    this.token = session.token
    return session
  }

  /** One session, however many things begin at once. */
  private async enters(): Promise<string> {
    this.entering ??= this.token === undefined ? this.opensSession() : Promise.resolve()
    await this.entering
    return this.token ?? ''
  }

  /** One more window, on another page or in another tab. */
  async opensWindow({ visit, userAgent, forwardedFor }: WindowOptions = {}): Promise<ChatWindow> {
    const token = await this.enters()
    const { url, channelKey, db, origin = 'https://shop.example' } = this.options
    const window = new ChatWindow(`${url}/api/widget/socket`, db, {
      origin,
      ...(userAgent && { 'user-agent': userAgent }),
      ...(forwardedFor && { 'x-forwarded-for': forwardedFor }),
    })
    await window.opens()
    window.says({ type: 'hello', channelKey, token, ...(visit && { visit }) })
    await window.hears('welcome')
    return window
  }

  /** The window they mostly use. */
  chat(): Promise<ChatWindow> {
    this.window ??= this.opensWindow()
    return this.window
  }

  writes = async (text: string, writing: Writing = {}): Promise<Written> => (await this.chat()).writes(text, writing)

  async hearsOf<Type extends WidgetEvent['type']>(
    type: Type,
    isIt?: (event: WidgetEventOf<Type>) => boolean,
  ): Promise<WidgetEventOf<Type>> {
    return (await this.chat()).hearsOf(type, isIt)
  }

  async opensThread({ threadId }: { threadId: string }, query = ''): Promise<WidgetTimelineBody> {
    return expectBody(await this.asks('GET', `/threads/${threadId}${query}`), WidgetTimelineBody)
  }

  async unread(): Promise<number> {
    return expectBody(await this.asks('GET', '/unread'), WidgetUnreadBody).unreadCount
  }

  async uploads(name: string, bytes: Uint8Array): Promise<AttachmentBody> {
    await this.enters()
    return expectBody(await this.asks('POST', `/attachments?name=${encodeURIComponent(name)}`, bytes), AttachmentSchema)
  }
}

export class ChatWindow extends Socket<WidgetServerFrame, WidgetFrame> {
  private readonly db: Database
  private lastRef = 0
  /** The thread it writes in unless told otherwise. */
  threadId: string | undefined

  constructor(url: string, db: Database, headers: Record<string, string>) {
    super(url, headers)
    this.db = db
  }

  /** Sends a message and resolves when the server has it. @throws Refused */
  async writes(
    text: string,
    { in: thread, clientId = randomUUID(), files = [], preChat }: Writing = {},
  ): Promise<Written> {
    const threadId = thread?.threadId ?? this.threadId ?? randomUUID()
    this.threadId = threadId
    const ref = ++this.lastRef
    this.says({ type: 'send', ref, threadId, clientId, text, attachmentIds: files.map(({ id }) => id), preChat })
    const answer = await Promise.race([
      this.hears('accepted', (frame) => frame.ref === ref),
      this.hears('refused', (frame) => frame.ref === ref),
    ])
    if (answer.type === 'refused') throw new Refused(answer.problem)
    const { id: messageId } = answer.message
    return { id: await this.findConversation(threadId), threadId, messageId, clientId, revision: answer.revision }
  }

  async hearsOf<Type extends WidgetEvent['type']>(
    type: Type,
    isIt: (event: WidgetEventOf<Type>) => boolean = () => true,
  ): Promise<WidgetEventOf<Type>> {
    const isOne = (event: WidgetEvent): event is WidgetEventOf<Type> => event.type === type
    const { event } = await this.hears('event', (frame) => isOne(frame.event) && isIt(frame.event))
    if (isOne(event)) return event
    throw new Error(`Heard of ${event.type} instead of ${type}`)
  }

  /** All it heard of, for what must not have reached it. */
  events = (): WidgetEvent[] => this.heard.flatMap((frame) => (frame.type === 'event' ? frame.event : []))

  private async findConversation(threadId: string): Promise<string> {
    const { conversationId } = await this.db
      .selectFrom('threads')
      .where('id', '=', threadId)
      .select('conversationId')
      .executeTakeFirstOrThrow()
    return conversationId
  }
}
