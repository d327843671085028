import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InboxView } from '#protocol/conversations.ts'
import { belongsIn, movesCounts } from './membership.ts'

const ada = 'ada'
const bo = 'bo'
const chat = { id: 'chat', kind: 'chat', name: 'Pood' } as const

const conversation = (change: Partial<Parameters<typeof belongsIn>[1]> = {}) => ({
  status: 'open' as const,
  assigneeId: null,
  teamId: null,
  channel: chat,
  failedCount: 0,
  ...change,
})

const views: InboxView[] = ['mine', 'unassigned', 'open', 'pending', 'snoozed', 'closed', 'failed', 'spam']
const viewsOf = (change: Parameters<typeof conversation>[0]) =>
  views.filter((view) => belongsIn({ view }, conversation(change), ada))

test('an open conversation lies in open, and in mine or unassigned as it is assigned', () => {
  assert.deepEqual(viewsOf({}), ['unassigned', 'open'])
  assert.deepEqual(viewsOf({ assigneeId: ada }), ['mine', 'open'])
  assert.deepEqual(viewsOf({ assigneeId: bo }), ['open'])
})

test('a conversation that is not open lies only in the view of its status', () => {
  for (const status of ['pending', 'snoozed', 'closed', 'spam'] as const) {
    assert.deepEqual(viewsOf({ status, assigneeId: ada }), [status])
    assert.deepEqual(viewsOf({ status }), [status])
  }
})

test('a conversation with an answer that did not arrive also lies among those, unless it is spam', () => {
  assert.deepEqual(viewsOf({ failedCount: 1, assigneeId: bo }), ['open', 'failed'])
  assert.deepEqual(viewsOf({ failedCount: 2, status: 'closed' }), ['closed', 'failed'])
  assert.deepEqual(viewsOf({ failedCount: 1, status: 'spam' }), ['spam'])
})

test('a list narrowed to a team or a channel holds only theirs', () => {
  assert.equal(belongsIn({ view: 'open', teamId: 'returns' }, conversation(), ada), false)
  assert.equal(belongsIn({ view: 'open', teamId: 'returns' }, conversation({ teamId: 'returns' }), ada), true)
  assert.equal(belongsIn({ view: 'open', channelId: 'mail' }, conversation(), ada), false)
  assert.equal(belongsIn({ view: 'open', channelId: 'chat' }, conversation(), ada), true)
})

test('counts are asked for again only when a conversation moved or is new to us', () => {
  assert.equal(movesCounts(undefined, conversation()), true)
  assert.equal(movesCounts(conversation(), conversation()), false)
  assert.equal(movesCounts(conversation(), conversation({ assigneeId: ada })), true)
  assert.equal(movesCounts(conversation(), conversation({ status: 'closed' })), true)
  assert.equal(movesCounts(conversation(), conversation({ failedCount: 1 })), true)
  assert.equal(movesCounts(conversation({ failedCount: 1 }), conversation({ failedCount: 2 })), false)
})
