import { sql } from 'kysely'
import type { Transaction } from '#platform/database/database.ts'
import type { Secrets } from '#platform/secrets.ts'
import { readMessageId } from './addresses.ts'
import { conversationNumber, numbersIn, plainNumber } from './numbers.ts'
import { type Evidence, type KnownConversation, type Letter, noEvidence, rememberOrders } from './threading.ts'

/** A machine's conversations may be without number; only its latest ones are searched for orders. */
const MOST_SEARCHED = 100
/** Everybody who got a newsletter may answer it; a broken form gives all its mails the same Message-ID. */
const MOST_HINTS = 1_000

/** Reads, for all these letters together, what decides where each of them belongs. */
export async function readEvidence(
  trx: Transaction,
  secrets: Pick<Secrets, 'sign'>,
  workspaceId: string,
  letters: Letter[],
): Promise<Evidence> {
  const evidence = noEvidence()
  const asked = askedBy(letters, secrets)
  const hints = await readHints(trx, workspaceId, asked)
  for (const { how, key, found } of hints) {
    if (how === 'ours') for (const externalId of asked.ours.get(key) ?? []) evidence.ours.set(externalId, found)
    else if (how === 'number') evidence.byNumber.set(Number(key), found)
    else evidence[how].set(key, [...(evidence[how].get(key) ?? []), found])
  }
  const mentions = await readMentions(trx, workspaceId, asked, evidence)
  await readPlaces(trx, workspaceId, evidence, {
    senders: asked.senders,
    threadIds: [...asked.threadIds, ...hints.flatMap(({ how, found }) => (how === 'number' ? [] : found))],
    conversationIds: [...evidence.byNumber.values(), ...mentions],
  })
  return evidence
}

type Asked = {
  /** Ids of our messages, with the Message-IDs by which they were named. */
  ours: Map<string, string[]>
  references: string[]
  /** What they answer, and themselves. */
  externalIds: string[]
  threadIds: string[]
  senders: string[]
  customerIds: string[]
  numbers: string[]
}

function askedBy(letters: Letter[], secrets: Pick<Secrets, 'sign'>): Asked {
  const references = unique(letters.flatMap((letter) => letter.references))
  const ours = new Map<string, string[]>()
  for (const reference of references) {
    const id = readMessageId(secrets, reference)?.messageId
    if (id) ours.set(id, [...(ours.get(id) ?? []), reference])
  }
  return {
    ours,
    references,
    externalIds: unique([...references, ...letters.map(({ externalId }) => externalId)]),
    threadIds: unique(letters.flatMap(({ threadIds }) => threadIds)),
    senders: unique(letters.flatMap(({ sender }) => sender.address ?? [])),
    customerIds: unique(letters.flatMap(({ sender }) => sender.customerId ?? [])),
    numbers: unique(letters.flatMap(({ numbers }) => numbers)),
  }
}

const unique = <Value>(values: Value[]): Value[] => [...new Set(values)]

type Hint = { how: 'ours' | 'stored' | 'answered' | 'number'; key: string; found: string }

/** Threads by what was referred to, oldest first; conversations by their numbers. */
async function readHints(trx: Transaction, workspaceId: string, asked: Asked): Promise<Hint[]> {
  const { ours, references, externalIds, senders, customerIds, numbers } = asked
  const conversationNumbers = numbers.flatMap((written) => conversationNumber(written) ?? [])
  const { rows } = await sql<Hint>`
    select how, key, found from (
      select 'ours' as how, id::text as key, thread_id as found, id from messages
      where workspace_id = ${workspaceId} and id = any(${[...ours.keys()]}::uuid[]) and kind = 'outbound'
      union all
      (select 'stored', external_id, thread_id, id from messages
      where workspace_id = ${workspaceId} and external_id = any(${references}::text[])
      order by id limit ${MOST_HINTS})
      union all
      (select 'answered', answer.external_id, answering.thread_id, answering.id
      from mail_references answer
      join messages answering on answering.workspace_id = answer.workspace_id and answering.id = answer.message_id
      join threads on threads.workspace_id = answering.workspace_id and threads.id = answering.thread_id
      where answer.workspace_id = ${workspaceId} and answer.external_id = any(${externalIds}::text[])
        and (threads.customer_id = any(${customerIds}::uuid[]) or exists (
          select from messages where messages.workspace_id = threads.workspace_id and messages.thread_id = threads.id
            and messages.envelope is not null and ${peopleOf} ?| ${senders}::text[]))
      order by answering.id limit ${MOST_HINTS})
      union all
      select 'number', number::text, id, id from conversations
      where workspace_id = ${workspaceId} and number = any(${conversationNumbers}::bigint[])
    ) hints order by id`.execute(trx)
  return rows
}

/**
 * Everybody whom a letter names. Of one whose sender may be forged only that sender counts: or else a forger could let
 * friends into a thread by naming them. Who wrote what somebody forwarded has written to nobody here.
 */
const peopleOf = sql`jsonb_path_query_array(
  case when messages.envelope @> '{"isSenderDoubtful": true}' then jsonb_build_object('from', messages.envelope->'from')
    else messages.envelope - 'forwardedFrom' end, '$.*.address')`

/** Which orders are named, and in which conversations of the same people they were named before; returns the latter. */
async function readMentions(
  trx: Transaction,
  workspaceId: string,
  { numbers, customerIds }: Asked,
  evidence: Evidence,
): Promise<string[]> {
  if (numbers.length === 0) return []
  const spellings = unique(numbers.flatMap((written) => [written, plainNumber(written), `#${plainNumber(written)}`]))
  const orders = await trx
    .selectFrom('orders')
    .where('workspaceId', '=', workspaceId)
    .where(sql<boolean>`number = any(${spellings}::text[])`)
    .select(['number', 'customerId'])
    .execute()
  for (const { number, customerId } of orders) evidence.orders.set(plainNumber(number), customerId)
  if (orders.length === 0 || customerIds.length === 0) return []

  const { rows } = await sql<{ conversationId: string; customerId: string; subject: string | null; text: string }>`
    select latest.id as conversation_id, latest.customer_id, messages.subject, left(messages.text, 20000) as text
    from unnest(${customerIds}::uuid[]) as asking(customer_id)
    cross join lateral (
      select id, customer_id from conversations
      where workspace_id = ${workspaceId} and conversations.customer_id = asking.customer_id
        and status not in ('closed', 'spam')
      order by last_message_at desc limit ${MOST_SEARCHED}
    ) as latest
    join messages on messages.workspace_id = ${workspaceId} and messages.conversation_id = latest.id
    where messages.kind <> 'note' and exists (
      select from unnest(${[...evidence.orders.keys()]}::text[]) as number
      where strpos(upper(concat(messages.subject, ' ', messages.text)), number) > 0)`.execute(trx)
  for (const { conversationId: id, customerId, subject, text } of rows)
    rememberOrders(evidence, { id, customerId }, numbersIn(subject, text))
  return unique(rows.map(({ conversationId }) => conversationId))
}

type Wanted = { threadIds: string[]; conversationIds: string[]; senders: string[] }

/** Threads with their conversations, and those that took these up again after they were closed. */
async function readPlaces(
  trx: Transaction,
  workspaceId: string,
  { threads, conversations }: Evidence,
  { threadIds, conversationIds, senders }: Wanted,
): Promise<void> {
  if (threadIds.length === 0 && conversationIds.length === 0) return
  const { rows } = await sql<PlaceRow>`
    with recursive related as (
      select conversation_id as id from threads
      where workspace_id = ${workspaceId} and id = any(${threadIds}::uuid[])
      union
      select unnest(${conversationIds}::uuid[])
      union
      select follower.id from related
      join conversations follower on follower.workspace_id = ${workspaceId} and follower.follows_id = related.id
    )
    select conversations.id as conversation_id, conversations.customer_id as conversation_customer_id,
      conversations.status, conversations.closed_at, conversations.follows_id, threads.id as thread_id,
      channels.kind = 'email' as is_by_mail, customers.id as customer_id, customers.name, customers.language,
      array(select value from customer_identities identity
        where identity.workspace_id = threads.workspace_id and identity.customer_id = threads.customer_id
          and identity.kind = 'email' and identity.value = any(${senders}::text[])) as addresses,
      array(select distinct person from messages, jsonb_array_elements_text(${peopleOf}) as person
        where messages.workspace_id = threads.workspace_id and messages.thread_id = threads.id
          and messages.envelope is not null and person = any(${senders}::text[])) as people
    from related
    join conversations on conversations.workspace_id = ${workspaceId} and conversations.id = related.id
    join threads on threads.workspace_id = ${workspaceId} and threads.conversation_id = conversations.id
    join channels on channels.workspace_id = ${workspaceId} and channels.id = threads.channel_id
    join customers on customers.workspace_id = ${workspaceId} and customers.id = threads.customer_id
    order by conversations.id desc, threads.created_at desc, threads.id desc`.execute(trx)

  for (const row of rows) {
    const { conversationId, threadId, customerId, name, language, addresses, people } = row
    const conversation = conversations.get(conversationId) ?? conversationOf(row)
    conversations.set(conversationId, conversation)
    if (row.isByMail) conversation.threadIds.push(threadId)
    threads.set(threadId, {
      id: threadId,
      conversationId,
      customer: { id: customerId, name, language },
      addresses: new Set(addresses),
      people: new Set(people),
    })
  }
  // Newest first, as the rows are.
  for (const [id, followsId] of new Map(rows.map(({ conversationId, followsId }) => [conversationId, followsId])))
    if (followsId) conversations.get(followsId)?.followerIds.push(id)
}

type PlaceRow = {
  conversationId: string
  conversationCustomerId: string
  status: KnownConversation['status']
  closedAt: Date | null
  followsId: string | null
  threadId: string
  isByMail: boolean
  customerId: string
  name: string | null
  language: string | null
  addresses: string[]
  people: string[]
}

const conversationOf = ({ conversationId, conversationCustomerId, status, closedAt }: PlaceRow): KnownConversation => ({
  id: conversationId,
  customerId: conversationCustomerId,
  status,
  closedAt,
  threadIds: [],
  followerIds: [],
})
