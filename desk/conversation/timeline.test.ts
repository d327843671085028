import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InboxItemBody, MessageBody } from '#protocol/conversations.ts'
import { completeUpTo, messagesOf, type Timeline, withChanges, withConversation, withMessage } from './timeline.ts'

test('a new message stands last, and again it changes nothing', () => {
  const timeline = withMessage(read(['m1', 'm2']), message('m3'))
  assert.deepEqual(ids(timeline), ['m1', 'm2', 'm3'])
  assert.deepEqual(ids(withMessage(timeline, message('m3'))), ['m1', 'm2', 'm3'])
})

test('a message that was overtaken stands in its place', () => {
  assert.deepEqual(ids(withMessage(read(['m1', 'm3']), message('m2'))), ['m1', 'm2', 'm3'])
  assert.deepEqual(ids(withMessage(read(['m5', 'm6'], ['m1', 'm3']), message('m2'))), ['m1', 'm2', 'm3', 'm5', 'm6'])
})

test('a newer state of a message replaces the older one, never the other way round', () => {
  const failed = message('m1', { revision: 4, delivery: { state: 'failed', failure: 'gone', undoUntil: null } })
  const sent = message('m1', { revision: 3, delivery: { state: 'sent', failure: null, undoUntil: null } })
  const timeline = withMessage(withMessage(read(['m1']), failed), sent)
  assert.equal(messagesOf(timeline)[0]?.delivery.state, 'failed')
})

test('a change to a message of an earlier page that was not read is left out', () => {
  const timeline = read(['m5', 'm6'])
  timeline.pages = timeline.pages.map((page) => ({ ...page, hasEarlier: true }))
  assert.equal(withMessage(timeline, message('m1')), timeline)
})

test('the first message of an empty conversation is taken', () => {
  assert.deepEqual(ids(withMessage(read([]), message('m1'))), ['m1'])
})

test('an older copy of the conversation does not undo a newer one', () => {
  const closed = withConversation(read([]), { revision: 7, status: 'closed' })
  assert.equal(withConversation(closed, { revision: 6, status: 'open' }).pages[0]?.conversation.status, 'closed')
  assert.equal(withConversation(closed, { unreadCount: 0 }).pages[0]?.conversation.unreadCount, 0)
})

test('completeness never goes back', () => {
  assert.equal(completeUpTo(completeUpTo(read([]), 9), 8).pages[0]?.upTo, 9)
})

test('what was missed is put in at once, activities too, each once', () => {
  const changes = {
    conversation: { ...conversation, revision: 9 },
    messages: [message('m2', { revision: 8 }), message('m3', { revision: 9 })],
    activities: [
      {
        id: 'a1',
        type: 'conversation.closed',
        at: '',
        actor: { kind: 'member', id: 'ada', name: 'Ada' },
        data: {},
      } as const,
    ],
    isComplete: true,
  }
  const timeline = withChanges(withChanges(read(['m1', 'm2']), changes), changes)
  assert.deepEqual(ids(timeline), ['m1', 'm2', 'm3'])
  assert.equal(timeline.pages[0]?.activities.length, 1)
  assert.equal(timeline.pages[0]?.upTo, 9)
})

const ids = (timeline: Timeline) => messagesOf(timeline).map(({ id }) => id)

const conversation: InboxItemBody = {
  id: 'c',
  number: 1,
  revision: 5,
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
  lastMessageAt: '2026-11-20T09:00:00.000Z',
  waitingSince: null,
  snoozedUntil: null,
  closedAt: null,
  createdAt: '2026-11-20T09:00:00.000Z',
  follows: null,
  failedCount: 0,
  customerReadMessageId: null,
  teamReadMessageId: null,
  collaboratorIds: [],
  unreadCount: 1,
}

function message(id: string, change: Partial<MessageBody> = {}): MessageBody {
  return {
    id,
    conversationId: 'c',
    threadId: 't',
    revision: 1,
    kind: 'inbound',
    author: { kind: 'customer', id: 'cleo', name: 'Cleo' },
    subject: null,
    text: id,
    foldedText: null,
    hasHtml: false,
    hasOriginal: false,
    envelope: null,
    attachments: [],
    isAutomatic: false,
    delivery: { state: 'received', failure: null, undoUntil: null },
    clientId: null,
    sentAt: '2026-11-20T09:00:00.000Z',
    ...change,
  }
}

/** Pages from newest to oldest, as they are read. */
function read(...pages: string[][]): Timeline {
  return {
    pages: pages.map((ids, index) => ({
      conversation,
      messages: ids.map((id) => message(id)),
      activities: [],
      hasEarlier: index < pages.length - 1,
      upTo: 5,
    })),
    pageParams: pages.map(() => null),
  }
}
