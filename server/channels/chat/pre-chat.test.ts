import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDesk } from '#test/desk.ts'

test('what a visitor says before the first message stands at the customer and the conversation', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const preChat = { name: ' Cleo Kask ', email: 'Cleo@Home.example', order: 'P-1001', topic: 'Delivery' }

  const question = await cleo.writes('Where is it?', { preChat })

  const { conversation, messages } = await ada.opens(question)
  assert.equal(conversation.contactReason, 'Delivery')
  assert.equal(conversation.orderNumber, 'P-1001')
  assert.deepEqual(conversation.customer, {
    id: conversation.customer.id,
    name: 'Cleo Kask',
    email: 'cleo@home.example',
  })
  assert.equal(messages[0]?.author.name, 'Cleo Kask')
  const { customer } = await ada.card({ id: conversation.customer.id })
  assert.deepEqual(customer.identities, [{ kind: 'email', value: 'cleo@home.example', isVerified: false }])
  assert.equal((await cleo.opensSession()).customer.hasEmail, true)
})

test('what makes no sense is left out, and the message is taken all the same', async (t) => {
  const { ada, cleo } = await openDesk(t)

  const question = await cleo.writes('Where is it?', { preChat: { email: 'at home', order: 'the blue one' } })

  const { customer, orderNumber } = await ada.sees(question)
  assert.deepEqual([customer.name, customer.email, orderNumber], [null, null, 'the blue one'])
})

test('nobody becomes another by saying so: a known name stays, and an address is only a claim', async (t) => {
  const { ada, cleo, comes } = await openDesk(t)
  const first = await cleo.writes('Hello', { preChat: { name: 'Cleo', email: 'cleo@home.example' } })
  const mallory = comes()

  const second = await mallory.writes('It is me', { preChat: { name: 'Cleo', email: 'cleo@home.example' } })
  const third = await cleo.writes('Once more', { in: { threadId: crypto.randomUUID() }, preChat: { name: 'Somebody' } })

  assert.notEqual((await ada.sees(second)).customer.id, (await ada.sees(first)).customer.id)
  assert.equal((await mallory.opensSession()).threads.length, 1)
  assert.equal((await ada.sees(third)).customer.name, 'Cleo')
})

test('only the first message of a thread says what it is about', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const question = await cleo.writes('Where is it?', { preChat: { topic: 'Delivery' } })

  await cleo.writes('Hello?', { in: question, preChat: { topic: 'Returns', order: 'P-1' } })

  const { contactReason, orderNumber } = await ada.sees(question)
  assert.deepEqual([contactReason, orderNumber], ['Delivery', null])
})

test('a window is told only what is asked', async (t) => {
  const { cleo } = await openDesk(t, {
    chatSettings: { preChat: { name: 'no', email: 'required', topic: 'required', topics: [] } },
  })
  assert.deepEqual((await cleo.opensSession()).config.preChat, { email: 'required' })
})
