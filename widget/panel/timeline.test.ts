import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WidgetMessageBody } from '#protocol/widget.ts'
import type { WaitingMessage } from './outbox.ts'
import { arrange, type Row } from './timeline.ts'

const id = (number: number) => `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`

function message(number: number, by: string, sentAt: string, clientId: string | null = null): WidgetMessageBody {
  const kind = by === 'Cleo' ? 'inbound' : 'outbound'
  const author = { kind: kind === 'inbound' ? ('customer' as const) : ('member' as const), name: by }
  const rest = { threadId: id(0), text: `${number}`, attachments: [], state: 'sent' as const }
  return { id: id(number), kind, author, clientId, sentAt: `2026-11-${sentAt}:00.000Z`, ...rest }
}

function waits(clientId: string, text: string): WaitingMessage {
  return { clientId, threadId: id(0), text, files: [], writtenAt: Date.parse('2026-11-22T12:30:00Z') }
}

function sketch(rows: Row[]) {
  return rows.map((row) =>
    row.type === 'message'
      ? `${row.begins ? `${row.shown.author.name}: ` : ''}${row.shown.message?.text ?? row.shown.waiting?.text}`
      : row.type,
  )
}

test('messages stand by day and by who speaks, apart after a pause', () => {
  const rows = arrange(
    [
      message(1, 'Cleo', '21T12:00'),
      message(2, 'Cleo', '22T12:00'),
      message(3, 'Cleo', '22T12:04'),
      message(4, 'Ada', '22T12:05'),
      message(5, 'Bo', '22T12:06'),
      message(6, 'Bo', '22T12:16'),
    ],
    [],
  )
  assert.deepEqual(sketch(rows), ['day', 'Cleo: 1', 'day', 'Cleo: 2', '3', 'Ada: 4', 'hand-over', 'Bo: 5', 'Bo: 6'])
})

test('a line stands before the first unread message', () => {
  const rows = arrange([message(1, 'Ada', '22T12:00'), message(2, 'Ada', '22T12:01')], [], id(2))
  assert.deepEqual(sketch(rows), ['day', 'Ada: 1', 'unread', 'Ada: 2'])
})

test('what waits stands last, and only until it has arrived', () => {
  const arrived = message(1, 'Cleo', '22T12:00', id(77))
  const rows = arrange([arrived], [waits(id(77), '1'), waits(id(78), 'next')])
  assert.deepEqual(sketch(rows), ['day', 'Cleo: 1', ': next'])
})

test('a message keeps its key when it arrives, so that it is neither moved nor announced again', () => {
  const [, before] = arrange([], [waits(id(77), '1')])
  const [, after] = arrange([message(1, 'Cleo', '22T12:30', id(77))], [])
  assert.equal(before?.key, after?.key)
})
