import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Role } from '#protocol/members.ts'
import { rolesToGive, whyNotChange, whyNotDeactivate } from './rights.ts'

const member = (id: string, role: Role, deactivatedAt: string | null = null) => ({ id, role, deactivatedAt })
const as = (memberId: string, role: Role) => ({ memberId, role })
const ada = member('ada', 'owner')
const bo = member('bo', 'agent')

test('an admin may change everyone but owners', () => {
  assert.equal(whyNotChange(as('mia', 'admin'), bo, [ada, bo]), null)
  assert.equal(whyNotChange(as('mia', 'admin'), ada, [ada, bo]), 'Only owners can change owners.')
  assert.ok(!rolesToGive('admin').includes('owner'))
})

test('the last owner stays owner, and one who was shut out does not count', () => {
  const gone = member('otto', 'owner', '2026-01-01T00:00:00Z')
  assert.equal(whyNotChange(as('ada', 'owner'), ada, [ada, bo, gone]), 'The last owner stays owner.')
  assert.equal(whyNotChange(as('ada', 'owner'), ada, [ada, member('eva', 'owner')]), null)
})

test('nobody shuts themselves out, and agents change nobody', () => {
  assert.equal(
    whyNotDeactivate(as('ada', 'owner'), ada, [ada, member('eva', 'owner')]),
    'You cannot shut yourself out.',
  )
  assert.equal(whyNotDeactivate(as('ada', 'owner'), bo, [ada, bo]), null)
  assert.ok(whyNotChange(as('bo', 'agent'), bo, [ada, bo]))
  assert.deepEqual(rolesToGive('agent'), [])
})
