import { access } from 'node:fs/promises'
import path from 'node:path'
import type pg from 'pg'
import { listPendingMigrations } from '#platform/database/migrate.ts'
import { openFiles } from '#platform/files.ts'
import type { Settings } from '#platform/settings.ts'
import type { OpenDatabase } from './database.ts'
import type { Finding } from './doctor.ts'

const MOST_SECONDS_APART = 2
const MOST_MINUTES_LATE = 10
const FILES_AT_ONCE = 5_000

const whence: Record<OpenDatabase['from'], string> = {
  own: 'at DATABASE_URL',
  running: 'of the running server',
  started: 'in the data folder, started for this look as no server runs',
}

export async function examineDatabase(pool: pg.Pool, from: OpenDatabase['from']): Promise<Finding> {
  const { rows } = await pool.query<{ version: string; size: string; fsync: string; commit: string }>(
    `select current_setting('server_version') as version, pg_size_pretty(pg_database_size(current_database())) as size,
       current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`,
  )
  const { version, size, fsync, commit } = rows[0] ?? {}
  const here = `PostgreSQL ${version} ${whence[from]}, ${size}`
  const check = 'database'
  if (fsync !== 'on' || commit === 'off') {
    const advice = 'Turn fsync and synchronous_commit on, or a power cut loses messages that people were told we have.'
    return { check, isWell: false, says: `${here}, does not write at once. ${advice}` }
  }
  const pending = await listPendingMigrations(pool)
  if (pending.length > 0) {
    const advice = 'Restart the server, or run: npx infolett migrate'
    return { check, isWell: false, says: `${here}, is older than this Infolett (${pending.join(', ')}). ${advice}` }
  }
  return { check, isWell: true, says: `${here}, up to date.` }
}

/** Tokens and what is due go by this machine's clock; messages sort by the database's. */
export async function examineClock(pool: pg.Pool): Promise<Finding> {
  const asked = Date.now()
  const { rows } = await pool.query<{ now: Date; newest: Date | null }>(
    'select clock_timestamp() as now, (select max(last_message_at) from conversations) as newest',
  )
  const here = (asked + Date.now()) / 2
  const seconds = Math.abs((rows[0]?.now.getTime() ?? 0) - here) / 1000
  const advice = 'Let NTP set the clocks, for example with systemd-timesyncd or chrony.'
  const check = 'clock'
  if (seconds > MOST_SECONDS_APART)
    return { check, isWell: false, says: `This machine and the database are ${Math.round(seconds)} s apart. ${advice}` }
  if ((rows[0]?.newest?.getTime() ?? 0) > here + MOST_SECONDS_APART * 1000)
    return { check, isWell: false, says: `The newest message is from the future: the clock was set back. ${advice}` }
  return { check, isWell: true, says: `It is ${new Date(here).toISOString()}, here and in the database.` }
}

export async function examineJobs(pool: pg.Pool): Promise<Finding> {
  const { rows } = await pool.query<{ late: number; failed: number }>(
    `select count(*) filter (where attempts < max_attempts and locked_at is null
         and run_at < now() - make_interval(mins => $1)) as late,
       count(*) filter (where attempts >= max_attempts) as failed
     from graphile_worker.jobs`,
    [MOST_MINUTES_LATE],
  )
  const { late = 0, failed = 0 } = rows[0] ?? {}
  const check = 'jobs'
  if (late > 0)
    return { check, isWell: false, says: `${late} are more than ${MOST_MINUTES_LATE} minutes late. Start the server.` }
  if (failed > 0) return { check, isWell: false, says: `${failed} failed for good; the log says why.` }
  return { check, isWell: true, says: 'None is late, none has failed.' }
}

export async function examineFiles(pool: pg.Pool, { dataFolder }: Settings): Promise<Finding> {
  const { pathOf } = openFiles(path.join(dataFolder, 'files'))
  let count = 0
  const missing: string[] = []
  for await (const { sha256, hasThumbnail } of listContents(pool)) {
    count += 1
    for (const place of [pathOf(sha256), ...(hasThumbnail ? [pathOf(sha256, 'thumbnail.webp')] : [])])
      if (!(await isThere(place))) missing.push(place)
  }
  const check = 'files'
  if (missing.length === 0)
    return { check, isWell: true, says: `All ${count} attachments and originals of letters are there.` }
  const shown = missing.slice(0, 5).join(', ')
  return { check, isWell: false, says: `${missing.length} are missing: ${shown}. Restore them from a backup.` }
}

async function* listContents(pool: pg.Pool): AsyncGenerator<{ sha256: Buffer; hasThumbnail: boolean }> {
  for (let after: Buffer = Buffer.alloc(0); ; ) {
    const { rows } = await pool.query<{ sha256: Buffer; hasThumbnail: boolean }>(
      `select sha256, bool_or(has_thumbnail) as "hasThumbnail" from (
         (select sha256, has_thumbnail from attachments where sha256 > $1 order by sha256 limit ${FILES_AT_ONCE})
         union all
         (select original_sha256, false from messages where original_sha256 > $1 order by 1 limit ${FILES_AT_ONCE})
         union all
         (select original_sha256, false from mails where original_sha256 > $1 order by 1 limit ${FILES_AT_ONCE})
       ) as contents group by sha256 order by sha256 limit ${FILES_AT_ONCE}`,
      [after],
    )
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < FILES_AT_ONCE) return
    after = last.sha256
  }
}

const isThere = (place: string): Promise<boolean> =>
  access(place).then(
    () => true,
    () => false,
  )
