import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { CloseCode } from '#protocol/socket.ts'
import { openDesk } from '#test/desk.ts'
import { DeskWindow } from '#test/member.ts'

test('only a member, on a page of ours, with a session that stands, gets a desk', async (t) => {
  const { ada, url, workspace, opensWorkspace } = await openDesk(t)
  const cookie = await ada.cookie()
  const other = await opensWorkspace('Kase pood')
  const knock = async (headers: Record<string, string>, workspaceId: string) => {
    const window = new DeskWindow(`${url}/api/desk/socket`, headers)
    await window.opens()
    window.says({ type: 'hello', workspaceId })
    return window
  }
  const strangers = [
    await knock({ origin: url }, workspace.id),
    await knock({ origin: 'https://evil.example', cookie }, workspace.id),
    await knock({ cookie }, workspace.id),
    await knock({ origin: url, cookie: `${cookie}x` }, workspace.id),
    await knock({ origin: url, cookie }, other.id),
    await knock({ origin: url, cookie }, randomUUID()),
  ]

  for (const { closed } of strangers) assert.equal((await closed).code, CloseCode.signedOut)
  await (await knock({ origin: url.replace('127.0.0.1', 'localhost'), cookie }, workspace.id)).hears('welcome')
})

test('colleagues see who else looks at a conversation, and who stopped looking', async (t) => {
  const { ada, bo, col, cleo } = await openDesk(t)
  const conversation = await cleo.writes('Where is my order?')
  const other = await cleo.writes('And another thing', { in: { threadId: randomUUID() } })
  const [adas, bos, second, cols] = [await ada.desk(), await bo.desk(), await bo.opensDesk(), await col.desk()]
  const namesOf = async () => (await adas.hearsOf('viewers.changed')).viewers.map(({ name }) => name).sort()

  await adas.views(conversation)
  assert.deepEqual(await namesOf(), ['Ada'])
  await bos.views(conversation)
  assert.deepEqual(await namesOf(), ['Ada', 'Bo'])
  await cols.views(conversation)
  await second.views(conversation)
  assert.deepEqual(await namesOf(), ['Ada', 'Bo'])
  await second.leaves()
  assert.deepEqual(await namesOf(), ['Ada', 'Bo'])
  await bos.views(other)
  assert.deepEqual(await namesOf(), ['Ada'])

  await ada.asksIn(conversation, col)
  await cols.views(conversation)
  assert.deepEqual(await namesOf(), ['Ada', 'Col'])
  await ada.releases(conversation, col)
  assert.deepEqual(await namesOf(), ['Ada'])
  await cols.hearsOf('conversation.withdrawn')
})

test('what a member types reaches colleagues who look, and the customer unless it is a note', async (t) => {
  const { ada, bo, col, cleo } = await openDesk(t)
  const conversation = await cleo.writes('Where is my order?')
  await ada.asksIn(conversation, col)
  const [adas, bos, cols, window] = [await ada.desk(), await bo.desk(), await col.desk(), await cleo.chat()]
  const types = (desk: DeskWindow, isTyping: boolean, isNote: boolean) => {
    desk.says({ type: 'typing', conversationId: conversation.id, isTyping, isNote })
    return desk.isHeard()
  }
  await types(adas, true, false)
  for (const desk of [adas, bos, cols]) await desk.views(conversation)

  await types(adas, true, true)
  await types(cols, true, false)
  await types(adas, true, false)
  await types(adas, false, false)

  const heard = [await window.hearsOf('member.typing'), await window.hearsOf('member.typing')]
  assert.deepEqual(
    heard,
    [true, false].map((isTyping) => ({
      type: 'member.typing',
      threadId: conversation.threadId,
      name: 'Ada',
      isTyping,
    })),
  )
  await bos.isHeard()
  const told = bos.events().flatMap((event) => (event.type === 'member.typing' ? [[event.name, event.isNote]] : []))
  assert.deepEqual(told, [
    ['Ada', true],
    ['Col', false],
    ['Ada', false],
    ['Ada', false],
  ])
  assert.ok(!adas.events().some((event) => event.type === 'member.typing' && event.memberId === ada.id))
  assert.equal(window.events().filter(({ type }) => type === 'member.typing').length, 2)
})

test('what a customer types reaches every agent, and collaborators only where they were asked in', async (t) => {
  const { ada, bo, col, cleo, comes } = await openDesk(t)
  const conversation = await cleo.writes('Where is my order?')
  const [adas, bos, cols, window] = [await ada.desk(), await bo.desk(), await col.desk(), await cleo.chat()]
  const eve = await comes().chat()
  await eve.writes('Hello')
  const types = (by: typeof window) => by.says({ type: 'typing', threadId: conversation.threadId, isTyping: true })

  types(window)
  for (const desk of [adas, bos]) {
    const { conversationId, threadId, isTyping } = await desk.hearsOf('customer.typing')
    assert.deepEqual([conversationId, threadId, isTyping], [conversation.id, conversation.threadId, true])
  }
  types(eve)
  await ada.asksIn(conversation, col)
  await cols.hearsOf('conversation.collaborator-added')
  types(window)
  await cols.hearsOf('customer.typing')

  await bos.hearsOf('customer.typing')
  for (const [desk, count] of [
    [cols, 1],
    [bos, 2],
  ] as const)
    assert.equal(desk.events().filter(({ type }) => type === 'customer.typing').length, count)
})

test('colleagues see who is here, visitors whether somebody answers; a collaborator answers nobody', async (t) => {
  const { ada, col, cleo } = await openDesk(t)
  const window = await cleo.chat()
  assert.deepEqual(await window.hearsOf('team.presence'), { type: 'team.presence', isOnline: false, members: [] })
  assert.equal((await cleo.opensSession()).team.isOnline, false)

  const cols = await col.desk()
  assert.deepEqual((await cols.hearsOf('presence.changed')).members, [{ memberId: col.id, name: 'Col' }])
  const adas = await ada.desk()
  await cols.hearsOf('presence.changed', ({ members }) => members.length === 2)
  assert.deepEqual((await window.hearsOf('team.presence', ({ isOnline }) => isOnline)).members, [{ name: 'Ada' }])
  assert.deepEqual((await cleo.opensSession()).team, { isOnline: true, members: [{ name: 'Ada' }] })

  await adas.leaves()
  assert.deepEqual((await window.hearsOf('team.presence', ({ isOnline }) => !isOnline)).members, [])
  assert.deepEqual((await cols.hearsOf('presence.changed', ({ members }) => members.length === 1)).members, [
    { memberId: col.id, name: 'Col' },
  ])
})

test('who is deactivated, or gets another role, leaves their desk at once', async (t) => {
  const { ada, bo, col } = await openDesk(t)
  const [bos, cols, adas] = [await bo.desk(), await col.desk(), await ada.desk()]

  await ada.asks('PUT', `/members/${bo.id}/deactivation`)
  await ada.asks('PATCH', `/members/${col.id}`, { role: 'agent' })

  assert.equal((await bos.closed).code, CloseCode.goingAway)
  assert.equal((await cols.closed).code, CloseCode.goingAway)
  await assert.rejects(bo.opensDesk(), new RegExp(String(CloseCode.signedOut)))
  await col.opensDesk()
  await adas.isHeard()
})

test('who signs out elsewhere loses the desk at the next look', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const { ada, bo } = await openDesk(t, { runsJobs: false })
  const [adas, bos] = [await ada.desk(), await bo.desk()]

  assert.equal((await ada.asks('POST', '/api/auth/sign-out', {})).status, 200)
  t.mock.timers.tick(30_000)

  assert.deepEqual(await adas.closed, { code: CloseCode.signedOut, reason: 'Sign in again' })
  await bos.isHeard()
})

test('a workspace hears nothing of another', async (t) => {
  const { ada, cleo, opensWorkspace, joins } = await openDesk(t)
  const other = await joins('Eve', 'owner', await opensWorkspace('Kase pood'))
  const [adas, eves] = [await ada.desk(), await other.desk()]

  const conversation = await cleo.writes('Where is my order?')
  await eves.views(conversation)
  ;(await cleo.chat()).says({ type: 'typing', threadId: conversation.threadId, isTyping: true })
  await adas.hearsOf('customer.typing')
  await other.makesTeam('Returns')
  await eves.hearsOf('workspace.changed')

  const types = eves.events().map(({ type }) => type)
  assert.deepEqual([...new Set(types)].sort(), ['presence.changed', 'workspace.changed'])
})
