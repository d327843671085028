import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WidgetMessageBody, WidgetTimelineBody } from '#protocol/widget.ts'
import { beginThread, hasGap, type Thread, withBody, withEarlier, withEvent, withTimeline } from './threads.ts'

const id = (number: number) => `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`

function message(number: number, kind: WidgetMessageBody['kind'] = 'outbound'): WidgetMessageBody {
  return {
    id: id(number),
    threadId: id(0),
    kind,
    author: { kind: kind === 'outbound' ? 'member' : 'customer', name: 'Ada' },
    text: `message ${number}`,
    attachments: [],
    state: 'sent',
    clientId: null,
    sentAt: '2026-11-22T12:00:00.000Z',
  }
}

function timeline(revision: number, numbers: number[], hasEarlier = false): WidgetTimelineBody {
  const { messages: _, hasEarlier: __, isLoaded: ___, ...body } = begun()
  return { thread: { ...body, revision }, messages: numbers.map((number) => message(number)), hasEarlier }
}

const begun = () => beginThread(id(0), '2026-11-22T12:00:00.000Z')
const numbers = (thread: Thread) => thread.messages.map(({ text }) => Number(text.split(' ')[1]))
const replied = (revision: number, number: number) =>
  ({ type: 'message.replied', threadId: id(0), revision, message: message(number) }) as const

test('an event right after what is known leaves no gap', () => {
  const thread = withEvent(begun(), replied(1, 1))
  assert.equal(hasGap(thread, 2), false)
  assert.equal(hasGap(thread, 3), true)
})

test('a message that comes twice is there once', () => {
  const twice = withEvent(withEvent(begun(), replied(1, 1)), replied(1, 1))
  assert.deepEqual(numbers(twice), [1])
  assert.equal(twice.unreadCount, 1)
})

test('messages sort by id however they come', () => {
  const thread = withEvent(withEvent(begun(), replied(3, 3)), replied(4, 2))
  assert.deepEqual(numbers(thread), [2, 3])
  assert.equal(thread.lastMessage?.id, id(3))
})

test('a newest page joins what is loaded', () => {
  const thread = withTimeline(withTimeline(begun(), timeline(3, [1, 2, 3])), timeline(5, [3, 4, 5], true))
  assert.deepEqual(numbers(thread), [1, 2, 3, 4, 5])
  assert.equal(thread.hasEarlier, false)
})

test('a newest page that leaves a hole takes the place of what was loaded', () => {
  const thread = withTimeline(withTimeline(begun(), timeline(3, [1, 2, 3])), timeline(60, [50, 51, 52], true))
  assert.deepEqual(numbers(thread), [50, 51, 52])
  assert.equal(thread.hasEarlier, true)
})

test('a page read before an event does not take back what the event told', () => {
  const known = withEvent(withTimeline(begun(), timeline(2, [1, 2])), replied(3, 3))
  const thread = withTimeline(known, timeline(2, [1, 2]))
  assert.deepEqual(numbers(thread), [1, 2, 3])
  assert.equal(thread.revision, 3)
})

test('earlier messages come before those that are loaded', () => {
  const thread = withEarlier(withTimeline(begun(), timeline(9, [4, 5], true)), timeline(9, [2, 3], true))
  assert.deepEqual(numbers(thread), [2, 3, 4, 5])
  assert.equal(thread.hasEarlier, true)
})

test('a session that knows more makes a thread stale without taking its messages away', () => {
  const loaded = withTimeline(begun(), timeline(2, [1, 2]))
  const stale = withBody(loaded, timeline(4, []).thread)
  assert.equal(stale.isLoaded, false)
  assert.deepEqual(numbers(stale), [1, 2])
  assert.equal(withBody(loaded, timeline(2, []).thread).isLoaded, true)
})
