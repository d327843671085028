import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { MailAddress } from '#protocol/conversations.ts'
import { expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import { opensPost, SHOP } from '#test/letters.ts'
import type { OutboundMessage } from './channel.ts'

const cleo: MailAddress = { name: 'Cleo', address: 'cleo@mail.example' }
const kai: MailAddress = { name: 'Kai', address: 'kai@mail.example' }

test('an answer to a letter is a letter: to whom its author says, else to all who had the last one', async (t) => {
  const sent: OutboundMessage[] = []
  const email = {
    ownAddresses: async () => [SHOP.address],
    deliver: async (message: OutboundMessage) => {
      sent.push(message)
      return { state: 'sent' as const, externalId: 'ours@shop.example' }
    },
  }
  const desk = await openDesk(t, { runsJobs: false, email })
  const { ada, db, workspace, runJob } = desk
  const letter = await (await opensPost(desk)).comes('Cleo').writes('Where is it?', {
    envelope: { to: [SHOP], cc: [kai] },
  })

  const all = await ada.replies(letter, 'It left yesterday.')
  const one = await ada.replies(letter, 'Only you', { letter: { to: [kai], bcc: [cleo, kai], subject: 'Between us' } })

  assert.deepEqual([all.subject, all.envelope], ['Re: Lost parcel', envelope({ to: [cleo], cc: [kai] })])
  assert.deepEqual([one.subject, one.envelope], ['Between us', envelope({ to: [kai], bcc: [cleo] })])
  await runJob('deliver-message', { workspaceId: workspace.id, messageId: all.id })
  assert.deepEqual(sent[0]?.envelope, all.envelope)
  assert.equal(sent[0]?.subject, 'Re: Lost parcel')
  const { externalId } = await db
    .selectFrom('messages')
    .where('id', '=', all.id)
    .select('externalId')
    .executeTakeFirstOrThrow()
  assert.equal(externalId, 'ours@shop.example')
})

test('a letter is tried for about forty hours, a chat message as ever', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, db, cleo: visitor } = desk
  await ada.replies(await (await opensPost(desk)).comes('Cleo').writes('Hello'), 'By letter')
  await ada.replies(await visitor.writes('Hello'), 'In the chat')

  const { rows } = await sql<{
    maxAttempts: number
  }>`select max_attempts from graphile_worker.jobs order by id`.execute(db)

  assert.deepEqual(rows, [{ maxAttempts: 16 }, { maxAttempts: 25 }])
})

test('recipients belong to letters, and a letter is for somebody', async (t) => {
  const desk = await openDesk(t, { runsJobs: false, email: { ...silent, ownAddresses: async () => [SHOP.address] } })
  const { ada, cleo: visitor, db } = desk
  const chat = await visitor.writes('Hello')
  const letter = await (await opensPost(desk)).comes('Cleo').writes('Hello', { envelope: { from: SHOP } })
  await db.deleteFrom('customerIdentities').where('kind', '=', 'email').execute()
  const draft = { clientId: crypto.randomUUID(), text: 'Hello' }

  expectProblem(
    await ada.asksOf(chat, 'POST', '/messages', { ...draft, letter: { to: [kai] } }),
    409,
    'no-letters-here',
  )
  expectProblem(await ada.asksOf(letter, 'POST', '/messages', draft), 400, 'no-recipient')
  expectProblem(await ada.asksOf(letter, 'POST', '/messages', { ...draft, letter: { to: [] } }), 400, 'invalid-input')
  expectProblem(
    await ada.asksOf(letter, 'POST', '/messages', { ...draft, letter: { subject: 'a\r\nBcc: all@mail.example' } }),
    400,
    'invalid-input',
  )
  assert.equal((await ada.replies(letter, 'Hello', { letter: { to: [kai] } })).delivery.state, 'queued')
})

const silent = { deliver: async () => ({ state: 'sent' as const }) }

const envelope = (given: object) => ({ from: null, replyTo: [], to: [], cc: [], bcc: [], ...given })
