import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eml, openMailroom } from '#test/mailroom.ts'

test('a mail becomes a conversation with its customer, its words, its look, its files and its original', async (t) => {
  const room = await openMailroom(t)
  const files = [{ name: 'receipt.txt', type: 'text/plain', content: 'Paid 20 €' }]
  const mail = eml({ subject: 'My order', text: 'Where is it?', html: '<p>Where is it?</p>', files })

  await room.comes(mail)

  const [conversation] = await room.conversations()
  assert.ok(conversation)
  const { messages, conversation: seen } = await room.ada.opens(conversation)
  assert.equal(seen.subject, 'My order')
  assert.equal(seen.status, 'open')
  assert.equal(seen.unreadCount, 1)
  assert.deepEqual(seen.customer, { id: seen.customer.id, name: 'Cleo Kask', email: 'cleo@home.example' })
  assert.equal(seen.waitingSince, messages[0]?.sentAt)
  assert.deepEqual(
    messages.map(({ text, hasHtml, hasOriginal, isAutomatic, author, envelope, attachments }) => ({
      text,
      hasHtml,
      hasOriginal,
      isAutomatic,
      author: author.name,
      to: envelope?.to,
      files: attachments.map(({ name }) => name),
    })),
    [
      {
        text: 'Where is it?',
        hasHtml: true,
        hasOriginal: true,
        isAutomatic: false,
        author: 'Cleo Kask',
        to: [{ name: null, address: 'info@pood.example' }],
        files: ['receipt.txt'],
      },
    ],
  )
  const [{ state, messageId } = { state: '', messageId: null }] = await room.ledger()
  assert.deepEqual({ state, messageId }, { state: 'received', messageId: messages[0]?.id })
})
