import type { MessageContent } from '#protocol/content.ts'
import type { AttachmentBody } from '#protocol/conversations.ts'
import type { WidgetEvent } from '#protocol/events.ts'
import type { ProblemBody } from '#protocol/primitives.ts'
import type { PublicPromiseBody } from '#protocol/promises.ts'
import type { WidgetFrame, WidgetServerFrame } from '#protocol/socket.ts'
import type { RatingBody, RatingRequest } from '#protocol/surveys.ts'
import type {
  PreChatAnswers,
  WidgetConfigBody,
  WidgetMessageBody,
  WidgetSessionBody,
  WidgetSessionRequest,
  WidgetThreadBody,
  WidgetTimelineBody,
} from '#protocol/widget.ts'

export type Thread = {
  body: WidgetThreadBody
  messages: WidgetMessageBody[]
  visitor: Visitor
  rating?: RatingBody
  preChat?: PreChatAnswers
}
/** A mail that a visitor asked for. */
export type AskedMail = { kind: string; threadId: string; email?: string; language?: string }
export type Say = (frame: WidgetServerFrame) => void
export type Visitor = {
  token: string
  name: string | null
  email?: string
  phone?: string
  threads: Map<string, Thread>
  sockets: Set<Say>
}
export type Desk = ReturnType<typeof createDesk>

type SendFrame = Extract<WidgetFrame, { type: 'send' }>
type OutboundOptions = {
  by?: string
  kind?: 'member' | 'bot' | 'system'
  attachments?: AttachmentBody[]
  content?: MessageContent
  photoUrl?: string
  at?: Date
}

/** The other side of the chat: what visitors wrote, and what Ada, Bo and the bot do about it. */
export function createDesk(happened: () => void) {
  const visitors = new Map<string, Visitor>()
  const attachments = new Map<string, AttachmentBody>()
  let lastId = 0

  const desk = {
    visitors,
    config: {
      workspaceName: 'Pihlaka pood',
      language: 'et',
      greeting: null as string | null,
      accent: null as string | null,
      look: {} as WidgetConfigBody['look'],
      preChat: {} as WidgetConfigBody['preChat'],
      visitConsent: 'always' as WidgetConfigBody['visitConsent'],
      maxAttachmentBytes: 1_000_000,
    },
    /** What the shop promises; told to windows as they come in. */
    promise: undefined as PublicPromiseBody | undefined,
    promises,
    leaves,
    rates,
    /** Mails that visitors asked for, oldest first. */
    mails: [] as AskedMail[],
    /** What is answered to who asks for a mail, instead of sending it. */
    mailRefusal: undefined as number | undefined,
    team: { isOnline: true, members: [{ name: 'Ada' }, { name: 'Bo' }] },
    heartbeatSeconds: 25,
    refusesChannel: false,
    /** The answers to the next sends, instead of taking them. */
    refusals: [] as ProblemBody[],
    /** Taken and kept, but the answer gets lost. */
    loseNextAnswer: false,
    openSession,
    readTimeline,
    countUnread,
    judgeFile,
    keepFile,
    hear,
    visitor: () => [...visitors.values()].at(-1) ?? fail('No visitor has come.'),
    thread: () => [...desk.visitor().threads.values()].at(-1) ?? fail('The visitor has no thread.'),
    messages: () => [...visitors.values()].flatMap(({ threads }) => [...threads.values()].flatMap((t) => t.messages)),
    begin,
    writes: (thread: Thread, text: string, options: OutboundOptions = {}) => add(thread, 'customer', text, options),
    replies,
    types: (thread: Thread, isTyping = true) =>
      tell(thread.visitor, { type: 'member.typing', threadId: thread.body.id, name: 'Ada', isTyping }),
    reads,
    closes,
    announces,
  }
  return desk

  function openSession({ token, identity }: WidgetSessionRequest): WidgetSessionBody {
    const name = identity ?? null
    const known = visitors.get(token ?? '')
    const isSame = known && (name === null || known.name === null || known.name === name)
    const visitor = isSame ? known : addVisitor(name)
    if (name) visitor.name = name
    const threads = [...visitor.threads.values()].map(({ body }) => body).reverse()
    const customer = { name: visitor.name, isIdentified: visitor.name !== null, hasEmail: visitor.email !== undefined }
    return { token: visitor.token, isNew: !isSame, config: desk.config, customer, team: desk.team, threads }
  }

  function addVisitor(name: string | null) {
    const known = [...visitors.values()].find((visitor) => name !== null && visitor.name === name)
    if (known) return known
    const visitor: Visitor = { token: `token-${newId()}`, name, threads: new Map(), sockets: new Set() }
    visitors.set(visitor.token, visitor)
    return visitor
  }

  function promises(promise: PublicPromiseBody) {
    desk.promise = promise
    for (const visitor of visitors.values()) tell(visitor, { type: 'promise.changed', promise })
  }

  function leaves(visitor: Visitor, address: { email?: string; phone?: string }) {
    Object.assign(visitor, address)
  }

  function rates(thread: Thread, { score, comment = null }: RatingRequest): RatingBody {
    const now = Date.now()
    thread.rating = {
      score,
      comment,
      ratedAt: new Date(now).toISOString(),
      changeableUntil: new Date(now + 86_400_000).toISOString(),
    }
    return thread.rating
  }

  function readTimeline(visitor: Visitor, threadId: string, before?: string): WidgetTimelineBody | undefined {
    const thread = visitor.threads.get(threadId)
    if (!thread) return
    const earlier = thread.messages.filter(({ id }) => !before || id < before)
    return { thread: thread.body, messages: earlier.slice(-50), hasEarlier: earlier.length > 50 }
  }

  function countUnread({ threads }: Visitor) {
    return [...threads.values()].reduce((sum, { body }) => sum + body.unreadCount, 0)
  }

  function judgeFile(name: string, content: Buffer): 413 | 415 | undefined {
    if (content.length > desk.config.maxAttachmentBytes) return 413
    return /\.(exe|html)$/.test(name) ? 415 : undefined
  }

  function keepFile(name: string, content: Buffer): AttachmentBody {
    const id = newId()
    const isPng = content.subarray(1, 4).toString() === 'PNG'
    const url = `/api/widget/attachments/${id}?signature=ok`
    const size = isPng
      ? { width: content.readUInt32BE(16), height: content.readUInt32BE(20) }
      : { width: null, height: null }
    const mediaType = isPng ? 'image/png' : 'application/octet-stream'
    const shown = { thumbnailUrl: isPng ? url : null, isInline: false, isProgram: false }
    const attachment = { id, name, mediaType, bytes: content.length, ...size, url, ...shown }
    attachments.set(id, attachment)
    return attachment
  }

  function hear(visitor: Visitor, frame: WidgetFrame, say: Say) {
    const thread = 'threadId' in frame ? visitor.threads.get(frame.threadId) : undefined
    if (frame.type === 'ping') say({ type: 'pong' })
    if (frame.type === 'send') take(visitor, frame, say)
    if (frame.type === 'read' && thread) {
      thread.body.unreadCount = 0
      setState(thread, frame.messageId, 'read')
      change(thread, (revision) => ({ type: 'thread.read-by-customer', ...revision, messageId: frame.messageId }))
    }
    if (frame.type === 'received' && thread) setState(thread, frame.messageId, 'delivered')
  }

  function take(visitor: Visitor, { ref, threadId, clientId, text, attachmentIds, preChat }: SendFrame, say: Say) {
    const problem = desk.refusals.shift()
    if (problem) return say({ type: 'refused', ref, problem })
    const thread = visitor.threads.get(threadId) ?? begin(visitor, threadId)
    if (preChat) thread.preChat = preChat
    const known = thread.messages.find((message) => message.clientId === clientId)
    const message = known ?? newMessage(thread, 'customer', text)
    if (!known) {
      message.clientId = clientId
      message.attachments = attachmentIds.flatMap((id) => attachments.get(id) ?? [])
      append(thread, message)
      if (thread.body.isClosed) setClosed(thread, false)
    }
    if (desk.loseNextAnswer) desk.loseNextAnswer = false
    else say({ type: 'accepted', ref, threadId, revision: thread.body.revision, message })
  }

  /** A thread of this visitor, without messages. */
  function begin(visitor: Visitor = desk.visitor(), id = newId()): Thread {
    const createdAt = new Date().toISOString()
    const body: WidgetThreadBody = {
      id,
      revision: 0,
      isClosed: false,
      unreadCount: 0,
      lastMessage: null,
      teamReadMessageId: null,
      createdAt,
    }
    const thread = { body, messages: [], visitor }
    visitor.threads.set(id, thread)
    return thread
  }

  function replies(thread: Thread, text: string, options: OutboundOptions = {}) {
    return add(thread, options.kind ?? 'member', text, options)
  }

  function add(thread: Thread, kind: WidgetMessageBody['author']['kind'], text: string, options: OutboundOptions) {
    const message = newMessage(thread, kind, text)
    message.author.name = kind === 'customer' ? '' : (options.by ?? 'Ada')
    message.attachments = options.attachments ?? []
    if (options.content) message.content = options.content
    if (options.photoUrl) message.author.photoUrl = options.photoUrl
    if (options.at) message.sentAt = options.at.toISOString()
    if (kind !== 'customer') thread.body.unreadCount++
    append(thread, message)
    return message
  }

  function newMessage(thread: Thread, kind: WidgetMessageBody['author']['kind'], text: string): WidgetMessageBody {
    const isOwn = kind === 'customer'
    return {
      id: newId(),
      threadId: thread.body.id,
      kind: isOwn ? 'inbound' : 'outbound',
      author: { kind, name: '' },
      text,
      attachments: [],
      state: isOwn ? 'received' : 'sent',
      clientId: null,
      sentAt: new Date().toISOString(),
    }
  }

  function append(thread: Thread, message: WidgetMessageBody) {
    thread.messages.push(message)
    thread.body.lastMessage = message
    const type = message.kind === 'inbound' ? 'message.received' : 'message.replied'
    change(thread, (revision) => ({ type, ...revision, message }))
  }

  function reads(thread: Thread) {
    const messageId = thread.messages.findLast(({ kind }) => kind === 'inbound')?.id ?? fail('Nothing to read.')
    thread.body.teamReadMessageId = messageId
    change(thread, (revision) => ({ type: 'thread.read-by-team', ...revision, messageId }))
  }

  function closes(thread: Thread) {
    setClosed(thread, true)
  }

  function setClosed(thread: Thread, isClosed: boolean) {
    thread.body.isClosed = isClosed
    change(thread, (revision) => ({ type: 'thread.closed', ...revision, isClosed }))
  }

  function setState(thread: Thread, messageId: string, state: WidgetMessageBody['state']) {
    for (const message of thread.messages) if (message.id === messageId) message.state = state
  }

  /** Who of the team is here now. */
  function announces(team: WidgetSessionBody['team']) {
    desk.team = team
    for (const visitor of visitors.values()) tell(visitor, { type: 'team.presence', ...team })
  }

  function change(thread: Thread, describe: (of: { threadId: string; revision: number }) => WidgetEvent) {
    const { body } = thread
    body.revision++
    tell(thread.visitor, describe({ threadId: body.id, revision: body.revision }))
  }

  function tell(visitor: Visitor, event: WidgetEvent) {
    for (const say of visitor.sockets) say({ type: 'event', event })
    happened()
  }

  /** Grows with time, as the ids of the real server do. */
  function newId() {
    lastId++
    return `01900000-0000-7000-8000-${lastId.toString(16).padStart(12, '0')}`
  }
}

function fail(reason: string): never {
  throw new Error(reason)
}
