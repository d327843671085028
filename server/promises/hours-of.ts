import type { Database } from '#platform/database/database.ts'
import { notFound } from '#platform/problems.ts'
import type { HolidayBody, OpeningHours } from '#protocol/promises.ts'
import { listHolidays } from './holidays.ts'
import { alwaysOpen, type Hours, type SpecialDay } from './hours.ts'
import { findSettings } from './opening-hours.ts'

/** Within one process a change is seen at once (`forgetHours`), in others after this. */
const REMEMBER_MILLISECONDS = 5_000
const MOST_REMEMBERED = 10_000
/** Holidays are known for last year, this one and the two to come. */
const YEARS = [-1, 0, 1, 2]

type Remembered = Map<string, { at: number; hours: Promise<Hours> }>
const rememberedBy = new WeakMap<Database, Remembered>()

/**
 * When a channel is open: its own hours, else the workspace's, with holidays, exceptions and running breaks; `null` asks
 * for the workspace's. Remembered for a moment, so that every visitor may ask.
 * @throws notFound when there is no such workspace
 */
export function hoursOf(db: Database, workspaceId: string, channelId: string | null): Promise<Hours> {
  const remembered = rememberedOf(db)
  const key = `${workspaceId} ${channelId}`
  const known = remembered.get(key)
  if (known && Date.now() - known.at < REMEMBER_MILLISECONDS) return known.hours
  const hours = readHours(db, workspaceId, channelId)
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.set(key, { at: Date.now(), hours })
  hours.catch(() => remembered.delete(key))
  return hours
}

/** Somebody has changed them, or begun or ended a break. */
export function forgetHours(db: Database, workspaceId: string): void {
  const remembered = rememberedOf(db)
  for (const key of remembered.keys()) if (key.startsWith(workspaceId)) remembered.delete(key)
}

function rememberedOf(db: Database): Remembered {
  const remembered = rememberedBy.get(db) ?? new Map()
  rememberedBy.set(db, remembered)
  return remembered
}

async function readHours(db: Database, workspaceId: string, channelId: string | null): Promise<Hours> {
  const [settings, breaks, workspace] = await Promise.all([
    findSettingsThatCount(db, workspaceId, channelId),
    listBreaks(db, workspaceId, channelId),
    db.selectFrom('workspaces').where('id', '=', workspaceId).select('timeZone').executeTakeFirst(),
  ])
  if (!workspace) throw notFound()
  if (!settings) return { ...alwaysOpen(workspace.timeZone), breaks }
  const { timeZone, weekly } = settings
  return { timeZone, weekly, days: await specialDays(settings), breaks }
}

async function findSettingsThatCount(db: Database, workspaceId: string, channelId: string | null) {
  const own = channelId ? await findSettings(db, workspaceId, channelId) : undefined
  return own ?? findSettings(db, workspaceId, null)
}

const listBreaks = (db: Database, workspaceId: string, channelId: string | null) =>
  db
    .selectFrom('breaks')
    .where('workspaceId', '=', workspaceId)
    .where((eb) => eb.or([eb('channelId', 'is', null), eb('channelId', 'is not distinct from', channelId)]))
    .where('endedAt', 'is', null)
    .where('until', '>', new Date())
    .select(['startedAt', 'until'])
    .orderBy('startedAt')
    .execute()

/** An exception counts before a holiday, of which it still has the name. */
async function specialDays({ holidays, exceptions }: OpeningHours): Promise<Map<string, SpecialDay>> {
  const found = await listClosedHolidays(holidays)
  const days = new Map<string, SpecialDay>(
    found.map(({ date, name }) => [date, { blocks: [], note: null, holiday: name }]),
  )
  for (const { date, blocks, note } of exceptions)
    days.set(date, { blocks, note: note ?? null, holiday: days.get(date)?.holiday ?? null })
  return days
}

async function listClosedHolidays({ countries, open }: OpeningHours['holidays']): Promise<HolidayBody[]> {
  const years = YEARS.map((year) => new Date().getUTCFullYear() + year)
  const lists = await Promise.all(countries.map((country) => listHolidays(country, years)))
  return lists.flat().filter(({ key }) => !open.includes(key))
}
