import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EnvelopeBody, MailAddress, MessageBody } from '#protocol/conversations.ts'
import { hasOthers, type Letter, letterToAnswer, recipientsOf } from './answering.ts'

const person = (name: string): MailAddress => ({ name, address: `${name.toLowerCase()}@home.example` })
const [mari, jaan, kai] = [person('Mari'), person('Jaan'), person('Kai')]
const shop: MailAddress = { name: 'Pood', address: 'info@pood.example' }
const own = new Set([shop.address])

test('an answer goes to who wrote, and to all others when all are to have it, but never to ourselves', () => {
  const asked = letter('m1', { from: mari, to: [shop, jaan], cc: [kai, jaan] })
  assert.deepEqual(recipientsOf(asked, own, false), { to: [mari], cc: [], bcc: [] })
  assert.deepEqual(recipientsOf(asked, own, true), { to: [mari], cc: [jaan, kai], bcc: [] })
  assert.equal(hasOthers(asked, own), true)
  assert.equal(hasOthers(letter('m1', { from: mari, to: [shop] }), own), false)
})

test('who asks for answers elsewhere gets them there, by the name they are known by', () => {
  const asked = letter('m1', { from: mari, replyTo: [kai], to: [shop] })
  assert.deepEqual(recipientsOf(asked, own, true), { to: [kai], cc: [], bcc: [] })
  const nameless = letter('m1', { from: mari, replyTo: [{ ...mari, name: null }], to: [shop] })
  assert.deepEqual(recipientsOf(nameless, own, true).to, [mari])
})

test('after a letter of ours the next goes to the same people, without those who got it in secret', () => {
  const ours = letter('m2', { from: shop, to: [mari], cc: [jaan], bcc: [kai] }, { kind: 'outbound' })
  assert.deepEqual(recipientsOf(ours, own, true), { to: [mari], cc: [jaan], bcc: [] })
})

test('the newest letter is answered, but not one that never arrived or is of another thread', () => {
  const messages = [
    letter('m1', {}),
    letter('m2', {}, { kind: 'outbound' }),
    letter('m3', {}, { kind: 'outbound', delivery: { state: 'failed', failure: 'no such person', undoUntil: null } }),
    letter('m4', {}, { kind: 'outbound', delivery: { state: 'withdrawn', failure: null, undoUntil: null } }),
    letter('m5', {}, { threadId: 'other' }),
    { ...letter('m6', {}), envelope: null },
  ]
  assert.equal(letterToAnswer(messages, 't')?.id, 'm2')
  assert.equal(letterToAnswer([], 't'), undefined)
})

function letter(id: string, envelope: Partial<EnvelopeBody>, change: Partial<MessageBody> = {}): Letter {
  return {
    id,
    conversationId: 'c',
    threadId: 't',
    revision: 1,
    kind: 'inbound',
    author: { kind: 'customer', id: 'mari', name: 'Mari' },
    subject: 'Lost parcel',
    text: 'Where is it?',
    foldedText: null,
    hasHtml: false,
    hasOriginal: true,
    attachments: [],
    isAutomatic: false,
    delivery: { state: 'received', failure: null, undoUntil: null },
    clientId: null,
    sentAt: '2026-11-20T09:00:00.000Z',
    ...change,
    envelope: { from: mari, replyTo: [], to: [shop], cc: [], bcc: [], ...envelope },
  }
}
