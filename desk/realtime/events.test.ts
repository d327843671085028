import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query'
import type { ConversationBody, InboxItemBody, MessageBody } from '#protocol/conversations.ts'
import type { DeskEvent } from '#protocol/events.ts'
import { timelineQuery } from '../conversation/queries.ts'
import { messagesOf } from '../conversation/timeline.ts'
import { inboxQuery, type SortedList } from '../inbox/queries.ts'
import { eventHandlers, hear } from './events.ts'
import { listKeeper } from './lists.ts'
import { timelineKeeper } from './timelines.ts'

test('a question in a closed conversation brings it back to the open ones, unread', () => {
  const desk = openDesk()
  desk.shows('closed', item({ status: 'closed' }))
  desk.shows('open')

  desk.hears(received(2, { status: 'open', waitingSince: at(2) }))

  assert.deepEqual(desk.list('closed'), [])
  assert.deepEqual(desk.list('open'), ['c 1 unread'])
})

test('the same message heard twice counts once', () => {
  const desk = openDesk()
  desk.shows('open', item())
  desk.hears(received(2, { waitingSince: at(2) }))
  desk.hears(received(2, { waitingSince: at(2) }))
  assert.deepEqual(desk.list('open'), ['c 1 unread'])
})

test('an answered conversation has nothing unread', () => {
  const desk = openDesk()
  desk.shows('open', item({ unreadCount: 2, waitingSince: at(1) }))
  desk.hears({ ...received(2, { waitingSince: null }), type: 'message.replied' })
  assert.deepEqual(desk.list('open'), ['c'])
})

test('what was assigned to somebody else leaves mine, and what was withdrawn leaves every list', () => {
  const desk = openDesk()
  desk.shows('mine', item({ assigneeId: 'ada' }))
  desk.shows('open', item({ assigneeId: 'ada' }))
  desk.hears({ ...conversationEvent(2, { assigneeId: 'bo' }), type: 'conversation.assigned' })
  assert.deepEqual(desk.list('mine'), [])
  assert.deepEqual(desk.list('open'), ['c'])

  desk.hears({ type: 'conversation.withdrawn', conversationId: 'c' })
  assert.deepEqual(desk.list('open'), [])
})

test('an older event does not undo what a list already knows', () => {
  const desk = openDesk()
  desk.shows('open')
  desk.shows('closed', item({ status: 'closed', revision: 5 }))
  desk.hears({ ...conversationEvent(4, { status: 'open' }), type: 'conversation.reopened' })
  assert.deepEqual(desk.list('closed'), ['c'])
  assert.deepEqual(desk.list('open'), [])
})

test('a list that is being read keeps what was heard meanwhile', async () => {
  const desk = openDesk()
  desk.shows('open', item())
  const answer = Promise.withResolvers<void>()
  const reading = desk.reads('open', item(), answer.promise)
  desk.hears(received(2, { waitingSince: at(2) }))
  desk.hears({ type: 'conversation.read-by-me', conversationId: 'c', messageId: 'm2' })
  desk.hears({ ...conversationEvent(3, { status: 'closed' }), type: 'conversation.closed' })
  answer.resolve()
  await reading
  assert.deepEqual(desk.list('open'), [])
})

test('a mark that was read while a newer list was on its way is not lost', async () => {
  const desk = openDesk()
  desk.shows('open', item({ unreadCount: 1, waitingSince: at(1) }))
  const answer = Promise.withResolvers<void>()
  const reading = desk.reads('open', item({ revision: 2, unreadCount: 2, waitingSince: at(1) }), answer.promise)
  desk.hears({ type: 'conversation.read-by-me', conversationId: 'c', messageId: 'm2' })
  answer.resolve()
  await reading
  assert.deepEqual(desk.list('open'), ['c'])
})

test('an open conversation gets the message at once; one that was left is read anew later', () => {
  const desk = openDesk()
  const leave = desk.opens()
  desk.hears(received(2))
  assert.deepEqual(desk.messages(), ['m2'])

  leave()
  desk.hears(received(3))
  assert.deepEqual(desk.messages(), ['m2'])
  assert.equal(desk.isStale(), true)
})

test('a conversation that was left stays to be read anew, also when something is done to it from afar', () => {
  const desk = openDesk()
  desk.opens()()
  desk.hears(received(2))
  desk.takes(item({ revision: 3, status: 'closed' }))
  assert.equal(desk.isStale(), true)
})

test('who wrote what could not be delivered is told so, and nobody else', () => {
  const desk = openDesk()
  desk.hears(delivery('ada', 'sent'))
  desk.hears(delivery('bo', 'failed'))
  assert.deepEqual(desk.failures, [])
  desk.hears(delivery('ada', 'failed'))
  desk.hears(delivery('ada', 'failed'))
  assert.deepEqual(desk.failures, ['m2'])
})

test('who left somebody out without wanting to is told so, once', () => {
  const desk = openDesk()
  const event = delivery('ada', 'sent')
  event.message.delivery.leftOut = [{ address: 'kai@mail.example', why: 'There is no such mailbox.' }]
  desk.hears(event)
  desk.hears(event)
  assert.deepEqual(desk.failures, ['m2'])
})

test('a conversation whose answer did not arrive comes to those, and leaves when it does', () => {
  const desk = openDesk()
  desk.shows('failed')
  desk.hears(delivery('bo', 'failed', { failedCount: 1 }))
  assert.deepEqual(desk.list('failed'), ['c'])
  desk.hears({ ...delivery('bo', 'sent'), revision: 3 })
  assert.deepEqual(desk.list('failed'), [])
})

test('an event that this desk does not know is passed over', () => {
  // From a newer server.
  openDesk().hears({ type: 'conversation.flew-away', conversationId: 'c' } as unknown as DeskEvent)
})

function openDesk() {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const desk = { queryClient, workspaceId: 'w', memberId: 'ada' }
  const lists = listKeeper(desk)
  const timelines = timelineKeeper(desk)
  const failures: string[] = []
  const onMyFailure = (message: MessageBody) => void failures.push(message.id)
  const handlers = eventHandlers(desk, { lists, timelines }, { onMyFailure })
  const keyOf = (view: SortedList['view']) => inboxQuery('w', { view, sort: 'newest' }).queryKey
  const timelineKey = timelineQuery('w', 'c').queryKey
  const page = (...conversations: InboxItemBody[]) => ({ conversations, nextCursor: null })
  return {
    failures,
    takes: timelines.take,
    hears: (event: DeskEvent) => hear(handlers, event),
    shows: (view: SortedList['view'], ...items: InboxItemBody[]) =>
      void queryClient.setQueryData(keyOf(view), { pages: [page(...items)], pageParams: [null] }),
    async reads(view: SortedList['view'], fresh: InboxItemBody, until: Promise<void>) {
      await queryClient.fetchInfiniteQuery({
        ...inboxQuery('w', { view, sort: 'newest' }),
        staleTime: 0,
        queryFn: () => until.then(() => page(fresh)),
      })
      lists.settle(keyOf(view))
    },
    list: (view: SortedList['view']) =>
      queryClient
        .getQueryData(keyOf(view))
        ?.pages.flatMap(({ conversations }) => conversations)
        .map(({ id, unreadCount }) => (unreadCount > 0 ? `${id} ${unreadCount} unread` : id)),
    opens() {
      const timeline = { conversation: item(), messages: [], activities: [], hasEarlier: false, upTo: 1 }
      queryClient.setQueryData(timelineKey, { pages: [timeline], pageParams: [null] })
      return new InfiniteQueryObserver(queryClient, timelineQuery('w', 'c')).subscribe(() => {})
    },
    messages: () =>
      messagesOf(queryClient.getQueryData(timelineKey) ?? { pages: [], pageParams: [] }).map(({ id }) => id),
    isStale: () => queryClient.getQueryState(timelineKey)?.isInvalidated,
  }
}

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 9, minute)).toISOString()

function conversationEvent(revision: number, change: Partial<ConversationBody> = {}) {
  const { unreadCount: _, ...conversation } = item({ revision, lastMessageAt: at(revision), ...change })
  const actor = { kind: 'customer', id: 'cleo', name: 'Cleo' } as const
  return { conversationId: 'c', revision, at: at(revision), actor, conversation }
}

function received(
  revision: number,
  change: Partial<ConversationBody> = {},
): Extract<DeskEvent, { type: 'message.received' }> {
  const message: MessageBody = {
    id: `m${revision}`,
    conversationId: 'c',
    threadId: 't',
    revision,
    kind: 'inbound',
    author: { kind: 'customer', id: 'cleo', name: 'Cleo' },
    subject: null,
    text: 'Still nothing',
    foldedText: null,
    hasHtml: false,
    hasOriginal: false,
    envelope: null,
    attachments: [],
    isAutomatic: false,
    delivery: { state: 'received', failure: null, undoUntil: null },
    clientId: null,
    sentAt: at(revision),
  }
  return { type: 'message.received', message, ...conversationEvent(revision, change) }
}

function delivery(
  author: string,
  state: 'sent' | 'failed',
  change: Partial<ConversationBody> = {},
): Extract<DeskEvent, { type: 'message.delivery-changed' }> {
  const event = received(2, change)
  const message: MessageBody = {
    ...event.message,
    kind: 'outbound',
    author: { kind: 'member', id: author, name: author },
    delivery: { state, failure: state === 'failed' ? 'no such person' : null, undoUntil: null },
  }
  return { ...event, type: 'message.delivery-changed', message }
}

function item(change: Partial<InboxItemBody> = {}): InboxItemBody {
  return {
    id: 'c',
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
    lastMessageAt: at(1),
    waitingSince: null,
    snoozedUntil: null,
    closedAt: null,
    createdAt: at(0),
    follows: null,
    failedCount: 0,
    customerReadMessageId: null,
    teamReadMessageId: null,
    collaboratorIds: [],
    unreadCount: 0,
    ...change,
  }
}
