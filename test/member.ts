import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import {
  AttachmentBody,
  ChangesBody,
  ConversationBody,
  InboxCountsBody,
  type InboxItemBody,
  InboxPageBody,
  type LetterDraft,
  MessageBody,
  TimelineBody,
} from '#protocol/conversations.ts'
import { CustomerCardBody } from '#protocol/customers.ts'
import type { DeskEvent } from '#protocol/events.ts'
import type { DeskFrame, DeskServerFrame } from '#protocol/socket.ts'
import type { Agent } from '#workspaces/agent.ts'
import { type Answer, ask, expectBody } from './answers.ts'
import { Socket } from './socket.ts'

type Of = { id: string }
type Drafting = { clientId?: string; files?: Of[]; letter?: LetterDraft; undoSeconds?: number }
type DeskEventOf<Type> = Extract<DeskEvent, { type: Type }>
type MemberOptions = { url: string; agent: Agent; email: string; signsIn: () => Promise<string> }

/** Somebody of the team, signed in at a browser. Verbs succeed or fail the test; `asks` is for what may be refused. */
export class Member {
  readonly id: string
  readonly agent: Agent
  readonly email: string
  private readonly options: MemberOptions
  private signedIn: Promise<string> | undefined
  private window: Promise<DeskWindow> | undefined

  constructor(options: MemberOptions) {
    this.options = options
    this.agent = options.agent
    this.id = options.agent.id
    this.email = options.email
  }

  cookie(): Promise<string> {
    this.signedIn ??= this.options.signsIn()
    return this.signedIn
  }

  /** `path` is inside the workspace, or begins with `/api`. */
  async asks(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const { url, agent } = this.options
    const full = path.startsWith('/api') ? path : `/api/workspaces/${agent.workspaceId}${path}`
    return ask(method, `${url}${full}`, { origin: url, cookie: await this.cookie(), ...headers }, body)
  }

  asksOf = (conversation: Of, method: string, what: string, body?: unknown): Promise<Answer> =>
    this.asks(method, `/conversations/${conversation.id}${what}`, body)

  replies = async (conversation: Of, text: string, drafting: Drafting = {}): Promise<MessageBody> =>
    expectBody(await this.asksOf(conversation, 'POST', '/messages', draft(text, drafting)), MessageBody)

  notes = async (conversation: Of, text: string, drafting: Drafting = {}): Promise<MessageBody> =>
    expectBody(await this.asksOf(conversation, 'POST', '/notes', draft(text, drafting)), MessageBody)

  closes = (conversation: Of) => this.changes(conversation, 'PUT', '/closure')
  reopens = (conversation: Of) => this.changes(conversation, 'DELETE', '/closure')
  putsAside = (conversation: Of) => this.changes(conversation, 'PUT', '/pending')
  takesUp = (conversation: Of) => this.changes(conversation, 'DELETE', '/pending')
  snoozes = (conversation: Of, until: Date) => this.changes(conversation, 'PUT', '/snooze', { until })
  wakes = (conversation: Of) => this.changes(conversation, 'DELETE', '/snooze')
  marksSpam = (conversation: Of, blocks?: 'address' | 'domain') =>
    this.changes(conversation, 'PUT', '/spam', { blocks })
  unmarksSpam = (conversation: Of) => this.changes(conversation, 'DELETE', '/spam')
  splits = (conversation: Of, messageId: string) => this.changes(conversation, 'POST', '/splits', { messageId })
  joins = (conversation: Of, begun: Of) => this.changes(conversation, 'DELETE', `/splits/${begun.id}`)
  attributes = (conversation: Of, email: string, name?: string) =>
    this.changes(conversation, 'PUT', '/customer', { email, name })
  asksIn = (conversation: Of, member: Of) => this.changes(conversation, 'PUT', `/collaborators/${member.id}`)
  releases = (conversation: Of, member: Of) => this.changes(conversation, 'DELETE', `/collaborators/${member.id}`)
  assigns = (conversation: Of, { member, team }: { member?: Of; team?: Of }) =>
    this.changes(conversation, 'PUT', '/assignment', { memberId: member?.id ?? null, teamId: team?.id ?? null })

  retries = async (conversation: Of, message: Of): Promise<MessageBody> =>
    expectBody(await this.asksOf(conversation, 'PUT', `/delivery-retries/${message.id}`), MessageBody)

  takesBack = async (conversation: Of, message: Of): Promise<MessageBody> =>
    expectBody(await this.asksOf(conversation, 'DELETE', `/messages/${message.id}/delivery`), MessageBody)

  async reads(conversation: Of, message: Of): Promise<void> {
    const { status, body } = await this.asksOf(conversation, 'PUT', '/read', { messageId: message.id })
    assert.equal(status, 204, JSON.stringify(body))
  }

  opens = async (conversation: Of, query = ''): Promise<TimelineBody> =>
    expectBody(await this.asksOf(conversation, 'GET', query), TimelineBody)

  sees = async (conversation: Of): Promise<InboxItemBody> => (await this.opens(conversation)).conversation

  catchesUp = async (conversation: Of, since: number): Promise<ChangesBody> =>
    expectBody(await this.asksOf(conversation, 'GET', `/changes?since=${since}`), ChangesBody)

  inbox = async (view: string, query = ''): Promise<InboxPageBody> =>
    expectBody(await this.asks('GET', `/inbox?view=${view}${query}`), InboxPageBody)

  counts = async (): Promise<InboxCountsBody> => expectBody(await this.asks('GET', '/inbox/counts'), InboxCountsBody)

  card = async (customer: Of): Promise<CustomerCardBody> =>
    expectBody(await this.asks('GET', `/customers/${customer.id}`), CustomerCardBody)

  uploads = async (name: string, bytes: Uint8Array): Promise<AttachmentBody> =>
    expectBody(await this.asks('POST', `/attachments?name=${encodeURIComponent(name)}`, bytes), AttachmentBody)

  makesTeam = async (name: string): Promise<Of> =>
    expectBody(await this.asks('POST', '/teams', { name }), Type.Object({ id: Type.String() }))

  /** One more desk, in another tab. */
  async opensDesk(): Promise<DeskWindow> {
    const { url, agent } = this.options
    const window = new DeskWindow(`${url}/api/desk/socket`, { origin: url, cookie: await this.cookie() })
    await window.opens()
    window.says({ type: 'hello', workspaceId: agent.workspaceId })
    await window.hears('welcome')
    return window
  }

  /** The desk they mostly use. */
  desk(): Promise<DeskWindow> {
    this.window ??= this.opensDesk()
    return this.window
  }

  private changes = async (conversation: Of, method: string, what: string, body?: unknown) =>
    expectBody(await this.asksOf(conversation, method, what, body), ConversationBody)
}

export class DeskWindow extends Socket<DeskServerFrame, DeskFrame> {
  async hearsOf<Type extends DeskEvent['type']>(
    type: Type,
    isIt: (event: DeskEventOf<Type>) => boolean = () => true,
  ): Promise<DeskEventOf<Type>> {
    const isOne = (event: DeskEvent): event is DeskEventOf<Type> => event.type === type
    const { event } = await this.hears('event', (frame) => isOne(frame.event) && isIt(frame.event))
    if (isOne(event)) return event
    throw new Error(`Heard of ${event.type} instead of ${type}`)
  }

  /** Opens a conversation on the screen, or none; all that was said before has then been heard. */
  async views(conversation: Of | undefined): Promise<void> {
    this.says({ type: 'view', conversationId: conversation?.id ?? null })
    await this.isHeard()
  }

  /** Resolves when the server has handled all frames said so far. */
  async isHeard(): Promise<void> {
    this.says({ type: 'ping' })
    await this.hears('pong')
  }

  /** All it heard of, for what must not have reached it. */
  events = (): DeskEvent[] => this.heard.flatMap((frame) => (frame.type === 'event' ? frame.event : []))
}

const draft = (text: string, { clientId = randomUUID(), files = [], ...letter }: Drafting) => ({
  ...letter,
  clientId,
  text,
  attachmentIds: files.map(({ id }) => id),
})
