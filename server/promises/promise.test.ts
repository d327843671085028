import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type ChannelPromise, ChannelPromiseBody, type OpeningHours } from '#protocol/promises.ts'
import { expectBody, expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import { hoursWith } from '#test/shop.ts'
import { createPromises } from './promise.ts'

/** A Friday at noon in Tallinn. */
const FRIDAY = Date.parse('2026-11-20T10:00:00Z')

/** A shop whose clock only goes on when told, and whose desks are counted by hand. */
async function openWatchedShop(t: TestContext) {
  const desk = await openDesk(t, { runsJobs: false })
  t.mock.timers.enable({ apis: ['Date'], now: FRIDAY })
  let agents = 1
  const promises = createPromises({ db: desk.db, countAgents: () => agents })
  const channel = { workspaceId: desk.workspace.id, channelId: desk.channel.id }
  return {
    ...desk,
    here: (count: number) => {
      agents = count
    },
    async keepsHours(hours: OpeningHours) {
      await desk.ada.asks('PUT', '/opening-hours', hours)
      promises.forget(channel.workspaceId)
    },
    async promisesThat(promise: ChannelPromise) {
      await desk.ada.asks('PUT', `/channels/${channel.channelId}/promise`, promise)
      promises.forget(channel.workspaceId)
    },
    /** Some customers have written, each in a conversation of their own, so many seconds ago. */
    async wait(count: number, seconds: number) {
      for (let index = 0; index < count; index++) await desk.comes().writes('Hello?')
      const since = new Date(Date.now() - seconds * 1000)
      await desk.db
        .updateTable('conversations')
        .set({ createdAt: since, waitingSince: since, lastMessageAt: since })
        .execute()
    },
    after(seconds: number) {
      t.mock.timers.setTime(Date.now() + seconds * 1000)
    },
    says: () => promises.promiseOf(channel),
    stands: async () => (await promises.stateOf(channel)).state,
  }
}

test('the chat leads while somebody is there and nobody waits long', async (t) => {
  const { says, stands } = await openWatchedShop(t)

  const promise = await says()

  assert.equal(await stands(), 'keeps')
  assert.deepEqual(promise, {
    isOpen: true,
    state: 'keeps',
    lead: 'chat',
    hasHours: false,
    nextOpening: null,
    closesAt: null,
    breakUntil: null,
    timeZone: 'Europe/Tallinn',
    weekly: null,
    specialDays: [],
    expectedAnswer: null,
    contact: { email: null, phone: null },
  })
})

test('a message leads when nobody is there, but not while a desk just reloads', async (t) => {
  const { says, here, after } = await openWatchedShop(t)
  await says()

  here(0)
  after(6)
  assert.equal((await says()).lead, 'chat')
  after(44)
  assert.equal((await says()).lead, 'chat')
  after(6)
  assert.equal((await says()).lead, 'message')
  here(1)
  after(6)
  await says()
  after(11)
  assert.equal((await says()).lead, 'chat')
})

test('a long queue turns the chat into a message, or a call back where that is offered', async (t) => {
  const { says, stands, wait, promisesThat, after } = await openWatchedShop(t)
  await says()

  await wait(6, 30)
  after(6)
  await says()
  after(21)
  assert.equal(await stands(), 'breaks')
  assert.equal((await says()).lead, 'message')

  await promisesThat({ promise: { amount: 300, unit: 'seconds' }, offersCallback: true })
  assert.equal((await says()).lead, 'callback')
})

test('a shop that promises less keeps more', async (t) => {
  const { stands, wait, promisesThat } = await openWatchedShop(t)
  await promisesThat({ promise: { amount: 900, unit: 'seconds' }, offersCallback: false })

  await wait(6, 30)

  assert.equal(await stands(), 'keeps')
})

test('a team that is there and answers nobody breaks its promise', async (t) => {
  const { stands, wait } = await openWatchedShop(t)

  await wait(1, 301)

  assert.equal(await stands(), 'breaks')
})

test('closed, it says when it opens, also around days that are special', async (t) => {
  const { says, keepsHours, stands, after } = await openWatchedShop(t)
  await keepsHours({
    ...hoursWith('Aasta lõpp'),
    exceptions: [{ date: '2026-11-23', blocks: [], note: { et: 'Inventuur' } }],
  })
  assert.equal((await says()).closesAt, '2026-11-20T15:00:00.000Z')

  after(6 * 3600)
  const promise = await says()

  assert.equal(await stands(), 'closed')
  assert.deepEqual(
    [promise.isOpen, promise.lead, promise.hasHours, promise.nextOpening, promise.closesAt],
    [false, 'message', true, '2026-11-24T07:00:00.000Z', null],
  )
  assert.deepEqual(promise.specialDays, [{ date: '2026-11-23', blocks: [], note: { et: 'Inventuur' }, holiday: null }])
})

test('who writes at night has not waited when it opens', async (t) => {
  const { stands, wait, keepsHours, here } = await openWatchedShop(t)
  here(5)
  await keepsHours({
    ...hoursWith('Aasta lõpp'),
    weekly: { ...hoursWith('').weekly, friday: [{ from: '11:59', to: '17:00' }] },
  })

  await wait(3, 4 * 3600 - 60)

  assert.equal(await stands(), 'keeps')
})

test('each kind of channel has its promise until the shop sets its own', async (t) => {
  const { ada, bo, channel } = await openDesk(t)
  const path = `/channels/${channel.id}/promise`
  const mine: ChannelPromise = { promise: { amount: 1, unit: 'working-days' }, offersCallback: true }
  const of = async (method: string, body?: object) => expectBody(await ada.asks(method, path, body), ChannelPromiseBody)

  const standard: ChannelPromise = { promise: { amount: 300, unit: 'seconds' }, offersCallback: false }
  assert.deepEqual([(await of('GET')).own, (await of('GET')).counts], [null, standard])
  assert.deepEqual([(await of('PUT', mine)).own, (await of('GET')).counts], [mine, mine])
  assert.deepEqual((await of('DELETE')).counts, standard)
  expectProblem(await bo.asks('PUT', path, mine), 403, 'not-allowed')
  for (const promise of [{}, { amount: 0, unit: 'seconds' }, { amount: 1, unit: 'weeks' }])
    expectProblem(await ada.asks('PUT', path, { promise, offersCallback: false }), 400, 'invalid-input')
})
