import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'

test('a collaborator sees nothing until asked in, and loses it when released', async (t) => {
  const { ada, bo, col, cleo } = await openDesk(t)
  const conversation = await cleo.writes('Which screw fits?')
  const other = await cleo.writes('And my refund?', { in: { threadId: randomUUID() } })
  const desk = await col.desk()
  const isNotFound = async (what: string) =>
    expectProblem(await col.asksOf(conversation, 'GET', what), 404, 'conversation-not-found')

  await isNotFound('')
  await isNotFound('/changes?since=0')
  assert.deepEqual((await col.inbox('open')).conversations, [])
  assert.equal((await col.counts()).open, 0)

  const asked = await ada.asksIn(conversation, col)
  assert.deepEqual(asked.collaboratorIds, [col.id])
  assert.equal((await desk.hearsOf('conversation.collaborator-added')).conversationId, conversation.id)
  assert.deepEqual(
    (await col.inbox('open')).conversations.map(({ id }) => id),
    [conversation.id],
  )
  assert.deepEqual({ ...(await col.counts()), teams: {} }, { ...counts, open: 1, unassigned: 1 })
  await ada.replies(conversation, 'Let me ask')
  assert.equal((await desk.hearsOf('message.replied')).conversationId, conversation.id)
  assert.equal((await col.notes(conversation, 'M4 × 20')).author.name, 'Col')
  expectProblem(await col.asksOf(other, 'GET', ''), 404, 'conversation-not-found')

  await bo.releases(conversation, col)
  assert.equal((await desk.hearsOf('conversation.withdrawn')).conversationId, conversation.id)
  await isNotFound('')
  await cleo.writes('Thanks', { in: conversation })
  await ada.asksIn(other, col)
  await desk.hearsOf('conversation.collaborator-added', ({ conversationId }) => conversationId === other.id)
  const heard = desk.events().flatMap((event) => ('revision' in event ? [[event.type, event.conversationId]] : []))
  assert.deepEqual(
    heard.filter(([type]) => type !== 'message.delivery-changed'),
    [
      ['conversation.collaborator-added', conversation.id],
      ['message.replied', conversation.id],
      ['message.noted', conversation.id],
      ['conversation.collaborator-added', other.id],
    ],
  )
})

test('a collaborator may note, and read, but not answer, change, or see the customer', async (t) => {
  const { ada, col, cleo, db } = await openDesk(t)
  const conversation = await cleo.writes('Which screw fits?')
  await ada.asksIn(conversation, col)
  const { customer } = await ada.sees(conversation)
  const body = { clientId: randomUUID(), text: 'M4', attachmentIds: [] }

  for (const [method, what, given] of [
    ['POST', '/messages', body],
    ['PUT', '/closure'],
    ['DELETE', '/closure'],
    ['PUT', '/pending'],
    ['PUT', '/snooze', { until: new Date(Date.now() + 60_000) }],
    ['PUT', '/assignment', { memberId: null, teamId: null }],
    ['PUT', `/collaborators/${col.id}`],
    ['DELETE', `/collaborators/${col.id}`],
    ['PUT', `/delivery-retries/${conversation.messageId}`],
  ] as const)
    expectProblem(await col.asksOf(conversation, method, what, given), 403, 'not-allowed')
  expectProblem(await col.asks('GET', `/customers/${customer.id}`), 403, 'not-allowed')
  await col.reads(conversation, { id: conversation.messageId })

  assert.equal((await col.sees(conversation)).unreadCount, 0)
  assert.equal((await ada.sees(conversation)).teamReadMessageId, null)
  const replies = await db.selectFrom('messages').where('kind', '=', 'outbound').select('id').execute()
  assert.deepEqual(replies, [])
})

test('asking in twice, or releasing who was never asked, changes nothing; who does not work here cannot be asked', async (t) => {
  const { ada, bo, col, cleo, opensWorkspace, joins } = await openDesk(t)
  const conversation = await cleo.writes('Which screw fits?')
  const stranger = await joins('Eve', 'agent', await opensWorkspace('Kase pood'))
  await ada.asksIn(conversation, col)
  const { revision } = await ada.sees(conversation)

  assert.equal((await ada.asksIn(conversation, col)).revision, revision)
  assert.equal((await ada.releases(conversation, bo)).revision, revision)
  const ask = (id: string) => ada.asksOf(conversation, 'PUT', `/collaborators/${id}`)
  expectProblem(await ask(stranger.id), 409, 'member-not-here')
  await ada.asks('PUT', `/members/${bo.id}/deactivation`)
  expectProblem(await ask(bo.id), 409, 'member-not-here')
})

const counts = { mine: 0, unassigned: 0, open: 0, pending: 0, snoozed: 0, failed: 0, spam: 0, teams: {} }
