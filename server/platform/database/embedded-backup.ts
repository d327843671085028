import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { copyFileDurably, copyFolder } from '#platform/copying.ts'

/** What a start makes anew, or must not find: PostgreSQL manual, "Making a Base Backup Using the Low Level API". */
const LEFT_OUT = /^(postmaster\.(pid|opts)|pg_internal\.init.*|pgsql_tmp.*|backup_label\.old)$/
/** Folders of which only themselves are wanted. */
const LEFT_EMPTY = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
])
const CONTROL = path.join('global', 'pg_control')

/**
 * Copies a running cluster into `target`, which a start then recovers to the moment at which the copy was complete. Those
 * who use the cluster notice nothing but the reading.
 */
export async function copyCluster(connectionString: string, target: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => {}) // what is asked of it is rejected too
  await client.connect()
  try {
    const { rows: places } = await client.query<{ folder: string }>(
      "select current_setting('data_directory') as folder",
    )
    const cluster = places[0]?.folder ?? ''
    // Keeps the write-ahead log until we have copied it; gone with the connection.
    await client.query('select pg_create_physical_replication_slot($1, true, true)', [`backup_${process.pid}`])
    await client.query("select pg_backup_start('infolett', fast => true)")
    await copyFolder(cluster, target, isPartOfBackup)
    // Last, so that no other file is older than what it says.
    await copyFileDurably(path.join(cluster, CONTROL), path.join(target, CONTROL))

    const { rows: ends } = await client.query<{ label: string; tablespaces: string; lastLog: string }>(
      `select labelfile as label, spcmapfile as tablespaces, pg_walfile_name(lsn) as "lastLog"
       from pg_backup_stop(wait_for_archive => false)`,
    )
    const { label = '', tablespaces = '', lastLog = '' } = ends[0] ?? {}
    if (tablespaces !== '') throw new Error('This database has tablespaces of its own: back it up with pg_dump.')
    await writeFile(path.join(target, 'backup_label'), label, { mode: 0o600, flush: true })
    await copyLog(cluster, target, { first: /\(file ([0-9A-F]{24})\)/.exec(label)?.[1] ?? '', last: lastLog })
  } finally {
    await client.end()
  }
}

/** Segments of one timeline sort by name. */
async function copyLog(
  cluster: string,
  target: string,
  { first, last }: { first: string; last: string },
): Promise<void> {
  const log = path.join(cluster, 'pg_wal')
  const isNeeded = (name: string) => /^[0-9A-F]{24}$/.test(name) && name >= first && name <= last
  const segments = (await readdir(log)).filter(isNeeded)
  if (!segments.includes(first) || !segments.includes(last))
    throw new Error('The write-ahead log has a gap: try again.')
  await copyFolder(log, path.join(target, 'pg_wal'), isNeeded)
}

const isPartOfBackup = (name: string): boolean =>
  name !== CONTROL && !LEFT_OUT.test(path.basename(name)) && !LEFT_EMPTY.has(path.dirname(name))
