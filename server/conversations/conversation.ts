import { type SelectQueryBuilder, sql } from 'kysely'
import type { Database, Transaction } from '#platform/database/database.ts'
import type { DB } from '#platform/database/schema.generated.ts'
import type { ConversationBody } from '#protocol/conversations.ts'
import type { Agent } from '#workspaces/agent.ts'
import { conversationNotFound } from './problems.ts'

/** What a change needs to know of a conversation; its row is locked until the transaction ends. */
export type LockedConversation = Awaited<ReturnType<typeof lockConversation>>

/** The part of a conversation's row that most abilities change or read. */
const columns = [
  'workspaceId',
  'id',
  'status',
  'revision',
  'customerId',
  'channelId',
  'assigneeId',
  'teamId',
  'snoozedUntil',
  'closedAt',
  'waitingSince',
  'firstReplyAt',
  'replyThreadId',
  'teamReadMessageId',
] as const

/** Every lookup starts from who is asking: a collaborator's world holds only what they were asked into. */
export function visibleConversations(db: Database | Transaction, agent: Agent) {
  const inWorkspace = db.selectFrom('conversations').where('conversations.workspaceId', '=', agent.workspaceId)
  return agent.role === 'collaborator' ? inWorkspace.where(isAskedInto(agent)) : inWorkspace
}

const isAskedInto = (agent: Agent) => sql<boolean>`exists (select from conversation_collaborators asked
  where asked.workspace_id = conversations.workspace_id and asked.conversation_id = conversations.id and asked.member_id = ${agent.id})`

/**
 * Reads in order to change: whoever locks the same conversation waits.
 * @throws conversationNotFound when this agent cannot see it
 */
export async function lockConversation(trx: Transaction, agent: Agent, conversationId: string) {
  const conversation = await visibleConversations(trx, agent)
    .where('conversations.id', '=', conversationId)
    .select(columns)
    .forUpdate()
    .executeTakeFirst()
  if (!conversation) throw conversationNotFound()
  return conversation
}

/** @throws conversationNotFound when this agent cannot see it */
export async function getConversation(
  db: Database | Transaction,
  agent: Agent,
  conversationId: string,
): Promise<ConversationBody> {
  const row = await selectConversationBodies(
    visibleConversations(db, agent).where('conversations.id', '=', conversationId),
  ).executeTakeFirst()
  if (!row) throw conversationNotFound()
  return toConversationBody(row)
}

/**
 * For those who are told because something happened in them; who may hear it is decided elsewhere. By conversation id.
 * Behind a limit that it cannot foresee, PostgreSQL expects few rows and goes by the index.
 */
export async function listConversationBodies(
  db: Database | Transaction,
  conversations: { workspaceId: string; id: string }[],
): Promise<Map<string, ConversationBody>> {
  if (conversations.length === 0) return new Map()
  const wanted = JSON.stringify(conversations.map(({ workspaceId, id }) => ({ workspace_id: workspaceId, id })))
  const rows = await selectConversationBodies(
    db.selectFrom('conversations').where(
      sql<boolean>`(conversations.workspace_id, conversations.id) in
          (select workspace_id, id from jsonb_to_recordset(${wanted}::jsonb) as wanted(workspace_id uuid, id uuid)
            limit (select ${conversations.length}::int))`,
    ),
  ).execute()
  return new Map(rows.map((row) => [row.id, toConversationBody(row)]))
}

export type ConversationBodyRow = Awaited<
  ReturnType<ReturnType<typeof selectConversationBodies>['executeTakeFirstOrThrow']>
>

/** Joins what a `ConversationBody` shows beside the conversation itself. */
export function selectConversationBodies(query: SelectQueryBuilder<DB, 'conversations', object>) {
  return query
    .innerJoin('customers', (join) =>
      join
        .onRef('customers.workspaceId', '=', 'conversations.workspaceId')
        .onRef('customers.id', '=', 'conversations.customerId'),
    )
    .innerJoin('channels', (join) =>
      join
        .onRef('channels.workspaceId', '=', 'conversations.workspaceId')
        .onRef('channels.id', '=', 'conversations.channelId'),
    )
    .selectAll('conversations')
    .select([
      'customers.name as customerName',
      'channels.kind as channelKind',
      'channels.name as channelName',
      sql<string | null>`(select value from customer_identities identity
        where identity.workspace_id = conversations.workspace_id and identity.customer_id = conversations.customer_id
          and identity.kind = 'email' order by is_verified desc, id limit 1)`.as('customerEmail'),
      sql<number | null>`case when conversations.follows_id is not null then (select number from conversations followed
        where followed.workspace_id = conversations.workspace_id and followed.id = conversations.follows_id) end`.as(
        'followsNumber',
      ),
      sql<string[]>`array(select member_id from conversation_collaborators asked
        where asked.workspace_id = conversations.workspace_id and asked.conversation_id = conversations.id)`.as(
        'collaboratorIds',
      ),
    ])
}

export function toConversationBody(row: ConversationBodyRow): ConversationBody {
  return {
    id: row.id,
    number: row.number,
    revision: row.revision,
    status: row.status,
    subject: row.subject,
    language: row.language,
    contactReason: row.contactReason,
    orderNumber: row.orderNumber,
    tags: row.tags,
    customer: { id: row.customerId, name: row.customerName, email: row.customerEmail },
    channel: { id: row.channelId, kind: row.channelKind, name: row.channelName },
    threadId: row.replyThreadId,
    assigneeId: row.assigneeId,
    teamId: row.teamId,
    preview: toPreview(row),
    lastMessageAt: row.lastMessageAt.toISOString(),
    waitingSince: row.waitingSince?.toISOString() ?? null,
    snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    follows:
      row.followsId !== null && row.followsNumber !== null ? { id: row.followsId, number: row.followsNumber } : null,
    failedCount: row.failedCount,
    customerReadMessageId: row.customerReadMessageId,
    teamReadMessageId: row.teamReadMessageId,
    collaboratorIds: row.collaboratorIds,
  }
}

function toPreview({
  previewText: text,
  previewKind: kind,
  previewAuthorKind: authorKind,
  previewAuthorName: authorName,
}: ConversationBodyRow) {
  if (text === null || kind === null || authorKind === null || authorName === null) return null
  return { text, kind, authorKind, authorName }
}

/** As much of a message as a list shows. */
export const PREVIEW_LENGTH = 160

/** One line for a list: the start of the text, or the subject, or what was attached. */
export function previewOf(text: string, attachmentNames: string[], subject: string | null = null): string {
  const line = text.replace(/\s+/gu, ' ').trim()
  const shown = line || subject || attachmentNames.join(', ')
  return shown.length <= PREVIEW_LENGTH
    ? shown
    : `${shown
        .slice(0, PREVIEW_LENGTH - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`
}
