import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explainReply, explainStatus, findStatus } from './status-codes.ts'

const replies: [reply: string, plain: string, own: string][] = [
  ['550 5.1.1 <x@y.example>: unknown', 'This address does not exist.', '550 5.1.1 <x@y.example>: unknown'],
  ['552-5.2.2 The mailbox\n552 5.2.2 is full', 'This mailbox is full.', '552-5.2.2 The mailbox is full'],
  ['554 5.7.99 Go away', 'Their mail server refuses this mail by its own rules.', '554 5.7.99 Go away'],
  ['550 Requested action not taken', 'The mail was refused.', '550 Requested action not taken'],
  ['550 5.0.0 Error', 'The mail was refused.', '550 5.0.0 Error'],
]
for (const [reply, plain, own] of replies)
  test(`“${own}” is explained`, () => {
    assert.equal(explainReply(reply), `${plain} The mail server said: ${own}`)
  })

test('a reply is shown on one line and not without end', () => {
  const said = explainReply(`550 5.1.1 ${'ä'.repeat(1_000)}\u0007\r\n550 5.1.1 more`)

  assert.ok(said.length < 400)
  assert.match(said, /…$/)
})

test('a status alone has its words, and numbers that are none have none', () => {
  assert.equal(explainReply('', '5.4.4'), 'No mail server is known for the part of the address behind the @.')
  assert.equal(explainStatus('9.1.1'), undefined)
  assert.equal(findStatus('550 10.5.1.1 is blocked'), null)
  assert.equal(findStatus('550 from 192.168.1.1'), null)
})
