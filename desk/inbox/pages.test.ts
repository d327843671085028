import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InboxItemBody } from '#protocol/conversations.ts'
import { type InboxPages, place, remove, rowsOf, shortened } from './pages.ts'

test('a conversation with a new message goes to the top', () => {
  const list = pages([item('a', 9), item('b', 8), item('c', 7)])
  assert.deepEqual(ids(place(list, item('c', 10), 'newest')), ['c', 'a', 'b'])
})

test('a conversation new to the list stands by its last message, on the right page', () => {
  const list = pages([item('a', 9), item('b', 7)], [item('c', 5), item('d', 3)])
  const placed = place(list, item('n', 4), 'newest')
  assert.deepEqual(ids(placed), ['a', 'b', 'c', 'n', 'd'])
  assert.equal(placed.pages[1]?.conversations.length, 3)
  assert.equal(placed.pages[0], list.pages[0])
})

test('what belongs below the last page read waits until that page is asked for', () => {
  const list = { ...pages([item('a', 9), item('b', 7)]) }
  list.pages = list.pages.map((page) => ({ ...page, nextCursor: 'more' }))
  assert.deepEqual(ids(place(list, item('n', 4), 'newest')), ['a', 'b'])
  assert.deepEqual(ids(place(list, item('a', 4), 'newest')), ['b'])
})

test('an empty list takes its first conversation', () => {
  assert.deepEqual(ids(place(pages([]), item('a', 1), 'waiting')), ['a'])
})

test('the longest wait stands first, and those who do not wait below', () => {
  const list = pages([item('long', 1, 1), item('short', 2, 5), item('zanswered', 9)])
  assert.deepEqual(ids(place(list, item('n', 10, 3), 'waiting')), ['long', 'n', 'short', 'zanswered'])
  assert.deepEqual(ids(place(list, item('long', 11), 'waiting')), ['short', 'long', 'zanswered'])
})

test('a conversation that leaves takes only its own row with it', () => {
  const list = pages([item('a', 9)], [item('b', 5)])
  assert.deepEqual(ids(remove(list, 'b')), ['a'])
  assert.equal(remove(list, 'x'), list)
})

test('a row that was read twice is shown once', () => {
  assert.deepEqual(
    rowsOf(pages([item('a', 9), item('b', 8)], [item('b', 8), item('c', 7)])).map(({ id }) => id),
    ['a', 'b', 'c'],
  )
})

test('a shortened list keeps its top', () => {
  const list = pages([item('a', 9)], [item('b', 8)], [item('c', 7)])
  const short = shortened(list, 2)
  assert.deepEqual(ids(short), ['a', 'b'])
  assert.equal(short.pageParams.length, 2)
})

const ids = (data: InboxPages) => rowsOf(data).map(({ id }) => id)

function pages(...lists: InboxItemBody[][]): InboxPages {
  return {
    pages: lists.map((conversations, index) => ({
      conversations,
      nextCursor: index === lists.length - 1 ? null : `page ${index + 2}`,
    })),
    pageParams: lists.map((_, index) => index),
  }
}

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 9, minute)).toISOString()

function item(id: string, lastMinute: number, waitingMinute?: number): InboxItemBody {
  return {
    id,
    number: 1,
    revision: 1,
    status: 'open',
    subject: null,
    language: null,
    contactReason: null,
    orderNumber: null,
    tags: [],
    customer: { id: 'cleo', name: 'Cleo', email: null },
    channel: { id: 'chat', kind: 'chat', name: 'Pood' },
    threadId: 't',
    assigneeId: null,
    teamId: null,
    preview: null,
    lastMessageAt: at(lastMinute),
    waitingSince: waitingMinute === undefined ? null : at(waitingMinute),
    snoozedUntil: null,
    closedAt: null,
    createdAt: at(0),
    follows: null,
    failedCount: 0,
    customerReadMessageId: null,
    teamReadMessageId: null,
    collaboratorIds: [],
    unreadCount: 0,
  }
}
