import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HoursPreviewBody, type OpeningHours, OpeningHoursBody, WEEKDAYS } from '#protocol/promises.ts'
import { expectBody, expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import { isOpen, nextOpening } from './hours.ts'
import { hoursOf } from './hours-of.ts'

const day = [{ from: '09:00', to: '17:00' }]
const nineToFive: OpeningHours = {
  timeZone: 'Europe/Tallinn',
  weekly: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: [], sunday: [] },
  holidays: { countries: [], open: [] },
  exceptions: [],
}
const onSaturdays: OpeningHours = {
  ...nineToFive,
  weekly: { ...nineToFive.weekly, saturday: [{ from: '10:00', to: '24:00' }] },
}
/** A Saturday, and Christmas Eve, a Thursday, at noon in Tallinn. */
const saturday = new Date('2026-11-21T10:00:00Z')
const christmasEve = new Date('2026-12-24T10:00:00Z')

test('without hours it is always open; a channel keeps the workspace’s until it has its own', async (t) => {
  const { ada, bo, db, workspace, channel } = await openDesk(t)
  const ofChannel = () => hoursOf(db, workspace.id, channel.id)
  const of = async (path: string) => expectBody(await bo.asks('GET', path), OpeningHoursBody)
  assert.deepEqual(await of('/opening-hours'), { own: null, hours: null })
  assert.equal((await ofChannel()).weekly, null)
  assert.equal((await ofChannel()).timeZone, 'Europe/Tallinn')

  expectBody(await ada.asks('PUT', '/opening-hours', nineToFive), OpeningHoursBody)
  assert.deepEqual(await of(`/channels/${channel.id}/opening-hours`), { own: null, hours: nineToFive })
  assert.equal(isOpen(await ofChannel(), saturday), false)

  expectBody(await ada.asks('PUT', `/channels/${channel.id}/opening-hours`, onSaturdays), OpeningHoursBody)
  assert.deepEqual(await of(`/channels/${channel.id}/opening-hours`), { own: onSaturdays, hours: onSaturdays })
  assert.equal(isOpen(await ofChannel(), saturday), true)
  assert.equal(isOpen(await hoursOf(db, workspace.id, null), saturday), false)

  expectBody(await ada.asks('DELETE', `/channels/${channel.id}/opening-hours`), OpeningHoursBody)
  assert.equal(isOpen(await ofChannel(), saturday), false)
  expectBody(await ada.asks('DELETE', '/opening-hours'), OpeningHoursBody)
  assert.equal((await ofChannel()).weekly, null)
})

test('on public holidays it is closed, unless the shop says otherwise', async (t) => {
  const { ada, db, workspace } = await openDesk(t)
  const sets = async (changes: Partial<OpeningHours>) => {
    expectBody(await ada.asks('PUT', '/opening-hours', { ...nineToFive, ...changes }), OpeningHoursBody)
    return hoursOf(db, workspace.id, null)
  }

  const inFinland = await sets({ holidays: { countries: ['FI'], open: [] } })
  assert.equal(isOpen(inFinland, christmasEve), true)
  const inEstonia = await sets({ holidays: { countries: ['FI', 'EE'], open: [] } })
  assert.equal(isOpen(inEstonia, christmasEve), false)
  assert.equal(nextOpening(inEstonia, christmasEve)?.toISOString(), '2026-12-28T07:00:00.000Z')
  assert.equal(inEstonia.days.get('2026-12-24')?.holiday, 'jõululaupäev')
  assert.equal(isOpen(await sets({ holidays: { countries: ['EE'], open: ['EE 12-24'] } }), christmasEve), true)
  const shortDay = await sets({
    holidays: { countries: ['EE'], open: [] },
    exceptions: [{ date: '2026-12-24', blocks: [{ from: '10:00', to: '13:00' }], note: { et: 'Häid jõule!' } }],
  })
  assert.equal(isOpen(shortDay, christmasEve), true)
  assert.deepEqual(shortDay.days.get('2026-12-24')?.note, { et: 'Häid jõule!' })
})

test('hours that make no sense are refused, and who is no admin does not change them', async (t) => {
  const { ada, bo, col, db } = await openDesk(t)
  const monday = (from: string, to: string) => ({
    ...nineToFive,
    weekly: { ...nineToFive.weekly, monday: [{ from, to }] },
  })
  const off = { date: '2026-12-24', blocks: [] }
  const wrong = [
    { ...nineToFive, timeZone: 'Europe/Pihlaka' },
    { ...nineToFive, exceptions: [off, off] },
    { ...nineToFive, exceptions: [{ ...off, date: '2026-02-30' }] },
    { ...nineToFive, holidays: { countries: ['XX'], open: [] } },
    { ...nineToFive, weekly: { monday: day } },
    monday('9:00', '17:00'),
    monday('24:00', '17:00'),
    monday('09:00', '25:00'),
  ]
  for (const body of wrong) expectProblem(await ada.asks('PUT', '/opening-hours', body), 400, 'invalid-input')
  expectProblem(await bo.asks('PUT', '/opening-hours', nineToFive), 403, 'not-allowed')
  expectProblem(await col.asks('GET', '/opening-hours'), 403, 'not-allowed')

  assert.deepEqual(await db.selectFrom('openingHours').select('id').execute(), [])
})

test('hours can be looked at before they are saved', async (t) => {
  const { ada, db } = await openDesk(t)
  const never = { ...nineToFive, weekly: { ...nineToFive.weekly } }
  for (const weekday of WEEKDAYS) never.weekly[weekday] = []
  const preview = async (hours: OpeningHours) =>
    expectBody(await ada.asks('POST', '/opening-hours/previews', hours), HoursPreviewBody)

  assert.deepEqual(await preview(never), { isOpen: false, nextOpening: null, closesAt: null })
  const { isOpen: open, nextOpening: opens, closesAt: closes } = await preview(nineToFive)
  assert.equal(opens === null, open)
  assert.equal(closes === null, !open)

  assert.deepEqual(await db.selectFrom('openingHours').select('id').execute(), [])
})

test('who changed the hours stands in the audit trail', async (t) => {
  const { ada, channel, db } = await openDesk(t)
  await ada.asks('PUT', `/channels/${channel.id}/opening-hours`, nineToFive)

  const event = await db
    .selectFrom('events')
    .where('type', '=', 'opening-hours.changed')
    .select(['actorId', 'data'])
    .executeTakeFirstOrThrow()

  assert.equal(event.actorId, ada.id)
  assert.deepEqual(event.data, { ...nineToFive, channelId: channel.id, actorName: 'Ada' })
})
