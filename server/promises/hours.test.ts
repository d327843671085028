import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { type Block, WEEKDAYS, type WeeklyHours } from '#protocol/promises.ts'
import { instantAt } from './clock.ts'
import {
  alwaysOpen,
  breakUntil,
  closedPeriodKey,
  closesAt,
  type Hours,
  isOpen,
  nextOpening,
  openSecondsBetween,
  type SpecialDay,
} from './hours.ts'

/** `9:00-13:00 14:00-18:00` */
const blocks = (text: string): Block[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map((block) => {
      const [from = '', to = ''] = block.split('-')
      return { from: from.padStart(5, '0'), to: to.padStart(5, '0') }
    })
const special = (text: string, holiday: string | null = null): SpecialDay => ({
  blocks: blocks(text),
  note: null,
  holiday,
})
const week = (days: Partial<Record<keyof WeeklyHours, string>>, others = ''): WeeklyHours => ({
  monday: blocks(days.monday ?? others),
  tuesday: blocks(days.tuesday ?? others),
  wednesday: blocks(days.wednesday ?? others),
  thursday: blocks(days.thursday ?? others),
  friday: blocks(days.friday ?? others),
  saturday: blocks(days.saturday ?? others),
  sunday: blocks(days.sunday ?? others),
})
const hours = (weekly: WeeklyHours, given: Partial<Hours> = {}): Hours => ({
  ...alwaysOpen('Europe/Tallinn'),
  weekly,
  ...given,
})

const shop = hours(week({ saturday: '10:00-15:00', sunday: '' }, '9:00-13:00 13:30-18:00'))
const nightBar = hours(week({ friday: '22:00-4:00', saturday: '22:00-4:00' }))
const hotline = hours(week({}, '00:00-24:00'))

/** What the clock on the wall shows there, `2026-11-20 14:05`; `+2` after it tells two alike apart. */
function there(text: string, timeZone = 'Europe/Tallinn'): Date {
  const [date = '', clock = '', offset] = text.split(' ')
  const zone = offset ? `UTC${offset}` : timeZone
  return DateTime.fromISO(`${date}T${clock}`, { zone }).toJSDate()
}
const say = (at: Date | undefined, timeZone = 'Europe/Tallinn') =>
  at && DateTime.fromJSDate(at, { zone: timeZone }).toFormat('ccc yyyy-MM-dd HH:mm')

describe('a shop with a lunch break and a short Saturday', () => {
  const table: [string, boolean, string, string, string][] = [
    // at                    open   next opening            closes                  closed since
    ['2026-11-20 08:59', false, 'Fri 2026-11-20 09:00', 'Fri 2026-11-20 08:59', 'Thu 2026-11-19 18:00'],
    ['2026-11-20 09:00', true, 'Fri 2026-11-20 09:00', 'Fri 2026-11-20 13:00', ''],
    ['2026-11-20 12:59', true, 'Fri 2026-11-20 12:59', 'Fri 2026-11-20 13:00', ''],
    ['2026-11-20 13:00', false, 'Fri 2026-11-20 13:30', 'Fri 2026-11-20 13:00', 'Fri 2026-11-20 13:00'],
    ['2026-11-20 13:30', true, 'Fri 2026-11-20 13:30', 'Fri 2026-11-20 18:00', ''],
    ['2026-11-20 18:00', false, 'Sat 2026-11-21 10:00', 'Fri 2026-11-20 18:00', 'Fri 2026-11-20 18:00'],
    ['2026-11-21 15:00', false, 'Mon 2026-11-23 09:00', 'Sat 2026-11-21 15:00', 'Sat 2026-11-21 15:00'],
    ['2026-11-22 23:59', false, 'Mon 2026-11-23 09:00', 'Sun 2026-11-22 23:59', 'Sat 2026-11-21 15:00'],
    ['2026-12-31 19:00', false, 'Fri 2027-01-01 09:00', 'Thu 2026-12-31 19:00', 'Thu 2026-12-31 18:00'],
    ['2027-01-01 03:00', false, 'Fri 2027-01-01 09:00', 'Fri 2027-01-01 03:00', 'Thu 2026-12-31 18:00'],
  ]
  for (const [at, open, opens, closes, since] of table)
    test(`${at}: ${open ? 'open' : 'closed'}`, () => {
      assert.equal(isOpen(shop, there(at)), open)
      assert.equal(say(nextOpening(shop, there(at))), opens)
      assert.equal(say(closesAt(shop, there(at))), closes)
      assert.equal(closedPeriodKey(shop, there(at)), since ? there(since.slice(4)).toISOString() : undefined)
    })
})

test('a block over midnight belongs to the day on which it begins', () => {
  assert.equal(isOpen(nightBar, there('2026-11-20 23:00')), true)
  assert.equal(isOpen(nightBar, there('2026-11-21 03:59')), true)
  assert.equal(isOpen(nightBar, there('2026-11-21 04:00')), false)
  assert.equal(isOpen(nightBar, there('2026-11-20 03:00')), false)
  assert.equal(say(closesAt(nightBar, there('2026-11-20 23:00'))), 'Sat 2026-11-21 04:00')
  assert.equal(say(nextOpening(nightBar, there('2026-11-22 05:00'))), 'Fri 2026-11-27 22:00')
  assert.equal(closedPeriodKey(nightBar, there('2026-11-25 12:00')), there('2026-11-22 04:00').toISOString())

  const saturdayOff = { ...nightBar, days: new Map([['2026-11-21', special('')]]) }
  assert.equal(isOpen(saturdayOff, there('2026-11-21 03:00')), true)
  assert.equal(isOpen(saturdayOff, there('2026-11-21 23:00')), false)
})

test('who is there round the clock never closes and always was open', () => {
  assert.equal(isOpen(hotline, there('2026-11-20 00:00')), true)
  assert.equal(closesAt(hotline, there('2026-11-20 23:59')), undefined)
  assert.equal(closedPeriodKey(hotline, there('2026-11-20 23:59')), undefined)
  assert.equal(openSecondsBetween(hotline, there('2026-11-20 00:00'), there('2026-11-27 00:00')), 7 * 24 * 3600)

  const butChristmas = { ...hotline, days: new Map([['2026-12-24', special('')]]) }
  assert.equal(say(closesAt(butChristmas, there('2026-12-23 12:00'))), 'Thu 2026-12-24 00:00')
  assert.equal(say(nextOpening(butChristmas, there('2026-12-24 12:00'))), 'Fri 2026-12-25 00:00')
})

test('where nobody has set hours it is always open', () => {
  const unset = alwaysOpen('Europe/Tallinn')
  const at = there('2026-12-25 03:00')

  assert.equal(isOpen(unset, at), true)
  assert.deepEqual(nextOpening(unset, at), at)
  assert.equal(closesAt(unset, at), undefined)
  assert.equal(closedPeriodKey(unset, at), undefined)
  assert.equal(openSecondsBetween(unset, at, new Date(at.getTime() + 1_500)), 1.5)
})

test('who is never open has no next opening and one closed period', () => {
  const never = hours(week({}))

  assert.equal(nextOpening(never, there('2026-11-20 12:00')), undefined)
  assert.equal(closedPeriodKey(never, there('2026-11-20 12:00')), 'always')
  assert.equal(openSecondsBetween(never, there('2026-01-01 00:00'), there('2026-12-31 00:00')), 0)
})

test('an exception counts before the week, also on a holiday', () => {
  const days = new Map([
    ['2026-12-24', special('', 'Christmas Eve')],
    ['2026-12-25', special('', 'Christmas Day')],
    ['2026-12-26', special('12:00-14:00')],
    ['2026-12-28', special('20:00-2:00')],
  ])
  const christmas = { ...shop, days }

  assert.equal(say(nextOpening(christmas, there('2026-12-23 18:00'))), 'Sat 2026-12-26 12:00')
  assert.equal(isOpen(christmas, there('2026-12-26 11:00')), false)
  assert.equal(say(nextOpening(christmas, there('2026-12-26 14:00'))), 'Mon 2026-12-28 20:00')
  assert.equal(say(closesAt(christmas, there('2026-12-28 21:00'))), 'Tue 2026-12-29 02:00')
  assert.equal(closedPeriodKey(christmas, there('2026-12-26 09:00')), there('2026-12-23 18:00').toISOString())
})

describe('a break begun by hand', () => {
  const onBreak = (from: string, until: string) => ({
    ...shop,
    breaks: [{ startedAt: there(from), until: there(until) }],
  })

  test('closes until it ends, and is a closed period of its own', () => {
    const lunch = onBreak('2026-11-20 14:07', '2026-11-20 14:30')
    assert.equal(isOpen(lunch, there('2026-11-20 14:06')), true)
    assert.equal(say(closesAt(lunch, there('2026-11-20 14:00'))), 'Fri 2026-11-20 14:07')
    assert.equal(isOpen(lunch, there('2026-11-20 14:07')), false)
    assert.equal(say(nextOpening(lunch, there('2026-11-20 14:10'))), 'Fri 2026-11-20 14:30')
    assert.equal(say(breakUntil(lunch, there('2026-11-20 14:10'))), 'Fri 2026-11-20 14:30')
    assert.equal(breakUntil(lunch, there('2026-11-20 14:30')), undefined)
    assert.equal(closedPeriodKey(lunch, there('2026-11-20 14:29')), there('2026-11-20 14:07').toISOString())
    assert.equal(isOpen(lunch, there('2026-11-20 14:30')), true)
  })

  test('that goes on past closing time is one closed period with the night', () => {
    const late = onBreak('2026-11-20 17:30', '2026-11-20 18:30')
    assert.equal(say(nextOpening(late, there('2026-11-20 17:45'))), 'Sat 2026-11-21 10:00')
    assert.equal(closedPeriodKey(late, there('2026-11-20 23:00')), there('2026-11-20 17:30').toISOString())
  })

  test('ends later than the opening it covers', () => {
    const early = onBreak('2026-11-20 08:00', '2026-11-20 09:20')
    assert.equal(say(nextOpening(early, there('2026-11-20 08:30'))), 'Fri 2026-11-20 09:20')
    assert.equal(closedPeriodKey(early, there('2026-11-20 09:10')), there('2026-11-19 18:00').toISOString())
  })

  test('after another that it overlaps, both close', () => {
    const breaks = [
      { startedAt: there('2026-11-20 14:00'), until: there('2026-11-20 14:30') },
      { startedAt: there('2026-11-20 14:20'), until: there('2026-11-20 15:00') },
    ]
    assert.equal(say(nextOpening({ ...shop, breaks }, there('2026-11-20 14:10'))), 'Fri 2026-11-20 15:00')
    assert.equal(
      closedPeriodKey({ ...shop, breaks }, there('2026-11-20 14:50')),
      there('2026-11-20 14:00').toISOString(),
    )
  })

  test('closes also where no hours are set, and stops no clock of business time', () => {
    const breaks = [{ startedAt: there('2026-11-20 14:00'), until: there('2026-11-20 14:30') }]
    const unset = { ...alwaysOpen('Europe/Tallinn'), breaks }
    assert.equal(isOpen(unset, there('2026-11-20 14:10')), false)
    assert.equal(say(closesAt(unset, there('2026-11-20 13:00'))), 'Fri 2026-11-20 14:00')
    assert.equal(closedPeriodKey(unset, there('2026-11-20 14:10')), there('2026-11-20 14:00').toISOString())
    const [from, to] = [there('2026-11-20 13:30'), there('2026-11-20 15:00')]
    assert.equal(openSecondsBetween({ ...shop, breaks }, from, to), 90 * 60)
  })
})

describe('when clocks change', () => {
  const zones: [string, number][] = [
    ['Europe/Tallinn', 3],
    ['Europe/Helsinki', 3],
    ['Europe/Stockholm', 2],
  ]
  for (const [timeZone, hour] of zones) {
    const clock = (minutes: string, plus = 0) => `${String(hour + plus).padStart(2, '0')}:${minutes}`
    const inZone = (text: string, given: Partial<Hours> = {}) => hours(week({}, text), { timeZone, ...given })

    test(`${timeZone} loses an hour in March`, () => {
      const night = inZone(`22:00-${clock('30')}`)
      const skip = there(`2026-03-29 ${clock('00', 1)}`, timeZone)
      assert.deepEqual(closesAt(night, there('2026-03-28 23:00', timeZone)), skip)
      assert.deepEqual(nextOpening(inZone(`${clock('30')}-12:00`), there('2026-03-29 00:00', timeZone)), skip)
      const within = inZone(`${clock('10')}-${clock('50')}`)
      const next = there(`2026-03-30 ${clock('10')}`, timeZone)
      assert.deepEqual(nextOpening(within, there('2026-03-29 00:00', timeZone)), next)
      const day = inZone('00:00-24:00')
      const [from, to] = [there('2026-03-29 00:00', timeZone), there('2026-03-30 00:00', timeZone)]
      assert.equal(openSecondsBetween(day, from, to), 23 * 3600)
    })

    test(`${timeZone} gains an hour in October`, () => {
      const first = there(`2026-10-25 ${clock('30')} +${hour === 3 ? 3 : 2}`)
      const night = inZone(`22:00-${clock('30')}`)
      assert.deepEqual(closesAt(night, there('2026-10-24 23:00', timeZone)), first)
      assert.deepEqual(nextOpening(inZone(`${clock('30')}-12:00`), there('2026-10-25 00:00', timeZone)), first)
      const twice = inZone(`${clock('00')}-${clock('00', 1)}`)
      const [from, to] = [there('2026-10-25 00:00', timeZone), there('2026-10-26 00:00', timeZone)]
      assert.equal(openSecondsBetween(twice, from, to), 2 * 3600)
      assert.equal(openSecondsBetween(inZone('00:00-24:00'), from, to), 25 * 3600)
      assert.equal(openSecondsBetween(inZone('9:00-17:00'), from, to), 8 * 3600)
    })
  }

  test('also where midnight itself is skipped', () => {
    assert.equal(
      new Date(instantAt('2026-04-24', '00:00', 'Africa/Cairo')).toISOString(),
      there('2026-04-24 01:00', 'Africa/Cairo').toISOString(),
    )
    const cairo = hours(week({}, '00:00-24:00'), { timeZone: 'Africa/Cairo' })
    assert.equal(closesAt(cairo, there('2026-04-23 12:00', 'Africa/Cairo')), undefined)
  })
})

describe('whatever hours a shop has', () => {
  const minute = fc.integer({ min: 0, max: 23 * 60 + 59 })
  const clockOf = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  const block = fc.tuple(minute, minute).map(([from, to]) => ({ from: clockOf(from), to: clockOf(to) }))
  const day = fc.array(block, { maxLength: 3 })
  // Around the changes of clocks and of the year.
  const instant = fc
    .tuple(fc.constantFrom('2026-03-26', '2026-10-22', '2026-12-29'), fc.integer({ min: 0, max: 8 * 24 * 60 }))
    .map(([date, minutes]) => new Date(Date.parse(`${date}T00:00Z`) + minutes * 60_000))
  const anyHours: fc.Arbitrary<Hours> = fc
    .record({
      timeZone: fc.constantFrom('Europe/Tallinn', 'Europe/Stockholm', 'America/St_Johns', 'UTC'),
      week: fc.tuple(day, day, day, day, day, day, day),
      exceptions: fc.array(fc.tuple(fc.constantFrom('2026-03-29', '2026-10-25', '2027-01-01'), day)),
      breaks: fc.array(fc.tuple(instant, fc.integer({ min: 1, max: 600 })), { maxLength: 2 }),
    })
    .map(({ timeZone, week: days, exceptions, breaks }) => ({
      timeZone,
      weekly: { ...week({}), ...Object.fromEntries(WEEKDAYS.map((name, index) => [name, days[index] ?? []])) },
      days: new Map(exceptions.map(([date, given]) => [date, { blocks: given, note: null, holiday: null }])),
      breaks: breaks.map(([startedAt, minutes]) => ({
        startedAt,
        until: new Date(startedAt.getTime() + minutes * 60_000),
      })),
    }))
  const minutesFrom = (from: Date, to: Date) =>
    Array.from({ length: (to.getTime() - from.getTime()) / 60_000 }, (_, i) => new Date(from.getTime() + i * 60_000))

  test('the next opening is the first open instant', () => {
    fc.assert(
      fc.property(anyHours, instant, (given, at) => {
        const opening = nextOpening(given, at)
        const until = opening ?? new Date(at.getTime() + 24 * 3_600_000)
        if (opening) assert.ok(isOpen(given, opening))
        for (const minute of minutesFrom(at, until)) assert.ok(!isOpen(given, minute), minute.toISOString())
      }),
      { numRuns: 60 },
    )
  })

  test('it is open until it closes', () => {
    fc.assert(
      fc.property(anyHours, instant, (given, at) => {
        const closing = closesAt(given, at)
        if (closing) assert.ok(!isOpen(given, closing))
        const until = closing ?? new Date(at.getTime() + 24 * 3_600_000)
        for (const minute of minutesFrom(at, until)) assert.ok(isOpen(given, minute), minute.toISOString())
      }),
      { numRuns: 60 },
    )
  })

  test('a closed period has one name from its beginning to the next opening, and no other has it', () => {
    fc.assert(
      fc.property(anyHours, instant, (given, at) => {
        const key = closedPeriodKey(given, at)
        assert.equal(key === undefined, isOpen(given, at))
        const opening = nextOpening(given, at)
        if (key === undefined || key === 'always' || !opening) return
        assert.equal(closedPeriodKey(given, new Date(key)), key)
        assert.equal(closedPeriodKey(given, new Date(opening.getTime() - 1)), key)
        assert.ok(isOpen(given, new Date(Date.parse(key) - 1)))
      }),
      { numRuns: 300 },
    )
  })

  test('business time adds up, and is the minutes that are open', () => {
    fc.assert(
      fc.property(anyHours, instant, instant, instant, (given, ...three) => {
        const [a, b, c] = three.toSorted((one, other) => one.getTime() - other.getTime())
        assert.ok(a && b && c)
        assert.equal(openSecondsBetween(given, a, b) + openSecondsBetween(given, b, c), openSecondsBetween(given, a, c))
        assert.equal(openSecondsBetween(given, c, a), 0)
        const withoutBreaks = { ...given, breaks: [] }
        const until = new Date(Math.min(b.getTime(), a.getTime() + 30 * 3_600_000))
        const openMinutes = minutesFrom(a, until).filter((at) => isOpen(withoutBreaks, at)).length
        assert.equal(openSecondsBetween(given, a, until), openMinutes * 60)
      }),
      { numRuns: 30 },
    )
  })
})
