import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import type { Role } from '#protocol/members.ts'
import { createAudience, type DeskSession } from './audience.ts'
import { createPresence } from './presence.ts'

/** An office where desks come and go, and one who hears what is told about them. */
function openOffice(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const workspaceId = randomUUID()
  const audience = createAudience()
  const presence = createPresence(audience)
  const told: unknown[] = []
  const line = { send: () => {}, close: () => {}, sendText: (text: string) => void told.push(JSON.parse(text).event) }
  audience.widgetEntered({ workspaceId, channelId: randomUUID(), visitorId: randomUUID(), customer: undefined, line })
  const comes = (name: string, role: Role = 'agent'): DeskSession => {
    const agent = { workspaceId, id: name.toLowerCase(), userId: name, name, role }
    const quiet = { ...line, sendText: () => {} }
    const session = { agent, sessionId: randomUUID(), line: quiet, viewing: undefined }
    audience.deskEntered(session)
    presence.changed(workspaceId)
    return session
  }
  const goes = (session: DeskSession) => {
    audience.deskLeft(session)
    presence.changed(workspaceId)
  }
  const settles = () => {
    t.mock.timers.tick(1_000)
    return told.splice(0)
  }
  return { comes, goes, settles }
}

const online = (...names: string[]) => ({
  type: 'team.presence',
  isOnline: names.length > 0,
  members: names.map((name) => ({ name })),
})

test('who reloads was never gone, and a second window is nobody new', (t) => {
  const { comes, goes, settles } = openOffice(t)
  const first = comes('Ada')
  assert.deepEqual(settles(), [online('Ada')])

  goes(first)
  const second = comes('Ada')
  assert.deepEqual(settles(), [])
  comes('Ada')
  goes(second)
  assert.deepEqual(settles(), [])
})

test('many who come at once are told of once', (t) => {
  const { comes, settles } = openOffice(t)
  for (const name of ['Ada', 'Bo', 'Di', 'Eve', 'Flo', 'Gus']) comes(name)
  comes('Col', 'collaborator')

  assert.deepEqual(settles(), [{ ...online('Ada', 'Bo', 'Di', 'Eve', 'Flo') }])
})

test('when the last has gone nobody answers, and the first to come back is news again', (t) => {
  const { comes, goes, settles } = openOffice(t)
  const ada = comes('Ada')
  settles()

  goes(ada)
  assert.deepEqual(settles(), [online()])
  comes('Ada')
  assert.deepEqual(settles(), [online('Ada')])
})
