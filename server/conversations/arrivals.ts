import { sql } from 'kysely'
import type { Transaction } from '#platform/database/database.ts'
import type { MessageBody } from '#protocol/conversations.ts'
import { attachToMessages } from './attachments.ts'
import { previewOf } from './conversation.ts'
import { type AttachmentRow, selectMessages, toAttachmentBody, toMessageBody } from './message.ts'
import type { InboundMessage } from './receiving.ts'

/** A thread while its conversation is locked; revisions grow here as messages are admitted. */
export type ThreadState = {
  workspaceId: string
  id: string
  customerId: string
  revision: number
  conversation: { workspaceId: string; id: string; revision: number }
}

/** A message that was admitted and has its place in its conversation. */
export type Arrival = Omit<InboundMessage, 'attachmentIds'> & {
  attachments: AttachmentRow[]
  thread: ThreadState
  sentAt: Date
  revision: number
  threadRevision: number
}

/** Whoever begins a thread makes its id, so two workspaces may have the same. */
export const threadKeyOf = ({ workspaceId, threadId }: { workspaceId: string; threadId: string }): string =>
  `${workspaceId} ${threadId}`

/** Client ids are unique in their thread. */
export const keyOf = (message: { workspaceId: string; threadId: string; clientId: string | null }): string =>
  `${threadKeyOf(message)} ${message.clientId}`

/**
 * Statements take their rows as one JSON parameter, so that their text stays the same and is planned once. PostgreSQL
 * guesses at a hundred rows and would read whole tables for them; behind a limit that it cannot foresee it guesses at
 * ten, and goes by the indexes.
 */
const rowsOf = (rows: object[], columns: string) =>
  sql`(select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(${sql.raw(columns)})
    limit (select ${rows.length}::int))`

export type Places = {
  /** By thread key, those that exist. */
  threads: Map<string, ThreadState>
  hasRepeats: boolean
}

/**
 * Locks the threads of these messages and their conversations; always in the same order, so that two transactions never
 * wait for each other. A repeat whose first is only now being written by another server is not noticed here: the unique
 * client id refuses it, and on the next try it is.
 */
export async function lockPlaces(trx: Transaction, messages: InboundMessage[]): Promise<Places> {
  const wanted = messages.map(({ workspaceId, threadId, clientId }) => ({
    workspace_id: workspaceId,
    thread_id: threadId,
    client_id: clientId,
  }))
  const { rows } = await sql<{
    workspaceId: string
    threadId: string
    customerId: string
    threadRevision: number
    conversationId: string
    revision: number
    isRepeat: boolean
  }>`select threads.workspace_id, threads.id as thread_id, threads.customer_id, threads.revision as thread_revision,
      conversations.id as conversation_id, conversations.revision, earlier.id is not null as is_repeat
    from ${rowsOf(wanted, 'workspace_id uuid, thread_id uuid, client_id uuid')} as wanted
    join threads on threads.workspace_id = wanted.workspace_id and threads.id = wanted.thread_id
    join conversations on conversations.workspace_id = threads.workspace_id and conversations.id = threads.conversation_id
    left join messages as earlier on earlier.workspace_id = wanted.workspace_id and earlier.thread_id = wanted.thread_id
      and earlier.client_id = wanted.client_id
    order by conversations.workspace_id, conversations.id
    for update of conversations, threads`.execute(trx)

  const threads = new Map<string, ThreadState>()
  const conversations = new Map<string, ThreadState['conversation']>()
  for (const { workspaceId, threadId, customerId, threadRevision, conversationId, revision } of rows) {
    const conversation = conversations.get(conversationId) ?? { workspaceId, id: conversationId, revision }
    conversations.set(conversationId, conversation)
    const thread = { workspaceId, id: threadId, customerId, revision: threadRevision, conversation }
    threads.set(threadKeyOf({ workspaceId, threadId }), thread)
  }
  return { threads, hasRepeats: rows.some(({ isRepeat }) => isRepeat) }
}

/** Messages that came before, by key. */
export async function findRepeats(trx: Transaction, messages: InboundMessage[]): Promise<Map<string, MessageBody>> {
  const wanted = messages.map(({ workspaceId, threadId, clientId }) => ({
    workspace_id: workspaceId,
    thread_id: threadId,
    client_id: clientId,
  }))
  const rows = await selectMessages(
    trx.selectFrom('messages').where(
      sql<boolean>`(messages.workspace_id, messages.thread_id, messages.client_id) in
        (select * from ${rowsOf(wanted, 'workspace_id uuid, thread_id uuid, client_id uuid')} as wanted)`,
    ),
  ).execute()
  return new Map(rows.map((row) => [keyOf(row), toMessageBody(row)]))
}

/**
 * Stores the messages and moves their threads and conversations on. Ids come from the database in the order of arrival,
 * so that messages sort by them.
 */
export async function storeArrivals(trx: Transaction, arrivals: Arrival[]): Promise<Map<string, MessageBody>> {
  if (arrivals.length === 0) return new Map()
  const { rows } = await sql<{ workspaceId: string; id: string; threadId: string; clientId: string }>`
    with moved_on as (${moveConversationsOn(arrivals)}), touched as (${touchThreads(arrivals)})
    ${insertMessages(arrivals)}`.execute(trx)
  const ids = new Map(rows.map((row) => [keyOf(row), row.id]))
  const bodies = new Map<string, MessageBody>()
  for (const arrival of arrivals) {
    const id = ids.get(keyOf(arrival))
    if (id) bodies.set(keyOf(arrival), bodyOf(arrival, id))
  }
  await attachToMessages(
    trx,
    arrivals.flatMap((arrival) => {
      const { workspaceId, attachments } = arrival
      const messageId = bodies.get(keyOf(arrival))?.id
      return messageId
        ? attachments.map(({ id: attachmentId }, position) => ({ workspaceId, attachmentId, messageId, position }))
        : []
    }),
  )
  return bodies
}

function insertMessages(arrivals: Arrival[]) {
  const rows = arrivals.map(({ workspaceId, threadId, clientId, customer, text, thread, revision, sentAt }) => ({
    workspace_id: workspaceId,
    conversation_id: thread.conversation.id,
    thread_id: threadId,
    revision,
    author_id: customer.id,
    author_name: customer.name,
    text,
    client_id: clientId,
    sent_at: sentAt,
  }))
  return sql`insert into messages (workspace_id, conversation_id, thread_id, revision, kind, author_kind, author_id,
      author_name, text, client_id, delivery_state, sent_at)
    select workspace_id, conversation_id, thread_id, revision, 'inbound', 'customer', author_id, author_name, text,
      client_id, 'received', sent_at
    from ${rowsOf(
      rows,
      `workspace_id uuid, conversation_id uuid, thread_id uuid, revision bigint, author_id uuid, author_name text,
        text text, client_id uuid, sent_at timestamptz`,
    )} as arrivals
    returning workspace_id, id, thread_id, client_id`
}

const bodyOf = (
  { workspaceId, threadId, clientId, customer, text, attachments, thread, revision, sentAt }: Arrival,
  id: string,
): MessageBody => ({
  id,
  conversationId: thread.conversation.id,
  threadId,
  revision,
  kind: 'inbound',
  author: { kind: 'customer', id: customer.id, name: customer.name },
  subject: null,
  text,
  foldedText: null,
  hasHtml: false,
  hasOriginal: false,
  envelope: null,
  attachments: attachments.map((attachment) => toAttachmentBody(workspaceId, attachment)),
  isAutomatic: false,
  delivery: { state: 'received', failure: null, undoUntil: null },
  clientId,
  sentAt: sentAt.toISOString(),
})

/** A customer who writes opens the conversation again and waits from their first unanswered message on. */
function moveConversationsOn(arrivals: Arrival[]) {
  const newest = new Map(arrivals.map((arrival) => [arrival.thread.conversation, arrival]))
  const first = new Map(arrivals.toReversed().map((arrival) => [arrival.thread.conversation, arrival.sentAt]))
  const rows = [...newest.values()].map(({ thread, threadId, text, attachments, customer, sentAt }) => ({
    workspace_id: thread.workspaceId,
    id: thread.conversation.id,
    revision: thread.conversation.revision,
    thread_id: threadId,
    preview: previewOf(
      text,
      attachments.map(({ name }) => name),
    ),
    author: customer.name,
    at: sentAt,
    first_at: first.get(thread.conversation),
  }))
  return sql`update conversations set revision = news.revision, last_message_at = news.at,
      reply_thread_id = news.thread_id, waiting_since = coalesce(conversations.waiting_since, news.first_at),
      status = 'open', snoozed_until = null, closed_at = null,
      reopened_count = reopened_count + (conversations.status = 'closed')::int,
      preview_text = news.preview, preview_kind = 'inbound', preview_author_kind = 'customer',
      preview_author_name = news.author
    from ${rowsOf(
      rows,
      `workspace_id uuid, id uuid, revision bigint, thread_id uuid, preview text, author text, at timestamptz,
        first_at timestamptz`,
    )} as news
    where conversations.workspace_id = news.workspace_id and conversations.id = news.id`
}

function touchThreads(arrivals: Arrival[]) {
  const threads = [...new Set(arrivals.map(({ thread }) => thread))]
  const rows = threads.map(({ workspaceId, id, revision }) => ({ workspace_id: workspaceId, id, revision }))
  return sql`update threads set revision = news.revision
    from ${rowsOf(rows, 'workspace_id uuid, id uuid, revision bigint')} as news
    where threads.workspace_id = news.workspace_id and threads.id = news.id`
}
