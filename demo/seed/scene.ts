import type { Insertable } from 'kysely'
import { v7 } from 'uuid'
import type { DB } from '#platform/database/schema.generated.ts'
import type { EventRow } from '#platform/events.ts'

/** The demo workspace while it is being filled. */
export type Scene = {
  workspaceId: string
  now: Date
  /** An id as if made at another time. Those of one moment sort in the order in which they are asked for. */
  idAt(at: Date): string
  events: Insertable<DB['events']>[]
}

export function setScene(now: Date): Scene {
  let made = 0
  const idAt = (at: Date) => v7({ msecs: at.getTime(), seq: made++ })
  return { workspaceId: idAt(longAgo(now)), now, idAt, events: [] }
}

/** When the shop opened its desk. */
export const longAgo = (now: Date): Date => new Date(now.getTime() - 365 * 24 * 60 * 60 * 1000)

type Happening = Omit<EventRow, 'workspaceId' | 'at'> & { at: Date }

/** Remembers an act as if it had been recorded when it was done. */
export function happened({ workspaceId, idAt, events }: Scene, { at, actor, data, ...event }: Happening): void {
  events.push({
    ...event,
    workspaceId,
    id: idAt(at),
    at,
    actorKind: actor.kind,
    actorId: actor.id,
    data: JSON.stringify({ ...data, actorName: actor.name }),
  })
}
