import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ActivityBody } from '#protocol/conversations.ts'
import { sayActivity } from './activity.ts'

const people: Record<string, string> = { ada: 'Ada', bo: 'Bo' }
const known = {
  memberId: 'ada',
  nameOf: (id: string) => people[id],
  teamNameOf: (id: string) => (id === 'returns' ? 'Returns' : undefined),
  sayTime: () => 'Monday 09:00',
}

const table: [ActivityBody['type'], string | null, Record<string, unknown>, string][] = [
  ['conversation.closed', 'bo', {}, 'Bo closed this'],
  ['conversation.closed', 'ada', {}, 'You closed this'],
  ['conversation.woken', null, {}, 'This woke up'],
  ['conversation.snoozed', 'bo', { until: '2026-11-23T07:00:00.000Z' }, 'Bo snoozed this until Monday 09:00'],
  ['conversation.assigned', 'bo', { memberId: 'bo', teamId: null }, 'Bo took this'],
  ['conversation.assigned', 'ada', { memberId: 'ada', teamId: null }, 'You took this'],
  ['conversation.assigned', 'bo', { memberId: 'ada', teamId: 'returns' }, 'Bo assigned this to you, Returns'],
  ['conversation.assigned', 'ada', { memberId: 'gone', memberName: 'Cai', teamId: null }, 'You assigned this to Cai'],
  ['conversation.assigned', 'ada', { memberId: null, teamId: 'returns' }, 'You gave this to Returns'],
  ['conversation.assigned', 'ada', { memberId: null, teamId: null }, 'You unassigned this'],
  ['conversation.collaborator-added', 'bo', { memberId: 'ada' }, 'Bo asked you in'],
  ['conversation.marked-spam', 'bo', {}, 'Bo marked this as spam'],
  ['conversation.marked-spam', 'ada', { blocks: 'address' }, 'You marked this as spam and blocked the sender'],
  ['conversation.unmarked-spam', 'bo', {}, 'Bo took this out of the spam'],
  ['conversation.split', 'bo', { intoId: 'd', intoNumber: 12 }, 'Bo split off #12'],
  ['conversation.begun-by-split', 'bo', { fromId: 'c', fromNumber: 11 }, 'Bo split this off #11'],
  ['conversation.joined', 'bo', { intoId: 'c', intoNumber: 11 }, 'Bo put this back into #11'],
  ['conversation.joined', 'bo', { fromId: 'd', fromNumber: 12 }, 'Bo put #12 back in here'],
  ['conversation.customer-changed', 'bo', { customerName: 'Mari' }, 'Bo made this Mari’s conversation'],
  ['conversation.failures-settled', 'bo', {}, 'Bo dealt with what was not delivered'],
  ['conversation.went-to-the-moon', 'bo', {}, 'Bo: went to the moon'],
]

for (const [type, actor, data, line] of table) {
  test(`"${line}"`, () => {
    const activity: ActivityBody = {
      id: 'a',
      type,
      at: '2026-11-20T09:00:00.000Z',
      actor: { kind: actor ? 'member' : 'system', id: actor, name: actor ? (people[actor] ?? '') : 'Infolett' },
      data,
    }
    assert.equal(sayActivity(activity, known), line)
  })
}
