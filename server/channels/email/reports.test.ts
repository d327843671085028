import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { markDelivery } from '#conversations/delivery.ts'
import type { LetterDraft } from '#protocol/conversations.ts'
import { openDesk } from '#test/desk.ts'
import { opensPost } from '#test/letters.ts'
import { messageIdOf, plusAddressOf } from './addresses.ts'
import type { RecipientReport, Report } from './mail/mail.ts'
import { reportReader } from './reports.ts'

const UNKNOWN = {
  action: 'failed',
  status: '5.1.1',
  diagnostic: 'smtp; 550 5.1.1 <cleo@mail.example>: unknown user',
} as const
const ARRIVED = { action: 'delivered', status: '2.0.0', diagnostic: null } as const
const WAITS = { action: 'delayed', status: '4.4.1', diagnostic: 'smtp; connection timed out' } as const

test('a letter that bounced has failed, and its author hears why in words', async (t) => {
  const { ada, reads, sends, delivery, bounce } = await openOffice(t)
  const desk = await ada.desk()
  const letter = await sends()

  assert.equal(await reads(bounce(letter, { address: 'Cleo@Mail.Example', ...UNKNOWN })), letter.id)

  assert.deepEqual(await delivery(letter), {
    state: 'failed',
    failure:
      'cleo@mail.example: This address does not exist. The mail server said: 550 5.1.1 <cleo@mail.example>: unknown user',
    undoUntil: null,
  })
  const { message, conversation } = await desk.hearsOf(
    'message.delivery-changed',
    (event) => event.message.delivery.state === 'failed',
  )
  assert.equal(message.id, letter.id)
  assert.equal(conversation.failedCount, 1)
})

test('a letter that arrived is delivered; one that waits is sent as before, and the team is told', async (t) => {
  const { ada, question, reads, sends, delivery, bounce } = await openOffice(t)
  const [arrived, waiting] = [await sends(), await sends()]

  await reads(bounce(arrived, { address: 'cleo@mail.example', ...ARRIVED }))
  await reads(bounce(waiting, { address: 'cleo@mail.example', ...WAITS }))

  assert.equal((await delivery(arrived)).state, 'delivered')
  assert.equal((await delivery(waiting)).state, 'sent')
  const { activities } = await ada.opens(question)
  assert.deepEqual(
    activities.map(({ type, data }) => [type, data.what]),
    [['conversation.letter-reported', 'delayed']],
  )
})

test('when a copy bounces the letter is still sent; when the last of those it was for bounces, it has failed', async (t) => {
  const { reads, sends, delivery, bounce } = await openOffice(t)
  const [cleo, dan, eve] = ['cleo', 'dan', 'eve'].map((name) => ({ name: null, address: `${name}@mail.example` })) as [
    Person,
    Person,
    Person,
  ]
  const letter = await sends({ to: [cleo, dan], cc: [eve] })

  await reads(bounce(letter, { address: eve.address, ...UNKNOWN }))
  await reads(bounce(letter, { address: dan.address, ...UNKNOWN }))
  await reads(bounce(letter, { address: dan.address, ...UNKNOWN }))
  const before = await delivery(letter)
  await reads(bounce(letter, { address: cleo.address, ...UNKNOWN }))

  assert.equal(before.state, 'sent')
  assert.deepEqual(
    before.leftOut?.map(({ address }) => address),
    [eve.address, dan.address],
  )
  assert.equal((await delivery(letter)).state, 'failed')
})

test('somebody else cannot be reported: the letter stays as it was, but the team sees that there was something', async (t) => {
  const { ada, question, reads, sends, delivery, bounce } = await openOffice(t)
  const letter = await sends()

  await reads(bounce(letter, { address: 'somewhere@else.example', ...UNKNOWN }))
  await reads(bounce(letter, { address: 'somewhere@else.example', ...ARRIVED }))

  assert.equal((await delivery(letter)).state, 'sent')
  const { activities } = await ada.opens(question)
  assert.deepEqual(
    activities.map(({ data }) => data.what),
    ['failed-elsewhere'],
  )
})

test('a report that is forged, about a letter of another workspace, or about nothing is none', async (t) => {
  const { reads, sends, delivery, bounce, secrets, workspace } = await openOffice(t)
  const letter = await sends()
  const about = { address: 'cleo@mail.example', ...UNKNOWN }
  const real = messageIdOf(secrets, { workspaceId: workspace.id, messageId: letter.id, domain: 'shop.example' })
  const forged = `${real.startsWith('0') ? '1' : '0'}${real.slice(1)}`

  for (const originalMessageId of [forged, `${letter.id}@shop.example`, 'other@mail.example', null])
    assert.equal(await reads({ ...bounce(letter, about), originalMessageId }), undefined)
  assert.equal(await reads(bounce({ id: randomUUID() }, about)), undefined)
  assert.equal(await reads({ ...bounce(letter), recipients: [] } as Report), undefined)
  assert.equal(await reads(bounce(letter, about), { in: { id: randomUUID() } }), undefined)

  assert.equal((await delivery(letter)).state, 'sent')
})

test('a report without the Message-ID is understood when it came back by the signed way', async (t) => {
  const { reads, sends, delivery, bounce, secrets, question } = await openOffice(t)
  const to = (address: string) => ({ to: [{ name: null, address }] })
  const [first, second] = [await sends(to('dan@mail.example')), await sends(to('cleo@mail.example'))]
  const wayBack = plusAddressOf(secrets, 'info@shop.example', question)
  const report = { ...bounce(first, { address: 'dan@mail.example', ...UNKNOWN }), originalMessageId: null }

  assert.equal(await reads(report, { to: ['info@shop.example'] }), undefined)
  assert.equal(await reads(report, { to: ['info@shop.example', wayBack.toUpperCase()] }), first.id)

  assert.equal((await delivery(first)).state, 'failed')
  assert.equal((await delivery(second)).state, 'sent')
})

test('a recipient who marks a letter as spam changes nothing but what the team knows', async (t) => {
  const { ada, question, reads, sends, delivery, bounce } = await openOffice(t)
  const letter = await sends()
  const { originalMessageId } = bounce(letter)

  for (const feedbackType of ['not-spam', 'abuse'])
    assert.equal(await reads({ kind: 'complaint', originalMessageId, feedbackType }), letter.id)
  await reads({ kind: 'disposition', originalMessageId, disposition: 'displayed' })

  assert.equal((await delivery(letter)).state, 'sent')
  const { activities } = await ada.opens(question)
  assert.deepEqual(
    activities.map(({ data }) => data.what),
    ['complaint'],
  )
})

test('an international domain is the same in a report as on the letter', async (t) => {
  const { reads, sends, delivery, bounce } = await openOffice(t)
  const letter = await sends({ to: [{ name: null, address: 'cleo@jõgeva.example' }] })

  await reads(bounce(letter, { address: 'cleo@xn--jgeva-dua.example', ...UNKNOWN }))

  assert.equal((await delivery(letter)).state, 'failed')
})

type Person = { name: null; address: string }

async function openOffice(t: TestContext) {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, secrets, transact, workspace } = desk
  const post = await opensPost(desk)
  const question = await post.comes('Cleo').writes('Where is my order?')
  const apply = reportReader({ secrets })
  return {
    ada,
    question,
    secrets,
    workspace,
    async sends(letter?: LetterDraft) {
      const reply = await ada.replies(question, 'It left.', { letter })
      await transact((trx) => markDelivery(trx, { workspaceId: workspace.id, messageId: reply.id, state: 'sent' }))
      return reply
    },
    bounce: (letter: { id: string }, ...recipients: RecipientReport[]): Report & { kind: 'delivery' } => ({
      kind: 'delivery',
      originalMessageId: messageIdOf(secrets, {
        workspaceId: workspace.id,
        messageId: letter.id,
        domain: 'shop.example',
      }),
      recipients,
    }),
    reads: (report: Report, { to = [], in: where = workspace }: { to?: string[]; in?: { id: string } } = {}) =>
      transact((trx) => apply(trx, where.id, report, to)),
    async delivery(letter: { id: string }) {
      const { messages } = await ada.opens(question)
      return messages.find(({ id }) => id === letter.id)?.delivery ?? assert.fail('there is no such letter')
    },
  }
}
