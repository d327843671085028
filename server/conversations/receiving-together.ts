import { isDatabaseAway } from '#platform/database/away.ts'
import type { DatabaseConnection } from '#platform/database/database.ts'
import { type InboundMessage, type Receipt, receiveMessages } from './receiving.ts'

/** Most messages of one transaction. */
const MOST_TOGETHER = 200
/** Transactions under way at once; messages of one thread always take the same lane, so they stay in order. */
const LANES = 2

type Waiting = { message: InboundMessage; resolve: (receipt: Receipt) => void; reject: (reason: unknown) => void }

/** Takes a message in; resolves once it is on disk. */
export type ReceiveMessage = (message: InboundMessage) => Promise<Receipt>

/**
 * One transaction for all the messages that came while the one before was being written: a lone message waits for
 * nobody, and a thousand at once share the price of the disk.
 */
export function receiveTogether({ transact }: Pick<DatabaseConnection, 'transact'>): ReceiveMessage {
  const lanes = Array.from({ length: LANES }, () => ({ waiting: [] as Waiting[], isBusy: false }))

  async function drain(lane: (typeof lanes)[number]): Promise<void> {
    if (lane.isBusy) return
    lane.isBusy = true
    while (lane.waiting.length > 0) await receiveBatch(lane.waiting.splice(0, MOST_TOGETHER), { triesLeft: 1 })
    lane.isBusy = false
  }

  async function receiveBatch(batch: Waiting[], { triesLeft }: { triesLeft: number }): Promise<void> {
    try {
      const receipts = await transact((trx) =>
        receiveMessages(
          trx,
          batch.map(({ message }) => message),
        ),
      )
      for (const [index, { resolve, reject }] of batch.entries()) {
        const receipt = receipts[index]
        if (receipt) resolve(receipt)
        else reject(new Error('A message was taken without a receipt'))
      }
    } catch (reason) {
      // One bad apple must not spoil the others: each alone, so that only the culprit is refused. A lone one is tried
      // again too: another server may have begun the same thread meanwhile.
      if (triesLeft === 0 || isDatabaseAway(reason)) for (const { reject } of batch) reject(reason)
      else for (const waiting of batch) await receiveBatch([waiting], { triesLeft: triesLeft - 1 })
    }
  }

  return (message) =>
    new Promise((resolve, reject) => {
      const lane = lanes[laneOf(message.threadId)]
      if (!lane) throw new Error('There is no such lane')
      lane.waiting.push({ message, resolve, reject })
      void drain(lane)
    })
}

const laneOf = (threadId: string): number => Number.parseInt(threadId.slice(-2), 16) % LANES
