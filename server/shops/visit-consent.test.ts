import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ChannelBody } from '#protocol/channels.ts'
import type { WidgetFrame } from '#protocol/socket.ts'
import { expectBody } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import { allowsVisit } from './visit-consent.ts'

const visit = { url: 'https://shop.example/secret-page', title: 'Secret', referrer: 'https://search.example/' }
const trouble = {
  type: 'trouble',
  errors: [{ at: '2026-11-22T09:00:00Z', url: visit.url, kind: 'script', message: 'secret failure' }],
} satisfies WidgetFrame

test('the shop’s setting and the visitor together decide', () => {
  const may = {
    always: [true, true, false],
    'with-consent': [true, false, false],
    never: [false, false, false],
  } as const
  for (const setting of ['always', 'with-consent', 'never'] as const)
    assert.deepEqual(
      [true, undefined, false].map((consent) => allowsVisit(setting, consent)),
      may[setting],
    )
  assert.equal(allowsVisit(undefined, undefined), true)
})

test('where the team may never look, nothing is kept, whatever a window sends', async (t) => {
  const { ada, cleo, db } = await openDesk(t, { chatSettings: { visitConsent: 'never' } })
  const desk = await ada.desk()
  const window = await cleo.opensWindow({ visit: { ...visit, consent: true } })
  const conversation = await window.writes('Hello')
  window.says({ type: 'visit', visit: { ...visit, consent: true } })
  window.says(trouble)
  await window.writes('Hello again', { in: conversation })

  assert.deepEqual(await db.selectFrom('visits').select('id').execute(), [])
  assert.equal((await ada.card((await ada.sees(conversation)).customer)).visit, null)
  assert.ok(!desk.heard.some((frame) => JSON.stringify(frame).toLowerCase().includes('secret')))
})

test('where consent is asked for, nothing is kept before it is given', async (t) => {
  const { ada, cleo, db } = await openDesk(t, { chatSettings: { visitConsent: 'with-consent' } })
  const window = await cleo.opensWindow({ visit })
  const conversation = await window.writes('Hello')
  window.says(trouble)
  await window.writes('Hello again', { in: conversation })
  assert.deepEqual(await db.selectFrom('visits').select('id').execute(), [])

  const desk = await ada.desk()
  window.says({ type: 'visit', visit: { ...visit, consent: true } })
  window.says(trouble)
  const seen = await desk.hearsOf('visit.changed', (event) => event.visit?.errors.length === 1)
  assert.equal(seen.visit?.pages[0]?.title, 'Secret')
  assert.equal(seen.visit?.referrer, 'https://search.example/')
})

test('who takes their consent back is forgotten, and what was said in the chat stays', async (t) => {
  const { ada, cleo, db, comes } = await openDesk(t, { chatSettings: { visitConsent: 'with-consent' } })
  const other = await comes().opensWindow({ visit: { ...visit, consent: true } })
  const window = await cleo.opensWindow({ visit: { ...visit, consent: true } })
  const otherTab = await cleo.opensWindow({ visit: { ...visit, consent: true } })
  const conversation = await window.writes('Hello')
  const desk = await ada.desk()

  window.says({ type: 'visit', visit: { consent: false } })
  await desk.hearsOf('visit.changed', (event) => event.visit === null)
  otherTab.says(trouble)
  window.says(trouble)
  await window.writes('Still here', { in: conversation })
  await otherTab.writes('And here', { in: conversation })

  const { customer } = await ada.sees(conversation)
  assert.equal((await ada.card(customer)).visit, null)
  assert.equal((await ada.opens(conversation)).messages.length, 3)
  assert.equal((await db.selectFrom('visits').select('id').execute()).length, 1)
  await other.leaves()

  window.says({ type: 'visit', visit: { ...visit, consent: true } })
  const again = await desk.hearsOf('visit.changed', (event) => event.visit !== null)
  assert.equal(again.visit?.pages.length, 1)
  assert.deepEqual(again.visit?.errors, [])
})

test('a shop that changes its mind is heard by windows that are open', async (t) => {
  const { ada, cleo, channel, db } = await openDesk(t)
  const window = await cleo.opensWindow({ visit: { url: 'https://shop.example/' } })
  const conversation = await window.writes('Hello')
  const settings = { settings: { visitConsent: 'never' } }
  expectBody(await ada.asks('PATCH', `/channels/${channel.id}`, settings), ChannelBody)
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 3_500 })

  window.says({ type: 'visit', visit })
  window.says(trouble)
  await window.writes('Hello again', { in: conversation })

  const [kept] = await db.selectFrom('visits').select(['pages', 'errors']).execute()
  assert.ok(!JSON.stringify(kept).toLowerCase().includes('secret'))
})
