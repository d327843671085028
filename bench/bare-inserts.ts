import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { SENTENCES } from './sentences.ts'

/** As many transactions as the server has under way at once. */
const CONNECTIONS = 2
const SECONDS = 10

type Conversation = { workspaceId: string; id: string; threadId: string; customerId: string }

/**
 * The limit of this machine: the rows that a visitor's message writes (message, conversation, thread, event), written
 * by plain `pg` as fast as it can, with no socket, check, question or announcement, and nothing else running. Together:
 * over as many connections and in as large transactions as the server's were. One by one: a transaction a message.
 */
export async function insertBarely(connectionString: string, together: number) {
  const clients = await Promise.all(Array.from({ length: CONNECTIONS }, () => connect(connectionString)))
  const conversations = await listConversations(clients[0])
  const togetherPerSecond = await insert(clients, conversations, together)
  const oneByOnePerSecond = await insert(clients, conversations, 1)
  await Promise.all(clients.map((client) => client.end()))
  return { togetherPerSecond, oneByOnePerSecond }
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  return client
}

async function listConversations(client: pg.Client | undefined): Promise<Conversation[]> {
  const found = await client?.query(
    `select workspace_id as "workspaceId", id, reply_thread_id as "threadId", customer_id as "customerId" from conversations`,
  )
  return found?.rows ?? []
}

/** Each connection writes into conversations of its own, so that none waits for another's lock. */
async function insert(clients: pg.Client[], conversations: Conversation[], together: number): Promise<number> {
  const startedAt = performance.now()
  const until = startedAt + SECONDS * 1000
  const counts = await Promise.all(
    clients.map(async (client, part) => {
      const mine = conversations.filter((_, index) => index % clients.length === part)
      let count = 0
      while (performance.now() < until) {
        await insertOnce(
          client,
          Array.from({ length: together }, () => arrivalIn(mine[count++ % mine.length])),
        )
      }
      return count
    }),
  )
  return counts.reduce((sum, count) => sum + count, 0) / ((performance.now() - startedAt) / 1000)
}

function arrivalIn(conversation: Conversation | undefined) {
  if (!conversation) throw new Error('There is no conversation to write into')
  const { workspaceId, id, threadId, customerId } = conversation
  const text = SENTENCES[Math.floor(Math.random() * SENTENCES.length)] ?? ''
  return {
    workspace_id: workspaceId,
    conversation_id: id,
    thread_id: threadId,
    author_id: customerId,
    client_id: randomUUID(),
    text,
    sent_at: new Date(),
    data: { messageId: randomUUID(), threadId, actorName: 'Visitor' },
  }
}

const ARRIVALS = `jsonb_to_recordset($1::jsonb) as arrivals(workspace_id uuid, conversation_id uuid, thread_id uuid,
  author_id uuid, client_id uuid, text text, sent_at timestamptz, data jsonb)`

const STATEMENTS = {
  message: `insert into messages (workspace_id, conversation_id, thread_id, revision, kind, author_kind, author_id,
      author_name, text, client_id, delivery_state, sent_at)
    select workspace_id, conversation_id, thread_id, 1, 'inbound', 'customer', author_id, 'Visitor', text, client_id,
      'received', sent_at from ${ARRIVALS}`,
  conversation: `update conversations set revision = revision + 1, last_message_at = sent_at, preview_text = text
    from ${ARRIVALS} where conversations.workspace_id = arrivals.workspace_id and conversations.id = arrivals.conversation_id`,
  thread: `update threads set revision = revision + 1
    from ${ARRIVALS} where threads.workspace_id = arrivals.workspace_id and threads.id = arrivals.thread_id`,
  event: `insert into events (workspace_id, type, at, actor_kind, actor_id, conversation_id, customer_id, revision, data)
    select workspace_id, 'message.received', sent_at, 'customer', author_id, conversation_id, author_id, 1, data from ${ARRIVALS}`,
}

async function insertOnce(client: pg.Client, arrivals: ReturnType<typeof arrivalIn>[]): Promise<void> {
  const values = [JSON.stringify(arrivals)]
  await client.query('begin')
  for (const [name, text] of Object.entries(STATEMENTS)) await client.query({ name, text, values })
  await client.query('commit')
}
