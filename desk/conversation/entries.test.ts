import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ActivityBody, MessageBody } from '#protocol/conversations.ts'
import { type Entry, layOut } from './entries.ts'

const utcDay = (at: string) => at.slice(0, 10)

test('messages of one author that follow closely stand together', () => {
  const entries = layOut(
    { messages: [says('cleo', '09:00'), says('cleo', '09:02'), says('ada', '09:03')], activities: [] },
    undefined,
    utcDay,
  )
  assert.deepEqual(entries.map(sketch), ['day', 'cleo first', 'cleo last', 'ada first last'])
})

test('a pause, a note or another kind of author begins anew', () => {
  const messages = [says('ada', '09:00'), says('ada', '09:06'), says('ada', '09:07', { kind: 'note' })]
  assert.deepEqual(layOut({ messages, activities: [] }, undefined, utcDay).map(sketch), [
    'day',
    'ada first last',
    'ada first last',
    'ada first last',
  ])
})

test('each letter stands alone, and what was taken back does not stand at all', () => {
  const envelope = { from: null, replyTo: [], to: [], cc: [], bcc: [] }
  const delivery = { state: 'withdrawn', failure: null, undoUntil: null } as const
  const messages = [says('ada', '09:00', { envelope }), says('ada', '09:01', { delivery }), says('ada', '09:02')]
  assert.deepEqual(layOut({ messages, activities: [] }, undefined, utcDay).map(sketch), [
    'day',
    'ada first last',
    'ada first last',
  ])
})

test('what happened stands between the messages, and parts them', () => {
  const page = {
    messages: [says('ada', '09:00'), says('ada', '09:02')],
    activities: [happened('09:01'), happened('09:30')],
  }
  assert.deepEqual(layOut(page, undefined, utcDay).map(sketch), [
    'day',
    'ada first last',
    'activity',
    'ada first last',
    'activity',
  ])
})

test('a day is named once, also when its messages lie on two pages', () => {
  const earlier = says('cleo', '08:00')
  assert.deepEqual(layOut({ messages: [says('cleo', '09:00')], activities: [] }, earlier, utcDay).map(sketch), [
    'cleo first last',
  ])
  const later = { ...says('cleo', '09:00'), sentAt: '2026-11-21T09:00:00.000Z' }
  assert.deepEqual(layOut({ messages: [later], activities: [] }, earlier, utcDay).map(sketch), [
    'day',
    'cleo first last',
  ])
})

test('a message that was sent from here keeps its key when the server has it', () => {
  const [, entry] = layOut(
    { messages: [says('ada', '09:00', { clientId: 'mine' })], activities: [] },
    undefined,
    utcDay,
  )
  assert.equal(entry?.key, 'mine')
})

function sketch(entry: Entry): string {
  if (entry.type !== 'message') return entry.type
  return [entry.message.author.name, entry.isFirst && 'first', entry.isLast && 'last'].filter(Boolean).join(' ')
}

function says(name: string, time: string, change: Partial<MessageBody> = {}): MessageBody {
  return {
    id: `${time} ${name}`,
    conversationId: 'c',
    threadId: 't',
    revision: 1,
    kind: name === 'cleo' ? 'inbound' : 'outbound',
    author: { kind: name === 'cleo' ? 'customer' : 'member', id: name, name },
    subject: null,
    text: 'Hello',
    foldedText: null,
    hasHtml: false,
    hasOriginal: false,
    envelope: null,
    attachments: [],
    isAutomatic: false,
    delivery: { state: 'received', failure: null, undoUntil: null },
    clientId: null,
    sentAt: `2026-11-20T${time}:00.000Z`,
    ...change,
  }
}

function happened(time: string): ActivityBody {
  const actor = { kind: 'member', id: 'ada', name: 'ada' } as const
  return { id: `${time} happened`, type: 'conversation.closed', at: `2026-11-20T${time}:00.000Z`, actor, data: {} }
}
