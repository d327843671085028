import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { openDesk } from '#test/desk.ts'

const Rated = Type.Object({ score: Type.Integer(), comment: Type.Union([Type.String(), Type.Null()]) })

async function openClosed(t: TestContext) {
  const desk = await openDesk(t)
  const question = await desk.cleo.writes('My order never came')
  const rates = (rating: unknown, who = desk.cleo) => who.asks('POST', `/threads/${question.threadId}/rating`, rating)
  const rating = async () => {
    const { body } = await desk.cleo.asks('GET', `/threads/${question.threadId}/rating`)
    return Value.Parse(Type.Object({ rating: Type.Union([Rated, Type.Null()]) }), body).rating
  }
  const said = async () =>
    (await desk.ada.opens(question)).activities
      .filter(({ type }) => type === 'conversation.rated')
      .map(({ actor, data }): Record<string, unknown> => ({ who: actor.kind, ...data }))
  const waits = (hours: number) =>
    desk.db
      .updateTable('conversationRatings')
      .set({ firstRatedAt: new Date(Date.now() - hours * 3_600_000) })
      .execute()
  return { ...desk, question, rates, rating, said, waits }
}

test('once the team has closed a conversation its customer rates it, and the team sees it there at once', async (t) => {
  const { ada, bo, question, rates, rating, said, db } = await openClosed(t)
  await ada.assigns(question, { member: bo })
  await ada.closes(question)
  const desk = await bo.desk()

  const { status, body } = await rates({ score: 4, comment: ' Quick, but the parcel was late ' })

  assert.equal(status, 200)
  const { score, comment } = Value.Parse(Rated, body)
  assert.deepEqual([score, comment], [4, 'Quick, but the parcel was late'])
  await desk.hearsOf('conversation.rated', ({ conversationId }) => conversationId === question.id)
  assert.deepEqual(await said(), [{ who: 'customer', score: 4, comment: 'Quick, but the parcel was late' }])
  assert.deepEqual(await rating(), body)
  const kept = await db.selectFrom('conversationRatings').selectAll().executeTakeFirstOrThrow()
  assert.deepEqual([kept.assigneeId, kept.score], [bo.id, 4])
  assert.equal((await ada.sees(question)).status, 'closed')
})

test('a conversation that is not closed cannot be rated', async (t) => {
  const { rates, rating, said } = await openClosed(t)

  assert.equal((await rates({ score: 1 })).status, 409)

  assert.equal(await rating(), null)
  assert.deepEqual(await said(), [])
})

test('a rating can be changed for a day, also when the conversation goes on, and then no more', async (t) => {
  const { ada, cleo, question, rates, rating, said, waits, db } = await openClosed(t)
  await ada.closes(question)
  await rates({ score: 2 })
  await cleo.writes('And another thing', { in: question })

  assert.equal((await rates({ score: 5, comment: 'Solved after all' })).status, 200)
  await rates({ score: 5, comment: 'Solved after all' })
  await waits(23)
  assert.equal((await rates({ score: 4 })).status, 200)
  await waits(25)
  assert.equal((await rates({ score: 1 })).status, 409)

  assert.equal((await rating())?.score, 4)
  assert.deepEqual(
    (await said()).map(({ score, before }) => [score, before]),
    [
      [2, undefined],
      [5, 2],
      [4, 5],
    ],
  )
  assert.equal((await db.selectFrom('conversationRatings').selectAll().execute()).length, 1)
})

test('nobody rates what is not theirs, and no rating is out of the ordinary', async (t) => {
  const { ada, comes, question, rates, rating, opensWorkspace, joins, opensChannel } = await openClosed(t)
  await ada.closes(question)
  const dan = comes()
  await dan.writes('Hello')
  const elsewhere = await joins('Eve', 'owner', await opensWorkspace('Elsewhere'))
  const stranger = comes({ key: (await opensChannel(elsewhere.agent, {})).key ?? '' })
  await stranger.writes('Hello')
  const onlyLooks = comes()
  await onlyLooks.opensSession()

  for (const who of [dan, stranger, onlyLooks]) assert.equal((await rates({ score: 1 }, who)).status, 404)
  for (const score of [0, 6, 2.5, '5', null, undefined]) assert.equal((await rates({ score })).status, 400)
  for (const comment of ['x'.repeat(2_001), 'a\u0000b', '\ud800', 7])
    assert.equal((await rates({ score: 3, comment })).status, 400, JSON.stringify(comment))

  assert.equal(await rating(), null)
})

test('two ratings at once are one', async (t) => {
  const { ada, question, rates, said } = await openClosed(t)
  await ada.closes(question)

  const answers = await Promise.all([rates({ score: 3 }), rates({ score: 3 }), rates({ score: 3 })])

  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200],
  )
  assert.equal((await said()).length, 1)
})
