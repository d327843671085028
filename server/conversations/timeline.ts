import type { Database } from '#platform/database/database.ts'
import type { ActivityBody, ChangesBody, InboxItemBody, TimelineBody } from '#protocol/conversations.ts'
import type { Agent } from '#workspaces/agent.ts'
import { selectConversationBodies, visibleConversations } from './conversation.ts'
import { ACTIVITY_TYPES, MOVING_TYPES } from './events.ts'
import { toInboxItem, unreadCount } from './inbox.ts'
import { selectMessages, toMessageBody } from './message.ts'
import { conversationNotFound } from './problems.ts'

/** `before`: the oldest message id already on screen. */
export type Page = { before?: string; limit?: number }

/**
 * A page of a conversation, newest page first, with what happened between its messages.
 * @throws conversationNotFound when this agent cannot see it
 */
export async function readTimeline(
  db: Database,
  agent: Agent,
  conversationId: string,
  { before, limit = 50 }: Page,
): Promise<TimelineBody> {
  const conversation = await getInboxItem(db, agent, conversationId)
  let newest = selectMessages(messagesOf(db, agent, conversationId))
    .orderBy('messages.id', 'desc')
    .limit(limit + 1)
  if (before) newest = newest.where('messages.id', '<', before)
  const rows = await newest.execute()
  const messages = rows.slice(0, limit).reverse()
  const hasEarlier = rows.length > limit
  const activities = await listActivities(db, agent, conversationId, {
    from: hasEarlier ? messages[0]?.id : undefined,
    before,
  })
  return { conversation, messages: messages.map(toMessageBody), activities, hasEarlier }
}

/** More than this is quicker read anew. */
const MOST_CHANGES = 300

/**
 * What changed in a conversation after a revision, for a reader who noticed a gap.
 * @throws conversationNotFound when this agent cannot see it
 */
export async function readChanges(
  db: Database,
  agent: Agent,
  conversationId: string,
  since: number,
): Promise<ChangesBody> {
  const conversation = await getInboxItem(db, agent, conversationId)
  const rows = await selectMessages(messagesOf(db, agent, conversationId))
    .where('messages.revision', '>', since)
    .orderBy('messages.id')
    .limit(MOST_CHANGES + 1)
    .execute()
  const activities = await listActivities(db, agent, conversationId, { since })
  const isComplete = rows.length <= MOST_CHANGES && !activities.some(({ type }) => MOVING_TYPES.has(type))
  if (!isComplete) return { conversation, messages: [], activities: [], isComplete }
  return { conversation, messages: rows.map(toMessageBody), activities, isComplete }
}

async function getInboxItem(db: Database, agent: Agent, conversationId: string): Promise<InboxItemBody> {
  const row = await selectConversationBodies(
    visibleConversations(db, agent).where('conversations.id', '=', conversationId),
  )
    .select(unreadCount(agent))
    .executeTakeFirst()
  if (!row) throw conversationNotFound()
  return toInboxItem(row)
}

const messagesOf = (db: Database, { workspaceId }: Agent, conversationId: string) =>
  db
    .selectFrom('messages')
    .where('messages.workspaceId', '=', workspaceId)
    .where('messages.conversationId', '=', conversationId)

type ActivityRange = { /** From this message on. */ from?: string; before?: string; since?: number }

/** Event ids and message ids are made by the same clock, so they sort together. */
async function listActivities(
  db: Database,
  agent: Agent,
  conversationId: string,
  { from, before, since }: ActivityRange,
): Promise<ActivityBody[]> {
  let rows = db
    .selectFrom('events')
    .where('workspaceId', '=', agent.workspaceId)
    .where('conversationId', '=', conversationId)
    .where('type', 'in', ACTIVITY_TYPES)
  if (from) rows = rows.where('id', '>', from)
  if (before) rows = rows.where('id', '<', before)
  if (since !== undefined) rows = rows.where('revision', '>', since)
  const events = await rows
    .select(['id', 'type', 'at', 'actorKind', 'actorId', 'data'])
    .orderBy('id', 'desc')
    .limit(500)
    .execute()
  return events.reverse().map(({ id, type, at, actorKind, actorId, data }) => {
    const { actorName, ...rest } = typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {}
    return {
      id,
      type,
      at: at.toISOString(),
      actor: { kind: actorKind, id: actorId, name: String(actorName ?? '') },
      data: rest,
    }
  })
}
