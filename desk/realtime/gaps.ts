/** How long an event that came too early may wait for the ones before it. */
const HOLD_MS = 300
const ASK_AGAIN_MS = 3_000

type Revised = { revision: number }

/**
 * Splits what is held for a copy that is complete up to `known`: what can be applied now, in order, and what is still
 * ahead of a gap. What the copy already has is dropped.
 */
export function inOrder<Event extends Revised>(known: number, held: Event[]): { ready: Event[]; ahead: Event[] } {
  const ready: Event[] = []
  const ahead: Event[] = []
  let next = known + 1
  for (const event of held.toSorted((a, b) => a.revision - b.revision)) {
    if (event.revision === next) {
      ready.push(event)
      next += 1
    } else if (event.revision > next) ahead.push(event)
  }
  return { ready, ahead }
}

type Copies<Event extends Revised> = {
  /** The revision up to which our copy of this conversation is complete; undefined: we keep none. */
  known: (conversationId: string) => number | 'being read' | undefined
  apply: (conversationId: string, event: Event) => void
  /** Asks the server for all that changed since `known` and brings the copy up to date. */
  catchUp: (conversationId: string) => Promise<unknown>
}

/**
 * Keeps copies of conversations without gaps: an event that is next is applied, one that is ahead is held briefly, since
 * its predecessors are usually on their way, and then the server is asked for what is missing.
 */
export function gapKeeper<Event extends Revised>({ known, apply, catchUp }: Copies<Event>) {
  const held = new Map<string, Event[]>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  function hear(conversationId: string, event: Event) {
    held.set(conversationId, [...(held.get(conversationId) ?? []), event])
    settle(conversationId)
  }

  /** Call it again when the copy was read anew: what was held meanwhile may fit now. */
  function settle(conversationId: string) {
    const copy = known(conversationId)
    const events = held.get(conversationId)
    if (!events) return
    if (copy === 'being read') return
    if (copy === undefined) return forget(conversationId)
    const { ready, ahead } = inOrder(copy, events)
    for (const event of ready) apply(conversationId, event)
    if (ahead.length === 0) return forget(conversationId)
    held.set(conversationId, ahead)
    if (!timers.has(conversationId)) timers.set(conversationId, setTimeout(ask, HOLD_MS, conversationId))
  }

  async function ask(conversationId: string) {
    try {
      await catchUp(conversationId)
      timers.delete(conversationId)
      settle(conversationId)
    } catch {
      timers.set(conversationId, setTimeout(ask, ASK_AGAIN_MS, conversationId))
    }
  }

  function forget(conversationId: string) {
    held.delete(conversationId)
    clearTimeout(timers.get(conversationId))
    timers.delete(conversationId)
  }

  return { hear, settle, stop: () => [...held.keys()].forEach(forget) }
}
