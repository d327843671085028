import type { Database } from '#platform/database/database.ts'
import { notFound } from '#platform/problems.ts'
import type { HolidayBody, OpeningHours } from '#protocol/promises.ts'
import { listHolidays } from './holidays.ts'
import { alwaysOpen, type Hours, type SpecialDay } from './hours.ts'
import { findSettings } from './opening-hours.ts'
import { remembering } from './remembering.ts'

/** Holidays are known for last year, this one and the two to come. */
const YEARS = [-1, 0, 1, 2]

/** Within one process a change is seen at once (`forgetHours`), in others after this. */
const hours = remembering(5_000, readHours)

/**
 * When a channel is open: its own hours, else the workspace's, with holidays, exceptions and running breaks; `null` asks
 * for the workspace's. Remembered for a moment, so that every visitor may ask.
 * @throws notFound when there is no such workspace
 */
export const hoursOf = (db: Database, workspaceId: string, channelId: string | null): Promise<Hours> =>
  hours.get(db, workspaceId, channelId)

/** When it would be open with these settings. */
export async function hoursFrom(settings: OpeningHours): Promise<Hours> {
  const { timeZone, weekly } = settings
  return { timeZone, weekly, days: await specialDays(settings), breaks: [] }
}

/** Somebody has changed them, or begun or ended a break. */
export const forgetHours = (db: Database, workspaceId: string): void => hours.forget(db, workspaceId)

async function readHours(db: Database, workspaceId: string, channelId: string | null): Promise<Hours> {
  const [settings, breaks, workspace] = await Promise.all([
    findSettingsThatCount(db, workspaceId, channelId),
    listBreaks(db, workspaceId, channelId),
    db.selectFrom('workspaces').where('id', '=', workspaceId).select('timeZone').executeTakeFirst(),
  ])
  if (!workspace) throw notFound()
  return { ...(settings ? await hoursFrom(settings) : alwaysOpen(workspace.timeZone)), breaks }
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
