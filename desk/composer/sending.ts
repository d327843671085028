import type { MessageBody } from '#protocol/conversations.ts'
import type { Outbox, OutboxItem } from './outbox.ts'

const FIRST_WAIT_MS = 1_000
const LAST_WAIT_MS = 30_000

type Sending = {
  outbox: Outbox
  send: (item: OutboxItem) => Promise<MessageBody>
  onSent: (item: OutboxItem, message: MessageBody) => void
  /** A sentence for the agent when the server will never take it; null when another try may do. */
  whyRefused: (error: unknown) => string | null
}

/** Sends what waits while it is on: in order within a conversation, again and again until the server has it or refuses it. */
export function sender({ outbox, send, onSent, whyRefused }: Sending) {
  const underWay = new Set<string>()
  let failures = 0
  let retry: ReturnType<typeof setTimeout> | undefined
  let isOn = false

  function start() {
    isOn = true
    wake()
  }

  function stop() {
    isOn = false
    clearTimeout(retry)
  }

  /** Something new waits, or the network came back: try at once. */
  function wake() {
    if (!isOn) return
    clearTimeout(retry)
    for (const item of firstOfEach(outbox.items())) {
      if (!underWay.has(item.conversationId)) void deliver(item)
    }
  }

  async function deliver(item: OutboxItem) {
    underWay.add(item.conversationId)
    try {
      const message = await send(item)
      failures = 0
      onSent(item, message)
      outbox.take(item.clientId)
    } catch (error) {
      const refusal = whyRefused(error)
      if (refusal === null) return waitAndRetry()
      outbox.fail(item.clientId, refusal)
    } finally {
      underWay.delete(item.conversationId)
    }
    wake()
  }

  function waitAndRetry() {
    if (!isOn) return
    clearTimeout(retry)
    retry = setTimeout(wake, Math.min(FIRST_WAIT_MS * 2 ** failures, LAST_WAIT_MS))
    failures += 1
  }

  return { start, stop, wake }
}

/** What was refused waits for the agent and does not hold up what was written after it. */
function firstOfEach(items: OutboxItem[]): OutboxItem[] {
  const waiting = items.filter(({ failure }) => failure === null)
  return waiting.filter(
    (item, index) => waiting.findIndex(({ conversationId }) => conversationId === item.conversationId) === index,
  )
}
