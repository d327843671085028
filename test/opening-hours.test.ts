import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { hoursOf } from '#promises/hours-of.ts'
import { openWindows } from './windows.ts'

const field = (page: Page, name: string) => page.getByLabel(name, { exact: true })

test('an admin sets the week by keyboard, copies a day, adds holidays and a day off', async (t) => {
  const { ada, db, workspace, opensDesk } = await openWindows(t)
  const desk = await opensDesk(ada)
  const { page, button } = desk
  await desk.goesToSettings('Opening hours')
  await page.getByText('No opening hours yet').waitFor()
  await button('Set opening hours').press('Enter')

  await field(page, 'Monday: opens').fill('10:00')
  await button('Add hours: Monday').press('Enter')
  await field(page, 'Monday, 2: closes').fill('02:00')
  await page.getByText('Until the next day').waitFor()
  await button('Copy Monday to other days').press('Enter')
  await page.getByRole('menuitem', { name: 'To every day' }).press('Enter')
  assert.equal(await field(page, 'Sunday, 2: closes').inputValue(), '02:00')
  await button('Remove Sunday, 2').click()
  await button('Remove Sunday').click()

  const christmas = page.getByRole('list', { name: 'Upcoming holidays' })
  await page.getByRole('button', { name: /Show all/ }).click()
  await christmas.getByText('jõululaupäev', { exact: true }).waitFor()
  await christmas.getByRole('checkbox', { name: 'Open on jõululaupäev' }).check()
  await button('Add a day').press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Day', { exact: true }).fill('2099-12-31')
  await dialog.getByLabel('What customers read, in English').fill('Stocktaking')
  await dialog.getByRole('button', { name: 'Add the day' }).click()
  await page.getByText('Thursday 31 December 2099').waitFor()
  await page.getByText('Closed · Stocktaking').waitFor()

  await button('Save').press('Enter')
  await page.getByText('The opening hours are saved.').waitFor()
  const { weekly, days } = await hoursOf(db, workspace.id, null)
  const ten = [
    { from: '10:00', to: '17:00' },
    { from: '18:00', to: '02:00' },
  ]
  assert.deepEqual([weekly?.monday, weekly?.saturday, weekly?.sunday], [ten, ten, []])
  assert.deepEqual(days.get('2099-12-31'), { blocks: [], note: { en: 'Stocktaking' }, holiday: null })
  const holidays = [...days.values()].map(({ holiday }) => holiday)
  assert.ok(holidays.includes('iseseisvuspäev') && !holidays.includes('jõululaupäev'))
})

test('nothing counts before it is saved, and a time that is missing cannot be', async (t) => {
  const { ada, db, workspace, opensDesk } = await openWindows(t)
  const desk = await opensDesk(ada)
  const { page, button } = desk
  await desk.goesToSettings('Opening hours')
  await button('Set opening hours').click()

  await field(page, 'Monday: opens').fill('')
  await page.getByText('A time is missing.').waitFor()
  assert.equal(await button('Save').isDisabled(), true)
  await button('Discard').click()
  await page.getByText('No opening hours yet').waitFor()

  assert.equal((await hoursOf(db, workspace.id, null)).weekly, null)
})

test('a channel gets hours of its own and a promise, and gives them back with an undo', async (t) => {
  const { ada, db, workspace, channel, opensDesk } = await openWindows(t)
  const desk = await opensDesk(ada)
  const { page, button } = desk
  const own = async () => (await hoursOf(db, workspace.id, channel.id)).weekly?.saturday.length
  await desk.goesToSettings('Opening hours')
  await button('Set opening hours').click()
  await button('Save').click()
  await page.getByText('The opening hours are saved.').waitFor()

  await field(page, 'Hours of').selectOption({ label: 'Chat' })
  await page.getByText('This channel keeps the hours of all channels').waitFor()
  await button('Give it hours of its own').click()
  await button('Add hours: Saturday').click()
  await button('Save').click()
  await button('Keep the hours of all channels').waitFor()
  assert.equal(await own(), 1)

  await field(page, 'An answer within').fill('2')
  await button('Save the promise').click()
  await page.getByText('The promise is saved.').waitFor()
  const { promise } = await db.selectFrom('channels').select('promise').executeTakeFirstOrThrow()
  assert.deepEqual(promise, { promise: { amount: 120, unit: 'seconds' }, offersCallback: false })

  await button('Keep the hours of all channels').click()
  await button('Give it hours of its own').waitFor()
  assert.equal(await own(), 0)
  await button('Undo').click()
  await field(page, 'Saturday: opens').waitFor()
  assert.equal(await own(), 1)
})

test('an agent takes a break, colleagues see it, and anybody ends it', async (t) => {
  const { ada, bo, db, workspace, opensDesk } = await openWindows(t)
  const [agent, owner] = [await opensDesk(bo), await opensDesk(ada)]
  const breaks = () =>
    db.selectFrom('breaks').where('endedAt', 'is', null).select(['note', 'channelId', 'startedBy']).execute()

  await agent.button('Your account: Bo').press('Enter')
  await agent.page.getByRole('menuitem', { name: 'Take a break…' }).press('Enter')
  const dialog = agent.page.getByRole('dialog', { name: 'Take a break' })
  await dialog.getByRole('button', { name: '30 min' }).click()
  await dialog.getByLabel('Note for the team').fill('Lunch')
  await dialog.getByRole('button', { name: 'Start the break' }).press('Enter')
  await agent.page.getByText(/Customers see: back at/).waitFor()
  assert.deepEqual(await breaks(), [{ note: 'Lunch', channelId: null, startedBy: bo.id }])
  assert.equal((await hoursOf(db, workspace.id, null)).breaks.length, 1)

  await owner.page.getByText('On a break until').first().waitFor()
  await owner.button('Your account: Ada').click()
  await owner.page.getByRole('menuitem', { name: /Back now.*Bo · Lunch/ }).click()
  await owner.page.getByText('The break is over.').waitFor()
  await agent.page.getByText('On a break until').first().waitFor({ state: 'detached' })
  assert.deepEqual(await breaks(), [])
})

test('the shop says how else it is reached', async (t) => {
  const { ada, db, workspace, opensDesk } = await openWindows(t)
  const desk = await opensDesk(ada)
  await desk.goesToSettings('Workspace')

  await field(desk.page, 'E-mail address').fill('abi@pihlaka.example')
  await field(desk.page, 'Phone number').fill('+372 555 1234')
  await desk.button('Save the contact').click()
  await desk.page.getByText('The contact is saved.').waitFor()

  const row = await db
    .selectFrom('workspaces')
    .where('id', '=', workspace.id)
    .select(['contactEmail', 'contactPhone'])
    .executeTakeFirstOrThrow()
  assert.deepEqual(row, { contactEmail: 'abi@pihlaka.example', contactPhone: '+372 555 1234' })
})
