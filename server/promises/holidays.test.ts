import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HolidayCountry } from '#protocol/promises.ts'
import { listHolidays } from './holidays.ts'

const datesOf = async (country: HolidayCountry, year: number) =>
  (await listHolidays(country, [year])).map(({ date }) => date.slice(5)).sort()

/** As the countries' own laws name them. */
const calendar: [HolidayCountry, number, string][] = [
  ['EE', 2026, '01-01 02-24 04-03 04-05 05-01 05-24 06-23 06-24 08-20 12-24 12-25 12-26'],
  ['EE', 2027, '01-01 02-24 03-26 03-28 05-01 05-16 06-23 06-24 08-20 12-24 12-25 12-26'],
  ['FI', 2026, '01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-20 10-31 12-06 12-25 12-26'],
  ['SE', 2026, '01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-06 06-20 10-31 12-25 12-26'],
  ['LT', 2026, '01-01 02-16 03-11 04-05 04-06 05-01 06-24 07-06 08-15 11-01 11-02 12-24 12-25 12-26'],
]

for (const [country, year, dates] of calendar)
  test(`public holidays of ${country} in ${year}`, async () => {
    assert.equal((await datesOf(country, year)).join(' '), dates)
  })

test('a Latvian holiday on a weekend gives the Monday after it', async () => {
  assert.ok((await datesOf('LV', 2024)).includes('05-06'))
  assert.ok((await datesOf('LV', 2026)).includes('05-04'))
})

test('a holiday has the same key every year, and its name in the country’s language and in English', async () => {
  const easter = (await listHolidays('EE', [2026, 2027])).filter(({ name }) => name === 'suur reede')

  assert.deepEqual(
    easter.map(({ key, date, englishName }) => [key, date, englishName]),
    [
      ['EE easter -2', '2026-04-03', 'Good Friday'],
      ['EE easter -2', '2027-03-26', 'Good Friday'],
    ],
  )
})
