import type { PresentMember } from '#protocol/events.ts'
import type { Audience, DeskSession } from './audience.ts'

/** A desk that reloads is gone for a moment; nobody needs to hear of that. */
const SETTLE_MILLISECONDS = 1_000

/** Who of the team is here. Only agents count for customers: a collaborator answers nobody. */
export type Presence = ReturnType<typeof createPresence>

export function createPresence(audience: Audience) {
  const waiting = new Map<string, NodeJS.Timeout>()
  const lastTold = new Map<string, string>()

  function settle(workspaceId: string): void {
    waiting.delete(workspaceId)
    const members = present(audience.desksOf(workspaceId))
    const team = teamOf(workspaceId)
    const news = JSON.stringify([members, team])
    if (lastTold.get(workspaceId) === news) return
    lastTold.set(workspaceId, news)
    audience.tellWorkspace(workspaceId, { type: 'presence.changed', members })
    audience.tellVisitors(workspaceId, { type: 'team.presence', ...team })
    if (members.length === 0) lastTold.delete(workspaceId)
  }

  const answering = (workspaceId: string): PresentMember[] =>
    present(audience.desksOf(workspaceId).filter(({ agent }) => agent.role !== 'collaborator'))

  const teamOf = (workspaceId: string) => {
    const members = answering(workspaceId).map(({ name }) => ({ name }))
    return { isOnline: members.length > 0, members: members.slice(0, 5) }
  }

  return {
    teamOf,
    countAgents: (workspaceId: string): number => answering(workspaceId).length,
    membersOf: (workspaceId: string): PresentMember[] => present(audience.desksOf(workspaceId)),
    /** Tells those who have a conversation on their screen who else has. */
    viewersChanged(workspaceId: string, conversationId: string): void {
      const viewers = present(
        audience.desksOf(workspaceId).filter(({ viewing }) => viewing?.conversationId === conversationId),
      )
      audience.tellViewers(workspaceId, conversationId, { type: 'viewers.changed', conversationId, viewers })
    },
    changed(workspaceId: string): void {
      if (waiting.has(workspaceId)) return
      waiting.set(workspaceId, setTimeout(settle, SETTLE_MILLISECONDS, workspaceId).unref())
    },
  }
}

/** Each member once, however many windows they have. */
const present = (sessions: DeskSession[]): PresentMember[] =>
  [...new Map(sessions.map(({ agent }) => [agent.id, { memberId: agent.id, name: agent.name }])).values()].sort(
    (a, b) => a.memberId.localeCompare(b.memberId),
  )
