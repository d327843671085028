import { sql } from 'kysely'
import { type MessageRow, selectMessages, toMessageBody } from '#conversations/message.ts'
import { threadNotFound } from '#conversations/problems.ts'
import type { Database } from '#platform/database/database.ts'
import type { MessageBody } from '#protocol/conversations.ts'
import type { WidgetMessageBody, WidgetThreadBody, WidgetTimelineBody } from '#protocol/widget.ts'

export type ThreadTools = { db: Database; forWidget: (workspaceId: string, message: MessageBody) => WidgetMessageBody }
export type Whose = { workspaceId: string; channelId: string; customerId: string }

/** The customer's threads in chat windows, the one last written in first. */
export async function listThreads(tools: ThreadTools, whose: Whose): Promise<WidgetThreadBody[]> {
  const threads = await selectThreads(tools.db, whose)
    .orderBy('conversations.lastMessageAt', 'desc')
    .limit(20)
    .execute()
  const newest = await listNewestMessages(
    tools.db,
    whose.workspaceId,
    threads.map(({ id }) => id),
  )
  return threads.map((thread) => {
    const message = newest.get(thread.id)
    return toThreadBody(thread, message ? tools.forWidget(whose.workspaceId, toMessageBody(message)) : null)
  })
}

/** Team's messages that the customer has not seen, over all their threads; at most 100. */
export async function countUnread(db: Database, whose: Whose): Promise<number> {
  const threads = await selectThreads(db, whose).execute()
  return Math.min(
    100,
    threads.reduce((total, { unreadCount }) => total + unreadCount, 0),
  )
}

/** A page of a thread, newest page first. Notes are not in it. @throws threadNotFound when it is not theirs */
export async function readThread(
  { db, forWidget }: ThreadTools,
  whose: Whose,
  threadId: string,
  { before, limit = 50 }: { before?: string; limit?: number },
): Promise<WidgetTimelineBody> {
  const thread = await selectThreads(db, whose).where('threads.id', '=', threadId).executeTakeFirst()
  if (!thread) throw threadNotFound()
  let newest = customerMessages(db, whose.workspaceId)
    .where('messages.threadId', '=', threadId)
    .orderBy('messages.id', 'desc')
    .limit(limit + 1)
  if (before) newest = newest.where('messages.id', '<', before)
  const rows = await newest.execute()
  const messages = rows
    .slice(0, limit)
    .reverse()
    .map((row) => forWidget(whose.workspaceId, toMessageBody(row)))
  return {
    thread: toThreadBody(thread, before ? null : (messages.at(-1) ?? null)),
    messages,
    hasEarlier: rows.length > limit,
  }
}

const customerMessages = (db: Database, workspaceId: string) =>
  selectMessages(
    db.selectFrom('messages').where('messages.workspaceId', '=', workspaceId).where('messages.kind', '!=', 'note'),
  )

const selectThreads = (db: Database, { workspaceId, channelId, customerId }: Whose) =>
  db
    .selectFrom('threads')
    .innerJoin('conversations', (join) =>
      join
        .onRef('conversations.workspaceId', '=', 'threads.workspaceId')
        .onRef('conversations.id', '=', 'threads.conversationId'),
    )
    .where('threads.workspaceId', '=', workspaceId)
    .where('threads.channelId', '=', channelId)
    .where('threads.customerId', '=', customerId)
    .select([
      'threads.id',
      'threads.revision',
      'threads.createdAt',
      'conversations.status',
      'conversations.teamReadMessageId',
    ])
    .select(
      sql<number>`(select count(*) from (select from messages where messages.workspace_id = threads.workspace_id
        and messages.thread_id = threads.id and messages.kind = 'outbound'
        and messages.id > coalesce(threads.customer_read_message_id, '00000000-0000-0000-0000-000000000000') limit 100) unread)`.as(
        'unreadCount',
      ),
    )

type ThreadRow = Awaited<ReturnType<ReturnType<typeof selectThreads>['execute']>>[number]

const toThreadBody = (thread: ThreadRow, lastMessage: WidgetMessageBody | null): WidgetThreadBody => ({
  id: thread.id,
  revision: thread.revision,
  isClosed: thread.status === 'closed',
  unreadCount: thread.unreadCount,
  lastMessage,
  teamReadMessageId: thread.teamReadMessageId,
  createdAt: thread.createdAt.toISOString(),
})

async function listNewestMessages(
  db: Database,
  workspaceId: string,
  threadIds: string[],
): Promise<Map<string, MessageRow>> {
  if (threadIds.length === 0) return new Map()
  const rows = await customerMessages(db, workspaceId)
    .where('messages.threadId', 'in', threadIds)
    .distinctOn('messages.threadId')
    .orderBy('messages.threadId')
    .orderBy('messages.id', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.threadId, row]))
}
