import type { Database } from '#platform/database/database.ts'

const MOST_REMEMBERED = 10_000

type Read<Value> = (db: Database, workspaceId: string, channelId: string | null) => Promise<Value>

/** Reads what every visitor asks for at most once in a while per channel. What could not be read is asked again. */
export function remembering<Value>(milliseconds: number, read: Read<Value>) {
  const byDatabase = new WeakMap<Database, Map<string, { at: number; value: Promise<Value> }>>()
  const rememberedBy = (db: Database) => {
    const remembered = byDatabase.get(db) ?? new Map<string, { at: number; value: Promise<Value> }>()
    byDatabase.set(db, remembered)
    return remembered
  }

  return {
    get(db: Database, workspaceId: string, channelId: string | null): Promise<Value> {
      const remembered = rememberedBy(db)
      const key = `${workspaceId} ${channelId}`
      const known = remembered.get(key)
      if (known && Date.now() - known.at < milliseconds) return known.value
      const value = read(db, workspaceId, channelId)
      if (remembered.size >= MOST_REMEMBERED) remembered.clear()
      remembered.set(key, { at: Date.now(), value })
      value.catch(() => remembered.delete(key))
      return value
    },
    forget(db: Database, workspaceId: string): void {
      const remembered = rememberedBy(db)
      for (const key of remembered.keys()) if (key.startsWith(workspaceId)) remembered.delete(key)
    },
  }
}
