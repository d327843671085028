import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { openDesk } from '#test/desk.ts'
import { opensPost } from '#test/letters.ts'
import { writeByItself } from './writing-by-itself.ts'

test('what nobody wrote is sent and shown, but answers nobody', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, db, transact, workspace } = desk
  const letter = await (await opensPost(desk)).comes('Cleo').writes('Where is it?')
  const window = await ada.desk()
  const before = await ada.sees(letter)
  const acknowledgement = {
    workspaceId: workspace.id,
    threadId: letter.threadId,
    clientId: randomUUID(),
    author: 'Pihlaka pood',
    subject: 'Re: Lost parcel',
    text: 'We have your letter.',
  }

  const first = await transact((trx) => writeByItself(trx, acknowledgement))
  const again = await transact((trx) => writeByItself(trx, acknowledgement))

  const { message } = await window.hearsOf('message.replied')
  assert.deepEqual([first?.messageId, again], [message.id, undefined])
  assert.equal(message.isAutomatic, true)
  assert.deepEqual(message.author, { kind: 'system', id: null, name: 'Pihlaka pood' })
  assert.equal(message.delivery.state, 'queued')
  const { revision, ...after } = await ada.sees(letter)
  assert.deepEqual({ ...after, revision: before.revision }, before)
  assert.equal(revision, 2)
  const { replyCount, firstReplyAt } = await db
    .selectFrom('conversations')
    .select(['replyCount', 'firstReplyAt'])
    .executeTakeFirstOrThrow()
  assert.deepEqual([replyCount, firstReplyAt], [0, null])

  const reply = await ada.replies(letter, 'Here', { undoSeconds: 30 })
  await ada.takesBack(letter, reply)
  const { waitingSince, preview } = await ada.sees(letter)
  assert.deepEqual([waitingSince, preview?.text], [before.waitingSince, 'Where is it?'])
})
