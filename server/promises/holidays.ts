import { Worker } from 'node:worker_threads'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { HolidayBody, type HolidayCountry } from '#protocol/promises.ts'

/** Asking takes a thread a quarter of a second, so several years are asked for at once and kept for good. */
const YEARS_AT_ONCE = 5

const known = new Map<string, Promise<HolidayBody[]>>()

/** The public holidays of a country in this and the following years, by date. */
export async function listHolidays(country: HolidayCountry, years: number[]): Promise<HolidayBody[]> {
  const lists = await Promise.all([...new Set(years.map(firstOfSpan))].map((first) => holidaysOfSpan(country, first)))
  return lists.flat().filter(({ date }) => years.includes(Number(date.slice(0, 4))))
}

const firstOfSpan = (year: number): number => year - (year % YEARS_AT_ONCE)

function holidaysOfSpan(country: HolidayCountry, first: number): Promise<HolidayBody[]> {
  const key = `${country} ${first}`
  const found = known.get(key) ?? askWorker(country, first)
  known.set(key, found)
  found.catch(() => known.delete(key))
  return found
}

function askWorker(country: HolidayCountry, first: number): Promise<HolidayBody[]> {
  const years = Array.from({ length: YEARS_AT_ONCE }, (_, index) => first + index)
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./holiday-worker.ts', import.meta.url), { workerData: { country, years } })
    worker.once('message', (told: unknown) => resolve(Value.Parse(Type.Array(HolidayBody), told)))
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`The holidays of ${country} could not be read (exit ${code})`)))
  })
}
