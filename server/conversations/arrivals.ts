import { sql } from 'kysely'
import type { Transaction } from '#platform/database/database.ts'
import type { MessageBody } from '#protocol/conversations.ts'
import { attachToMessages } from './attachments.ts'
import { previewOf } from './conversation.ts'
import { excerpt, isLong } from './excerpt.ts'
import type { InboundLetter } from './letter.ts'
import { type AttachmentRow, selectMessages, toAttachmentBody, toMessageBody } from './message.ts'
import type { InboundMessage } from './receiving.ts'

/** A thread while its conversation is locked; revisions grow here as messages are admitted. */
export type ThreadState = {
  workspaceId: string
  id: string
  customerId: string
  revision: number
  conversation: ConversationState
}
export type ConversationState = { workspaceId: string; id: string; revision: number }

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
  /** By id, those that a new thread may join, with whose they are. */
  joined: Map<string, { conversation: ConversationState; customerId: string }>
  hasRepeats: boolean
}

/**
 * Locks the threads of these messages and their conversations; always in the same order, so that two transactions never
 * wait for each other. A repeat whose first is only now being written by another server is not noticed here: the unique
 * client id refuses it, and on the next try it is.
 */
export async function lockPlaces(trx: Transaction, messages: InboundMessage[]): Promise<Places> {
  const joined = messages.some(({ beginning }) => beginning?.conversationId) ? await lockJoined(trx, messages) : []
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
  const conversations = new Map<string, ConversationState>()
  for (const { workspaceId, threadId, customerId, threadRevision, conversationId, revision } of rows) {
    const conversation = conversations.get(conversationId) ?? { workspaceId, id: conversationId, revision }
    conversations.set(conversationId, conversation)
    const thread = { workspaceId, id: threadId, customerId, revision: threadRevision, conversation }
    threads.set(threadKeyOf({ workspaceId, threadId }), thread)
  }
  return {
    threads,
    joined: new Map(
      joined.map(({ customerId, ...conversation }) => [
        conversation.id,
        { customerId, conversation: conversations.get(conversation.id) ?? conversation },
      ]),
    ),
    hasRepeats: rows.some(({ isRepeat }) => isRepeat),
  }
}

/** Together with those of the threads that there are already, for the sake of the order. */
async function lockJoined(
  trx: Transaction,
  messages: InboundMessage[],
): Promise<(ConversationState & { customerId: string })[]> {
  const wanted = messages.map(({ workspaceId, threadId, beginning }) => ({
    workspace_id: workspaceId,
    thread_id: threadId,
    conversation_id: beginning?.conversationId,
  }))
  const { rows } = await sql<ConversationState & { customerId: string }>`
    select workspace_id, id, revision, customer_id from conversations
    where (workspace_id, id) in (
      select wanted.workspace_id, coalesce(threads.conversation_id, wanted.conversation_id)
      from ${rowsOf(wanted, 'workspace_id uuid, thread_id uuid, conversation_id uuid')} as wanted
      left join threads on threads.workspace_id = wanted.workspace_id and threads.id = wanted.thread_id)
    order by workspace_id, id for update`.execute(trx)
  return rows
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
  const rows = arrivals.map((arrival) => ({
    workspace_id: arrival.workspaceId,
    conversation_id: arrival.thread.conversation.id,
    thread_id: arrival.threadId,
    revision: arrival.revision,
    author_id: authorOf(arrival).id,
    author_name: authorOf(arrival).name,
    text: arrival.text,
    client_id: arrival.clientId,
    sent_at: arrival.sentAt,
    is_automatic: arrival.isAutomatic,
    ...letterColumns(arrival.letter),
  }))
  return sql`insert into messages (workspace_id, conversation_id, thread_id, revision, kind, author_kind, author_id,
      author_name, text, client_id, delivery_state, sent_at, is_automatic, external_id, subject, html, folded_text,
      envelope, original_sha256, original_bytes)
    select workspace_id, conversation_id, thread_id, revision, 'inbound', 'customer', author_id, author_name, text,
      client_id, 'received', sent_at, coalesce(is_automatic, false), external_id, subject, html, folded_text, envelope,
      decode(original_sha256, 'hex'), original_bytes
    from ${rowsOf(
      rows,
      `workspace_id uuid, conversation_id uuid, thread_id uuid, revision bigint, author_id uuid, author_name text,
        text text, client_id uuid, sent_at timestamptz, is_automatic boolean, external_id text, subject text, html text,
        folded_text text, envelope jsonb, original_sha256 text, original_bytes bigint`,
    )} as arrivals
    returning workspace_id, id, thread_id, client_id`
}

const letterColumns = (letter: InboundLetter | undefined) =>
  letter && {
    external_id: letter.externalId,
    subject: letter.subject,
    html: letter.html,
    folded_text: letter.foldedText,
    envelope: letter.envelope,
    original_sha256: letter.original?.sha256.toString('hex'),
    original_bytes: letter.original?.bytes,
  }

/** The customer, unless somebody else has written in their matter. */
export const authorOf = ({ author, customer }: Pick<InboundMessage, 'author' | 'customer'>) => author ?? customer

const bodyOf = (
  {
    workspaceId,
    threadId,
    clientId,
    customer,
    author = customer,
    text,
    letter,
    isAutomatic = false,
    attachments,
    thread,
    revision,
    sentAt,
  }: Arrival,
  id: string,
): MessageBody => ({
  id,
  conversationId: thread.conversation.id,
  threadId,
  revision,
  kind: 'inbound',
  author: { kind: 'customer', id: author.id, name: author.name },
  subject: letter?.subject ?? null,
  text: excerpt(text),
  foldedText: letter?.foldedText ? excerpt(letter.foldedText) : null,
  ...((isLong(text) || isLong(letter?.foldedText ?? null)) && { isExcerpt: true }),
  hasHtml: typeof letter?.html === 'string',
  hasOriginal: Boolean(letter?.original),
  envelope: letter?.envelope ?? null,
  attachments: attachments.map((attachment) => toAttachmentBody(workspaceId, attachment)),
  isAutomatic,
  delivery: { state: 'received', failure: null, undoUntil: null },
  clientId,
  sentAt: sentAt.toISOString(),
})

/**
 * A customer who writes opens the conversation again and waits from their first unanswered message on. A machine waits
 * for nothing, and what is spam stays spam.
 */
function moveConversationsOn(arrivals: Arrival[]) {
  const inConversations = (some: Arrival[]) => new Map(some.map((arrival) => [arrival.thread.conversation, arrival]))
  const byPeople = arrivals.filter(({ isAutomatic }) => !isAutomatic)
  const newestOfPeople = inConversations(byPeople)
  const firstOfPeople = inConversations(byPeople.toReversed())
  const rows = [...inConversations(arrivals).values()].map((newest) => ({
    workspace_id: newest.workspaceId,
    id: newest.thread.conversation.id,
    revision: newest.thread.conversation.revision,
    thread_id: newestOfPeople.get(newest.thread.conversation)?.threadId,
    preview: previewOf(
      newest.text,
      newest.attachments.map(({ name }) => name),
      newest.letter?.subject,
    ),
    author: authorOf(newest).name,
    at: newest.sentAt,
    first_at: firstOfPeople.get(newest.thread.conversation)?.sentAt,
  }))
  return sql`update conversations set revision = news.revision, last_message_at = news.at,
      reply_thread_id = coalesce(news.thread_id, reply_thread_id),
      waiting_since = case when status <> 'spam' then coalesce(waiting_since, news.first_at) end,
      status = case when status = 'spam' or news.first_at is null then status else 'open' end,
      snoozed_until = case when news.first_at is null then snoozed_until end,
      closed_at = case when news.first_at is null then closed_at end,
      reopened_count = reopened_count + (status = 'closed' and news.first_at is not null)::int,
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
