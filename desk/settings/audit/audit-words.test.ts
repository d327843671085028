import assert from 'node:assert/strict'
import { test } from 'node:test'
import { auditDetail, auditWords } from './audit-words.ts'

test('an act is told in plain words, known or not', () => {
  assert.equal(auditWords('member.role-changed'), 'Changed a role')
  assert.equal(auditWords('order.paid-back'), 'Order: paid back')
  assert.equal(auditWords('odd'), 'Odd')
})

test('ids are told by name or not at all', () => {
  const nameOf = (id: string) => (id === '1' ? 'Bo' : undefined)
  assert.equal(auditDetail({ memberId: '1', teamId: '2', role: 'agent' }, nameOf), 'Bo · role: agent')
  assert.equal(
    auditDetail({ changed: ['time_zone', 'name'], nested: { a: 1 }, memberIds: ['1'] }, nameOf),
    'time zone, name',
  )
  assert.equal(auditDetail({ expiresInDays: 30 }, nameOf), 'expires in days: 30')
})
