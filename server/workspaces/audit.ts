import type { Database } from '#platform/database/database.ts'
import type { AuditEntryBody } from '#protocol/members.ts'
import type { Agent } from './agent.ts'

/** What happens by itself or by looking; recorded, but nobody's deed. */
const NO_DEEDS = ['message.delivery-changed', 'conversation.read-by-customer', 'conversation.read-by-team']

/** What was done here and by whom, newest first; `before` is the oldest entry already on screen. */
export async function listAuditEntries(
  db: Database,
  { workspaceId }: Agent,
  { before, limit = 50 }: { before?: string; limit?: number },
): Promise<AuditEntryBody[]> {
  const rows = await db
    .selectFrom('events')
    .where('workspaceId', '=', workspaceId)
    .where('type', 'not in', NO_DEEDS)
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? ''))
    .select(['id', 'type', 'at', 'actorKind', 'actorId', 'conversationId', 'customerId', 'data'])
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ actorKind, actorId, data, at, ...entry }) => {
    const { actorName, ...rest } = isRecord(data) ? data : {}
    const actor = { kind: actorKind, id: actorId, name: typeof actorName === 'string' ? actorName : null }
    return { ...entry, at: at.toISOString(), actor, data: rest }
  })
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
