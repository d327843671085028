import { sql } from 'kysely'
import type { Shop } from './shop.ts'
import type { World } from './world.ts'

/** Tables that hold nothing of any workspace or person. */
const NOBODYS = new Set(['migrations', 'verifications'])
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** Everything in the database that belongs to a shop or its staff: how to tell whether it changed, or shows elsewhere. */
export async function belongingsOf(world: World, shop: Shop) {
  const rows = (await listTables(world)).map(
    (table) => sql`select ${table.name} as name, to_jsonb(x)::text as row from
    ${sql.table(table.name)} x where ${ownedBy(shop, table)}`,
  )
  const jobs = sql`select 'jobs' as name, to_jsonb(x)::text as row from graphile_worker._private_jobs x
    where x.payload::text like ${`%${shop.workspaceId}%`}`
  const all = sql.join([...rows, jobs], sql` union all `)

  const { rows: held } = await sql<{ row: string }>`${all}`.execute(world.db)
  const ids = new Set(held.flatMap(({ row }) => row.match(UUID) ?? []))
  for (const secret of [shop.channelKey, ...Object.values(shop.staff).map(({ sessionToken }) => sessionToken)])
    ids.add(secret)

  return {
    ids,
    /** Names each table with its number of rows and their checksum. */
    async sum(): Promise<string[]> {
      const { rows: sums } = await sql<{ sum: string }>`
        select concat_ws(' ', name, count(*), md5(string_agg(row, ' ' order by row))) as sum
        from (${all}) held group by name order by name`.execute(world.db)
      return sums.map(({ sum }) => sum)
    },
    /** What of it stands in a text that somebody else got, who may of course repeat what they sent. */
    findIn(text: string, sent: string): string[] {
      const shown = text.toLowerCase()
      const leaked = [...ids].filter((id) => shown.includes(id.toLowerCase()) && !sent.includes(id))
      return shown.includes(shop.mark) ? [...leaked, shop.mark] : leaked
    },
  }
}

type Table = { name: string; columns: string[] }

async function listTables({ db }: World): Promise<Table[]> {
  const { rows } = await sql<Table>`select table_name as name, array_agg(column_name::text) as columns
    from information_schema.columns where table_schema = 'public' group by table_name order by table_name`.execute(db)
  return rows.filter(({ name }) => !NOBODYS.has(name))
}

function ownedBy({ workspaceId, staff }: Shop, { name, columns }: Table) {
  const userIds = Object.values(staff).map(({ userId }) => userId)
  if (columns.includes('workspace_id')) return sql`x.workspace_id = ${workspaceId}`
  if (name === 'workspaces') return sql`x.id = ${workspaceId}`
  if (name === 'users') return sql`x.id = any(${userIds}::uuid[])`
  if (columns.includes('user_id')) return sql`x.user_id = any(${userIds}::uuid[])`
  throw new Error(`Whose are the rows of ${name}? Give it a workspace_id, or say so in test/belongings.ts.`)
}
