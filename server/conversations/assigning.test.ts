import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'

test('a conversation is given to a member, a team, both, or nobody', async (t) => {
  const { ada, bo, cleo } = await openDesk(t)
  const conversation = await cleo.writes('Where is my order?')
  const team = await ada.makesTeam('Returns')
  const desk = await bo.desk()

  const given = await ada.assigns(conversation, { member: bo, team })
  assert.deepEqual([given.assigneeId, given.teamId], [bo.id, team.id])
  assert.equal((await desk.hearsOf('conversation.assigned')).conversation.assigneeId, bo.id)
  assert.deepEqual(await ada.assigns(conversation, { member: bo, team }), given)
  assert.equal((await bo.counts()).mine, 1)

  const [activity] = (await ada.opens(conversation)).activities
  assert.deepEqual(activity?.data, { memberId: bo.id, memberName: 'Bo', teamId: team.id, teamName: 'Returns' })
  const back = await ada.asksOf(conversation, 'DELETE', '/assignment')
  assert.equal(back.status, 200)
  const seen = await ada.sees(conversation)
  assert.deepEqual([seen.assigneeId, seen.teamId, seen.revision], [null, null, 3])
})

test('only active agents of this workspace and its own teams can be given a conversation', async (t) => {
  const { ada, bo, col, cleo, opensWorkspace, joins } = await openDesk(t)
  const conversation = await cleo.writes('Where is my order?')
  const eve = await joins('Eve', 'owner', await opensWorkspace('Kase pood'))
  const foreign = await eve.makesTeam('Returns')
  await ada.asks('PUT', `/members/${bo.id}/deactivation`)
  const assign = (memberId: unknown, teamId: unknown = null) =>
    ada.asksOf(conversation, 'PUT', '/assignment', { memberId, teamId })

  for (const member of [col, eve, bo, { id: randomUUID() }])
    expectProblem(await assign(member.id), 409, 'member-not-here')
  for (const team of [foreign, { id: randomUUID() }]) expectProblem(await assign(null, team.id), 409, 'team-not-here')
  for (const [member, team] of [
    ['me', null],
    [5, null],
    [null, 'Returns'],
    [undefined, null],
  ])
    expectProblem(await assign(member, team), 400, 'invalid-input')

  const seen = await ada.sees(conversation)
  assert.deepEqual([seen.assigneeId, seen.teamId, seen.revision], [null, null, 1])
})
