import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  findFreePort,
  findPostgres,
  type Infolett,
  makeDataFolder,
  type Outcome,
  startInfolett,
  until,
} from '../infolett.ts'
import { WatchingDesk } from './desk.ts'
import { openDatabase } from './proofs.ts'
import { StubbornVisitor } from './visitor.ts'

const VISITORS = 16
const WRITES_EVERY_MILLISECONDS = 160
const ANSWERS_EVERY_MILLISECONDS = 40

const limits = { INFOLETT_REQUESTS_PER_MINUTE: '1000000', INFOLETT_SOCKETS_PER_ADDRESS: '10000' }

export type BusyShop = Awaited<ReturnType<typeof openBusyShop>>

/** A server of its own with visitors who write without end and a desk that answers them. */
export async function openBusyShop(t: TestContext) {
  const folder = await makeDataFolder(t)
  const port = await findFreePort()
  const pids: number[] = []
  async function start(): Promise<Infolett> {
    const infolett = startInfolett(t, port, { INFOLETT_DATA: folder, INFOLETT_DEMO: 'false', ...limits })
    await infolett.ready()
    pids.push(infolett.pid, await findPostgres(folder))
    return infolett
  }
  let infolett = await start()

  const { url } = infolett
  const shop = await infolett.opensShop()
  const desk = new WatchingDesk(url, shop)
  const visitors = await Promise.all(
    // Half of them wait for each receipt, as the chat window does; half send all they have.
    Array.from({ length: VISITORS }, (_, index) =>
      StubbornVisitor.comes(url, shop.channelKey, index % 2 === 0 ? 1 : 8),
    ),
  )
  const rest = new AbortController()
  const work = [...visitors.map((visitor) => keepWriting(visitor, rest.signal)), keepAnswering(desk, rest.signal)]
  t.after(async () => {
    rest.abort()
    await Promise.all([...visitors, desk].map((client) => client.leaves()))
  })
  const countAcknowledged = () => visitors.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0)

  return {
    ...shop,
    url,
    folder,
    pids,
    desk,
    visitors,

    async starts(): Promise<void> {
      infolett = await start()
    },
    /** Until so many more messages are acknowledged, of every visitor at least one. */
    async isBusyFor(messages: number): Promise<void> {
      const total = countAcknowledged() + messages
      const each = visitors.map((visitor) => ({ visitor, count: visitor.acknowledged.size }))
      const isServed = () => each.every(({ visitor, count }) => visitor.acknowledged.size > count)
      await until(() => countAcknowledged() >= total && isServed(), 40)
    },
    async restsFromWriting(): Promise<void> {
      rest.abort()
      await Promise.all(work)
    },
    killsServer: (): Promise<Outcome> => infolett.ends('SIGKILL'),
    endsServer: (): Promise<Outcome> => infolett.ends('SIGINT'),
    async killsPostgres(): Promise<number> {
      const pid = await findPostgres(folder)
      pids.push(pid)
      process.kill(pid, 'SIGKILL')
      return pid
    },
    holdsUpDelivery: () => holdUpDelivery(t, folder, desk),
  }
}

async function keepWriting(visitor: StubbornVisitor, rest: AbortSignal): Promise<void> {
  while (!rest.aborted) {
    visitor.writes(`Where is my order? (${visitor.written.length})`)
    await sleep(WRITES_EVERY_MILLISECONDS * (0.5 + Math.random()), undefined, { signal: rest }).catch(() => {})
  }
}

/** One conversation after another, each answered until the answer is taken. */
async function keepAnswering(desk: WatchingDesk, rest: AbortSignal): Promise<void> {
  for (let count = 0; !rest.aborted; count++) {
    const known = [...desk.conversations.keys()]
    const conversationId = known[count % known.length]
    if (conversationId) await desk.answers(conversationId, `It is on its way. (${count})`)
    await sleep(ANSWERS_EVERY_MILLISECONDS, undefined, { signal: rest }).catch(() => {})
  }
}

/**
 * Leaves the server in the middle of a delivery that cannot end: we hold its conversation. What a kill then leaves is a
 * job that is locked by a dead worker. Returns the message.
 */
async function holdUpDelivery(t: TestContext, folder: string, desk: WatchingDesk): Promise<string> {
  const [holding, asking] = [await openDatabase(folder), await openDatabase(folder)]
  t.after(() => Promise.all([holding.end(), asking.end()]))
  await until(() => desk.replies.size > 0)
  const messageId = [...desk.replies.values()][0] ?? ''

  await holding.query('begin')
  const { rows } = await holding.query<{ workspaceId: string }>(
    `select workspace_id as "workspaceId" from conversations
     where id = (select conversation_id from messages where id = $1) for update`,
    [messageId],
  )
  const payload = JSON.stringify({ workspaceId: rows[0]?.workspaceId, messageId })
  await asking.query("update messages set delivery_state = 'queued' where id = $1", [messageId])
  await asking.query("select graphile_worker.add_job('deliver-message', $1::json)", [payload])
  await until(async () => {
    const waiting = await asking.query(
      "select from pg_stat_activity where wait_event_type = 'Lock' and query like '%for update%'",
    )
    const locked = await asking.query(
      'select from graphile_worker._private_jobs where locked_at is not null and payload::text = $1',
      [payload],
    )
    return Boolean(locked.rowCount) && Boolean(waiting.rowCount)
  })
  return messageId
}
