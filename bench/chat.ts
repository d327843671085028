import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { connectDatabase } from '#platform/database/database.ts'
import { startEmbeddedPostgres } from '#platform/database/embedded.ts'
import { connectionStringFor } from '#platform/database/embedded-socket.ts'
import { createLog } from '#platform/log.ts'
import { insertBarely } from './bare-inserts.ts'
import type { ChatAnswer, ChatQuestion, Written } from './chat-load.ts'
import { atLeast, atMost, comparedTo, type Figure, forInformation } from './figure.ts'
import { type Load, startLoad } from './load.ts'
import { listTree } from './processes.ts'
import { makeFolder, type ServerProcess, startServerProcess } from './server.ts'
import { setUpWorkspace } from './workspace.ts'

/** Each writes less often than the ten frames a second that one socket may. */
const VISITORS = 1_000
const UNLOADED_PER_SECOND = 50
const RATES = [500, 1000, 1500, 2000, 2500, 3000, 3500, 4000, 4500, 5000, 6000, 7000, 8000]
const MOST_MILLISECONDS = 250

type ChatLoad = Load<ChatQuestion, ChatAnswer>
/** `together`: how many messages shared a transaction, on average. */
type Sustained = { perSecond: number; together: number }

/** From a visitor's send, through the disk, to the agent's screen: alone, at rising rates, and whether all is there. */
export async function* measureChat({ seconds = 12, rates = RATES } = {}): AsyncGenerator<Figure> {
  await using folder = await makeFolder()
  const server = await startServerProcess({ INFOLETT_DATA: folder.path })
  const load: ChatLoad = startLoad('chat-load.ts')
  let sustained: Sustained = { perSecond: 0, together: 1 }
  let acknowledged: string[] = []
  try {
    await comeIn(load, server)
    yield* measureUnloaded(await write(load, UNLOADED_PER_SECOND, 2 * seconds))
    sustained = yield* measureRising(load, { server, folder: folder.path }, rates, seconds)
    acknowledged = await leave(load)
  } finally {
    await load.stop()
    await server.stop()
  }
  yield* lookAfterwards(folder.path, acknowledged, sustained)
}

async function comeIn(load: ChatLoad, server: ServerProcess): Promise<void> {
  const { id: workspaceId, cookie, channelKey } = await setUpWorkspace(server)
  await load.ask({ type: 'come', url: server.url, workspaceId, cookie, channelKey, visitors: VISITORS, desks: 1 })
  // Everybody's first message makes a customer, a conversation and a thread; that is not what is measured.
  await write(load, 200, VISITORS / 200)
}

async function write(load: ChatLoad, perSecond: number, seconds: number): Promise<Written> {
  const answer = await load.ask({ type: 'write', perSecond, seconds })
  if (answer.type !== 'written') throw new Error('The load process did not write')
  return answer
}

function* measureUnloaded({ toDesk, toReceipt }: Written): Generator<Figure> {
  yield atMost('chat.unloaded.p50_ms', toDesk.p50, 'ms', 5)
  yield atMost('chat.unloaded.p95_ms', toDesk.p95, 'ms', 20)
  yield atMost('chat.unloaded.p99_ms', toDesk.p99, 'ms', 20)
  yield forInformation('chat.unloaded.receipt.p99_ms', toReceipt.p99, 'ms')
}

/** Up to the first rate that fails twice; the highest one that held is what is sustained. */
async function* measureRising(
  load: ChatLoad,
  { server, folder }: { server: ServerProcess; folder: string },
  rates: number[],
  seconds: number,
): AsyncGenerator<Figure, Sustained> {
  let sustained: Sustained = { perSecond: 0, together: 1 }
  await using database = await connect(connectionStringFor(path.join(folder, 'run'), 'infolett'))
  for (const rate of rates) {
    const before = await readCosts(server, database)
    let written = await write(load, rate, seconds)
    let messages = written.sent
    if (!isSustained(written, rate)) {
      written = await write(load, rate, seconds)
      messages += written.sent
    }
    const { p50, p95, p99 } = written.toDesk
    yield forInformation(`chat.at_${rate}.p50_ms`, p50, 'ms')
    yield forInformation(`chat.at_${rate}.p95_ms`, p95, 'ms')
    yield forInformation(`chat.at_${rate}.p99_ms`, p99, 'ms')
    if (!isSustained(written, rate)) break
    const after = await readCosts(server, database)
    yield forInformation(
      `chat.at_${rate}.server_cpu_us`,
      (1e6 * (after.server - before.server)) / messages,
      'us/message',
    )
    yield forInformation(
      `chat.at_${rate}.postgres_cpu_us`,
      (1e6 * (after.postgres - before.postgres)) / messages,
      'us/message',
    )
    sustained = { perSecond: written.perSecond, together: messages / (after.transactions - before.transactions) }
  }
  return sustained
}

/** CPU seconds and transactions so far. */
async function readCosts({ pid }: ServerProcess, { client }: Awaited<ReturnType<typeof connect>>) {
  // PostgreSQL's processes tell their numbers once a second.
  await sleep(1_500)
  const [server, ...others] = await listTree(pid)
  const { rows } = await client.query('select sum(xact_commit)::int as transactions from pg_stat_database')
  return {
    server: server?.cpuSeconds ?? 0,
    postgres: others.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    transactions: Number(rows[0].transactions),
  }
}

async function connect(connectionString: string) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  return { client, [Symbol.asyncDispose]: () => client.end() }
}

const isSustained = ({ toDesk, unanswered, refused, perSecond }: Written, rate: number): boolean =>
  toDesk.p99 < MOST_MILLISECONDS && unanswered === 0 && refused === 0 && perSecond > 0.98 * rate

async function leave(load: ChatLoad): Promise<string[]> {
  const answer = await load.ask({ type: 'leave' })
  if (answer.type !== 'left') throw new Error('The load process did not leave')
  return answer.acknowledged
}

/** With the server gone and PostgreSQL started anew: what was acknowledged, and how fast the same rows can be written. */
async function* lookAfterwards(
  folder: string,
  acknowledged: string[],
  { perSecond, together }: Sustained,
): AsyncGenerator<Figure> {
  const postgres = await startEmbeddedPostgres({ folder, log: () => {} })
  const url = postgres.connectionString
  const { pool, close } = connectDatabase({ url, connections: 2, log: createLog('silent') })
  try {
    const { rows } = await pool.query(
      `select count(*) filter (where times is null) as lost, count(*) filter (where times > 1) as doubled
        from unnest($1::uuid[]) as acknowledged(client_id)
        left join (select client_id, count(*) as times from messages group by client_id) stored using (client_id)`,
      [acknowledged],
    )
    yield forInformation('chat.acknowledged', acknowledged.length, 'messages')
    yield atMost('chat.lost', rows[0].lost, 'messages', 0)
    yield atMost('chat.doubled', rows[0].doubled, 'messages', 0)
    const bare = await insertBarely(url, Math.max(1, Math.round(together)))
    yield forInformation('chat.sustained.together', together, 'messages/transaction')
    yield forInformation('chat.bare.one_by_one.per_s', bare.oneByOnePerSecond, '1/s')
    yield comparedTo(atLeast('chat.sustained.per_s', perSecond, '1/s', 2500), bare.togetherPerSecond, 0.5)
  } finally {
    await close()
    await postgres.stop()
  }
}
