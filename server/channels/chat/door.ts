import { readByCustomer, receivedByCustomer } from '#conversations/reading.ts'
import type { ReceiveMessage } from '#conversations/receiving-together.ts'
import { conversationOfThread } from '#conversations/thread.ts'
import { type Customer, VISITOR_NAME } from '#customers/customer.ts'
import { introduce } from '#customers/introducing.ts'
import { ensureCustomer, findVisitor, readVisitorToken } from '#customers/visitor.ts'
import type { DatabaseConnection } from '#platform/database/database.ts'
import { Problem } from '#platform/problems.ts'
import type { Secrets } from '#platform/secrets.ts'
import type { VisitConsent } from '#protocol/channels.ts'
import type { MessageBody } from '#protocol/conversations.ts'
import type { PublicPromiseBody } from '#protocol/promises.ts'
import { CloseCode, HEARTBEAT_SECONDS, WidgetFrame, type WidgetServerFrame } from '#protocol/socket.ts'
import type { PreChatAnswers, VisitContext, WidgetMessageBody } from '#protocol/widget.ts'
import type { Audience, WidgetSession } from '#realtime/audience.ts'
import type { Door, Line } from '#realtime/door.ts'
import type { Presence } from '#realtime/presence.ts'
import { type Browser, endVisit, noteTrouble, seeVisit, type Visiting } from '#shops/visiting.ts'
import { allowsOrigin, type FindChatChannel } from './chat-channel.ts'

type ChatDoorTools = {
  connection: DatabaseConnection
  secrets: Secrets
  audience: Audience
  presence: Presence
  findChannel: FindChatChannel
  receive: ReceiveMessage
  forWidget: (workspaceId: string, message: MessageBody) => WidgetMessageBody
  ownOrigins: () => string[]
  /** What the channel promises at this moment. */
  promiseOf: (channel: { workspaceId: string; channelId: string }) => Promise<PublicPromiseBody>
}

/** One chat window, open on one page. */
type ChatSession = WidgetSession & {
  channelKey: string
  language: string | null
  visiting: Visiting | undefined
  browser: Browser
}

type SendFrame = WidgetFrame & { type: 'send' }
type TypingFrame = WidgetFrame & { type: 'typing' }

/** `/api/widget/socket`: visitors, by the token of their session. */
export function chatDoor(tools: ChatDoorTools): Door<WidgetFrame, ChatSession> {
  const { connection, secrets, audience, presence, findChannel, receive, forWidget, ownOrigins, promiseOf } = tools
  const { db, transact } = connection

  return {
    kind: 'widget',
    path: '/api/widget/socket',
    frames: WidgetFrame,

    async enter({ channelKey, token, visit }, line, { headers, address }) {
      const channel = await findChannel(channelKey).catch(undefinedIfProblem)
      if (!channel || !allowsOrigin(channel, headers.origin, ownOrigins()))
        return { closeCode: CloseCode.forbidden, reason: 'Not on this page' }
      const visitor = readVisitorToken(secrets, channel.workspaceId, token)
      if (!visitor) return { closeCode: CloseCode.signedOut, reason: 'Open a new session' }
      const session: ChatSession = {
        ...visitor,
        channelId: channel.id,
        channelKey,
        customer: undefined,
        language: visit?.language ?? channel.settings.language ?? null,
        visiting: undefined,
        browser: { userAgent: headers['user-agent'], address },
        line,
      }
      audience.widgetEntered(session)
      try {
        // Asked only now that we are among those who are told when a visitor becomes a customer.
        await customerIfAny(session)
        if (visit) await see(session, visit)
      } catch (error) {
        audience.widgetLeft(session)
        throw error
      }
      tell(line, { type: 'welcome', heartbeatSeconds: HEARTBEAT_SECONDS })
      tell(line, { type: 'event', event: { type: 'team.presence', ...presence.teamOf(channel.workspaceId) } })
      // A chat goes on without it, and hears of the next change.
      void promiseOf(session).then(
        (promise) => tell(line, { type: 'event', event: { type: 'promise.changed', promise } }),
        () => {},
      )
      return session
    },

    async hear(frame, session) {
      if (frame.type === 'send') return send(frame, session)
      if (frame.type === 'visit') return see(session, frame.visit)
      if (frame.type === 'trouble') return noteTrouble(tools, session, frame.errors, await visitConsentOf(session))
      const customer = await customerIfAny(session)
      if (!customer) return
      if (frame.type === 'typing') return typing(frame, session, customer)
      if (frame.type !== 'received' && frame.type !== 'read') return
      const mark = { ...session, threadId: frame.threadId, messageId: frame.messageId, customer: named(customer) }
      await transact((trx) => (frame.type === 'read' ? readByCustomer(trx, mark) : receivedByCustomer(trx, mark)))
    },

    leave(session) {
      audience.widgetLeft(session)
      if (session.visiting) void endVisit(tools, session).catch(() => {})
    },
  }

  async function send(
    { ref, threadId, clientId, text, attachmentIds, preChat }: SendFrame,
    session: ChatSession,
  ): Promise<void> {
    const customer = await customerOf(session, preChat)
    const { workspaceId, channelId, visitorId, line } = session
    const receipt = await receive({
      workspaceId,
      channelId,
      threadId,
      clientId,
      customer: named(customer),
      text,
      attachmentIds,
      uploader: { kind: 'visitor', id: visitorId },
      ...(preChat && { beginning: beginningOf(preChat) }),
    })
    if ('problem' in receipt) throw receipt.problem
    tell(line, {
      type: 'accepted',
      ref,
      threadId,
      revision: receipt.threadRevision,
      message: forWidget(workspaceId, receipt.message),
    })
  }

  /** Whoever writes becomes a customer, by the name and address that they may have given before. */
  async function customerOf(session: ChatSession, preChat?: PreChatAnswers): Promise<Customer> {
    const known = session.customer
    const introduces = preChat?.name !== undefined || preChat?.email !== undefined
    if (known && !introduces) return known
    const customer = await transact((trx) =>
      introduces ? introduce(trx, session, preChat, session.language) : ensureCustomer(trx, session, session.language),
    )
    audience.visitorBecame(session, customer)
    return customer
  }

  /** Another process may have made the visitor a customer. */
  async function customerIfAny(session: ChatSession): Promise<Customer | undefined> {
    if (session.customer) return session.customer
    const customer = await findVisitor(db, session)
    if (customer) audience.visitorBecame(session, customer)
    return customer
  }

  async function typing({ threadId, isTyping }: TypingFrame, session: ChatSession, customer: Customer): Promise<void> {
    const { workspaceId } = session
    const conversation = await conversationOfThread(db, workspaceId, threadId, customer.id)
    if (!conversation) return
    audience.tellTeam(workspaceId, conversation.collaboratorIds, {
      type: 'customer.typing',
      conversationId: conversation.id,
      threadId,
      isTyping,
    })
  }

  async function see(session: ChatSession, visit: VisitContext): Promise<void> {
    session.visiting = await seeVisit(tools, session, visit, await visitConsentOf(session))
  }

  /** As it is set now: a shop that changes its mind does not wait until windows are closed. */
  async function visitConsentOf({ channelKey }: ChatSession): Promise<VisitConsent | undefined> {
    return (await findChannel(channelKey)).settings.visitConsent
  }
}

/** That there is none is an answer; that the database is away is not. */
function undefinedIfProblem(error: unknown): undefined {
  if (!(error instanceof Problem)) throw error
}

const beginningOf = ({ topic, order }: PreChatAnswers) => ({
  subject: null,
  isSpam: false,
  followsId: null,
  contactReason: topic,
  orderNumber: order,
})

const named = ({ id, name, language }: Customer) => ({ id, name: name ?? VISITOR_NAME, language })

const tell = (line: Line, frame: WidgetServerFrame): void => line.send(frame)
