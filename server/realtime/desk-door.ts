import { visibleConversations } from '#conversations/conversation.ts'
import type { Database } from '#platform/database/database.ts'
import { CloseCode, DeskFrame, HEARTBEAT_SECONDS } from '#protocol/socket.ts'
import type { Agent } from '#workspaces/agent.ts'
import type { Audience, DeskSession, Viewing } from './audience.ts'
import type { Caller, Door } from './door.ts'
import type { Presence } from './presence.ts'

type FindAgent = (
  headers: Caller['headers'],
  workspaceId: string,
) => Promise<{ agent: Agent; sessionId: string } | undefined>
type DeskDoorTools = { db: Database; audience: Audience; presence: Presence; findAgent: FindAgent }

/** `/api/desk/socket`: agents, by the cookie of their session. */
export function deskDoor({ db, audience, presence, findAgent }: DeskDoorTools): Door<DeskFrame, DeskSession> {
  return {
    kind: 'desk',
    path: '/api/desk/socket',
    frames: DeskFrame,

    async enter({ workspaceId }, line, { headers }) {
      const entered = await findAgent(headers, workspaceId)
      if (!entered) return { closeCode: CloseCode.signedOut, reason: 'Sign in again' }
      const session: DeskSession = { ...entered, line, viewing: undefined }
      audience.deskEntered(session)
      presence.changed(workspaceId)
      line.send({ type: 'welcome', heartbeatSeconds: HEARTBEAT_SECONDS })
      line.send({ type: 'event', event: { type: 'presence.changed', members: presence.membersOf(workspaceId) } })
      return session
    },

    async hear(frame, session) {
      if (frame.type === 'view') await view(session, frame.conversationId)
      if (frame.type === 'typing') tellTyping(session, frame)
    },

    leave(session) {
      audience.deskLeft(session)
      if (session.viewing) presence.viewersChanged(session.agent.workspaceId, session.viewing.conversationId)
      presence.changed(session.agent.workspaceId)
    },
  }

  /** Looking at a conversation one may not see is looking at nothing. */
  async function view(session: DeskSession, conversationId: string | null): Promise<void> {
    const { workspaceId } = session.agent
    const before = session.viewing?.conversationId
    session.viewing = conversationId === null ? undefined : await findViewing(session.agent, conversationId)
    if (before && before !== conversationId) presence.viewersChanged(workspaceId, before)
    if (session.viewing) presence.viewersChanged(workspaceId, session.viewing.conversationId)
  }

  async function findViewing(agent: Agent, id: string): Promise<Viewing | undefined> {
    const row = await visibleConversations(db, agent)
      .where('conversations.id', '=', id)
      .select(['id', 'replyThreadId', 'customerId'])
      .executeTakeFirst()
    return row && { conversationId: row.id, threadId: row.replyThreadId, customerId: row.customerId }
  }

  /** A note is typed in secret: the customer sees nothing of it. */
  function tellTyping(
    session: DeskSession,
    { conversationId, isTyping, isNote }: DeskFrame & { type: 'typing' },
  ): void {
    const { agent, viewing } = session
    if (viewing?.conversationId !== conversationId) return
    const { workspaceId, id: memberId, name, role } = agent
    audience.tellViewers(
      workspaceId,
      conversationId,
      { type: 'member.typing', conversationId, memberId, name, isTyping, isNote },
      session,
    )
    if (isNote || role === 'collaborator') return
    audience.tellCustomer(workspaceId, viewing.customerId, {
      type: 'member.typing',
      threadId: viewing.threadId,
      name,
      isTyping,
    })
  }
}
