import { sql } from 'kysely'
import type { Transaction } from '#platform/database/database.ts'

export type Actor = { kind: 'customer' | 'member' | 'bot' | 'system'; id: string | null; name: string }

/** What happened, for the table of events; modules name their own types in their `events.ts`. */
export type EventRow = {
  type: string
  workspaceId: string
  actor: Actor
  conversationId?: string
  customerId?: string
  revision?: number
  data?: Record<string, unknown>
  at?: Date
}

/** An event that is in the database; `live` is what its cause already knows of it, so that nobody reads it again. */
export type RecordedEvent = EventRow & { at: Date; live?: unknown }

const recordedBy = new WeakMap<Transaction, RecordedEvent[]>()

/** Writes the one event row of an act, in the act's own transaction. Listeners hear of it after the commit. */
export async function record(trx: Transaction, event: EventRow & { live?: unknown }): Promise<void> {
  await recordAll(trx, [event])
}

export async function recordAll(trx: Transaction, events: (EventRow & { live?: unknown })[]): Promise<void> {
  if (events.length === 0) return
  const recorded = events.map((event) => ({ ...event, at: event.at ?? new Date() }))
  const rows = recorded.map(({ type, workspaceId, actor, conversationId, customerId, revision, data, at }) => ({
    type,
    workspace_id: workspaceId,
    at,
    actor_kind: actor.kind,
    actor_id: actor.id,
    conversation_id: conversationId,
    customer_id: customerId,
    revision,
    data: { ...data, actorName: actor.name },
  }))
  await sql`insert into events (workspace_id, type, at, actor_kind, actor_id, conversation_id, customer_id, revision, data)
    select workspace_id, type, at, actor_kind, actor_id, conversation_id, customer_id, revision, data
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as acts(workspace_id uuid, type text, at timestamptz,
      actor_kind text, actor_id uuid, conversation_id uuid, customer_id uuid, revision bigint, data jsonb)`.execute(trx)
  recordedBy.set(trx, [...takeRecorded(trx), ...recorded])
}

/** Tells listeners after the commit, and keeps nothing: for what concerns only those who look right now. */
export function mention(trx: Transaction, event: EventRow & { live?: unknown }): void {
  recordedBy.set(trx, [...takeRecorded(trx), { ...event, at: event.at ?? new Date() }])
}

/** What this transaction recorded so far. */
export const takeRecorded = (trx: Transaction): RecordedEvent[] => recordedBy.get(trx) ?? []
