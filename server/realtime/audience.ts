import type { Customer } from '#customers/customer.ts'
import type { DeskEvent, WidgetEvent } from '#protocol/events.ts'
import type { Agent } from '#workspaces/agent.ts'
import type { Line } from './door.ts'

/** A desk window. `viewing`: the conversation on its screen, which it was checked to be allowed to see. */
export type DeskSession = { agent: Agent; sessionId: string; line: Line; viewing: Viewing | undefined }
export type Viewing = { conversationId: string; threadId: string; customerId: string }

/** A chat window; without a customer until the visitor first writes or the shop says who they are. */
export type WidgetSession = {
  workspaceId: string
  channelId: string
  visitorId: string
  customer: Customer | undefined
  line: Line
}

type ChannelRef = { workspaceId: string; channelId: string }

/**
 * Who hears what, in this one place. A desk hears its own workspace: owners, admins and agents every conversation,
 * collaborators only those they were asked into. A chat window hears its own customer's threads, and no function here
 * takes a note to it.
 */
export type Audience = ReturnType<typeof createAudience>

export function createAudience() {
  const desks = new Map<string, Set<DeskSession>>()
  const widgets = new Map<string, Set<WidgetSession>>()
  const channels = new Map<string, Set<WidgetSession>>()
  const customers = new Map<string, Set<WidgetSession>>()
  const strangers = new Map<string, Set<WidgetSession>>()
  const customerKey = (workspaceId: string, customerId: string) => `${workspaceId} ${customerId}`
  const channelKey = ({ workspaceId, channelId }: ChannelRef) => `${workspaceId} ${channelId}`

  const desksOf = (workspaceId: string): DeskSession[] => [...(desks.get(workspaceId) ?? [])]
  const tell = (sessions: Iterable<{ line: Line }>, event: DeskEvent | WidgetEvent): void => {
    const text = JSON.stringify({ type: 'event', event })
    for (const { line } of sessions) line.sendText(text)
  }

  return {
    desksOf,
    allDesks: (): DeskSession[] => [...desks.values()].flatMap((sessions) => [...sessions]),
    widgetsOf: (workspaceId: string): Iterable<WidgetSession> => widgets.get(workspaceId) ?? [],
    /** Those that somebody has a chat window open of. */
    openChannels: (): ChannelRef[] => [...channels.values()].flatMap(([session]) => (session ? [session] : [])),
    isCustomerHere: (workspaceId: string, customerId: string): boolean =>
      customers.has(customerKey(workspaceId, customerId)),

    deskEntered: (session: DeskSession): void => add(desks, session.agent.workspaceId, session),
    deskLeft: (session: DeskSession): void => remove(desks, session.agent.workspaceId, session),
    widgetEntered(session: WidgetSession): void {
      add(widgets, session.workspaceId, session)
      add(channels, channelKey(session), session)
      if (session.customer) add(customers, customerKey(session.workspaceId, session.customer.id), session)
      else add(strangers, customerKey(session.workspaceId, session.visitorId), session)
    },
    widgetLeft(session: WidgetSession): void {
      remove(widgets, session.workspaceId, session)
      remove(channels, channelKey(session), session)
      if (session.customer) remove(customers, customerKey(session.workspaceId, session.customer.id), session)
      else remove(strangers, customerKey(session.workspaceId, session.visitorId), session)
    },
    /** A visitor has become a customer, in all their windows. */
    visitorBecame({ workspaceId, visitorId }: { workspaceId: string; visitorId: string }, customer: Customer): void {
      const key = customerKey(workspaceId, visitorId)
      for (const session of strangers.get(key) ?? []) {
        session.customer = customer
        add(customers, customerKey(workspaceId, customer.id), session)
      }
      strangers.delete(key)
    },

    /** A customer has another name, or turned out to be another: so are all their windows. */
    customerBecame(workspaceId: string, from: string, customer: Customer): void {
      const sessions = customers.get(customerKey(workspaceId, from)) ?? []
      customers.delete(customerKey(workspaceId, from))
      for (const session of sessions) {
        session.customer = customer
        add(customers, customerKey(workspaceId, customer.id), session)
      }
    },

    /** What happened in a conversation, and what only those who may open it may know. */
    tellTeam(workspaceId: string, collaboratorIds: string[], event: DeskEvent): void {
      tell(
        desksOf(workspaceId).filter(({ agent }) => agent.role !== 'collaborator' || collaboratorIds.includes(agent.id)),
        event,
      )
    },
    /** Those who have the conversation on their screen right now, but the one it comes from. */
    tellViewers(workspaceId: string, conversationId: string, event: DeskEvent, but?: DeskSession): void {
      tell(
        desksOf(workspaceId).filter((session) => session !== but && session.viewing?.conversationId === conversationId),
        event,
      )
    },
    /** What concerns no conversation: members, teams, who is here. */
    tellWorkspace: (workspaceId: string, event: DeskEvent): void => tell(desksOf(workspaceId), event),
    /** What concerns customers in general: not for collaborators. */
    tellAgents(workspaceId: string, event: DeskEvent): void {
      tell(
        desksOf(workspaceId).filter(({ agent }) => agent.role !== 'collaborator'),
        event,
      )
    },
    tellMember(workspaceId: string, memberId: string, event: DeskEvent): void {
      tell(
        desksOf(workspaceId).filter(({ agent }) => agent.id === memberId),
        event,
      )
    },
    tellCustomer(workspaceId: string, customerId: string, event: WidgetEvent): void {
      tell(customers.get(customerKey(workspaceId, customerId)) ?? [], event)
    },
    /** Every chat window of the workspace: only what any visitor may know. */
    tellVisitors: (workspaceId: string, event: WidgetEvent & { type: 'team.presence' }): void =>
      tell(widgets.get(workspaceId) ?? [], event),
    /** Every chat window of one channel: only what any visitor may know. */
    tellChannel: (channel: ChannelRef, event: WidgetEvent & { type: 'promise.changed' }): void =>
      tell(channels.get(channelKey(channel)) ?? [], event),
  }
}

function add<Session>(sets: Map<string, Set<Session>>, key: string, session: Session): void {
  const known = sets.get(key)
  if (known) known.add(session)
  else sets.set(key, new Set([session]))
}

function remove<Session>(sets: Map<string, Set<Session>>, key: string, session: Session): void {
  const known = sets.get(key)
  known?.delete(session)
  if (known?.size === 0) sets.delete(key)
}
