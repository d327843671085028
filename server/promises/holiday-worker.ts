import { parentPort, workerData } from 'node:worker_threads'
import Holidays from 'date-holidays'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { type HolidayBody, HolidayCountry } from '#protocol/promises.ts'

/**
 * The library knows the whole world and takes 40 MB: here, in a thread of its own, it tells what we asked and is gone.
 * Public holidays only: on observances and half days people work.
 */
const { country, years } = Value.Parse(
  Type.Object({ country: HolidayCountry, years: Type.Array(Type.Integer()) }),
  workerData,
)
const holidays = new Holidays(country, { types: ['public'] })
const languageOf = { EE: 'et', FI: 'fi', LV: 'lv', LT: 'lt', SE: 'sv' } satisfies Record<HolidayCountry, string>

parentPort?.postMessage(
  years.flatMap((year) => {
    const inEnglish = holidays.getHolidays(year, 'en')
    return holidays.getHolidays(year, languageOf[country]).map(
      ({ rule, date, name }): HolidayBody => ({
        key: `${country} ${rule}`,
        country,
        date: date.slice(0, 10),
        name,
        englishName: inEnglish.find((same) => same.rule === rule && same.date === date)?.name ?? name,
      }),
    )
  }),
)
