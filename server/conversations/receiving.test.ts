import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { openDesk } from '#test/desk.ts'

test('a first message makes a customer, a conversation, a thread, a message and an event: each once', async (t) => {
  const { ada, cleo, db } = await openDesk(t)

  const conversation = await cleo.writes('Where is my order?')

  const { messages, conversation: seen } = await ada.opens(conversation)
  assert.deepEqual(
    messages.map(({ kind, text, revision, author }) => ({ kind, text, revision, author: author.name })),
    [{ kind: 'inbound', text: 'Where is my order?', revision: 1, author: 'Visitor' }],
  )
  assert.equal(seen.number, 1)
  assert.equal(seen.revision, 1)
  assert.equal(seen.status, 'open')
  assert.equal(seen.unreadCount, 1)
  assert.equal(seen.waitingSince, messages[0]?.sentAt)
  for (const table of ['customers', 'customerIdentities', 'conversations', 'threads', 'messages'] as const) {
    const rows = await db.selectFrom(table).selectAll().execute()
    assert.equal(rows.length, 1, table)
  }
  const events = await db.selectFrom('events').where('conversationId', 'is not', null).select('type').execute()
  assert.deepEqual(events, [{ type: 'message.received' }])
})
