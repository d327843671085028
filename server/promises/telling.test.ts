import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BreakBody } from '#protocol/promises.ts'
import { expectBody } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import { hoursWith } from '#test/shop.ts'

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()

test('open chat windows and desks hear of a break when it starts and when it ends', async (t) => {
  const { bo, cleo, channel } = await openDesk(t)
  const desk = await bo.desk()
  const window = await cleo.chat()
  assert.equal((await window.hearsOf('promise.changed')).promise.breakUntil, null)

  const until = inMinutes(20)
  const pause = expectBody(await bo.asks('POST', '/breaks', { channelId: channel.id, until }), BreakBody)
  const { promise } = await window.hearsOf('promise.changed')
  assert.deepEqual([promise.isOpen, promise.breakUntil, promise.lead], [false, until, 'message'])
  assert.equal((await desk.hearsOf('workspace.changed', ({ what }) => what === 'hours')).what, 'hours')

  await bo.asks('DELETE', `/breaks/${pause.id}`)
  const after = await window.hearsOf('promise.changed')
  assert.deepEqual([after.promise.isOpen, after.promise.breakUntil], [true, null])
})

test('a window hears only of its own channel, and nothing of another workspace', async (t) => {
  const { ada, bo, cleo, comes, opensChannel, opensWorkspace, joins } = await openDesk(t)
  const other = await opensChannel(ada.agent, {})
  const eve = await joins('Eve', 'owner', await opensWorkspace('Kase pood'))
  const elsewhere = comes({ key: (await opensChannel(eve.agent, {})).key ?? '' })
  const windows = [await cleo.chat(), await elsewhere.chat()]
  for (const window of windows) await window.hearsOf('promise.changed')

  await bo.asks('POST', '/breaks', { channelId: other.id, until: inMinutes(20) })
  await eve.asks('PUT', '/opening-hours', hoursWith('Jõulud'))
  assert.equal((await windows[1]?.hearsOf('promise.changed'))?.promise.hasHours, true)

  const [first] = windows
  first?.says({ type: 'ping' })
  await first?.hears('pong')
  const heard = first?.events().filter(({ type }) => type === 'promise.changed')
  assert.equal(heard?.length, 1)
})
