import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { InboxItemBody } from '#protocol/conversations.ts'
import { expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import type { Member } from '#test/member.ts'

test('a view is read page by page while its rows move: nobody is missed, nobody comes twice', async (t) => {
  const { bo, cleo } = await openDesk(t)
  const conversations = []
  for (let index = 0; index < 9; index++)
    conversations.push(await cleo.writes(`Matter ${index}`, { in: { threadId: randomUUID() } }))
  const [oldest, , third] = conversations
  assert.ok(oldest && third)

  const first = await bo.inbox('open', '&limit=4')
  await cleo.writes('Me again', { in: oldest })
  await cleo.writes('A new matter', { in: { threadId: randomUUID() } })
  await bo.closes(third)
  const rest = await readOn(bo, 'open', '&limit=4', first.nextCursor)

  assert.deepEqual(
    [...first.conversations, ...rest].map(({ number }) => number),
    [9, 8, 7, 6, 5, 4, 2],
  )
  assert.deepEqual(
    (await bo.inbox('open', '&limit=3')).conversations.map(({ number }) => number),
    [10, 1, 9],
  )
})

test('the longest waiting come first where waiting is what counts, those who wait for nothing last', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const [one, two, three, four] = [
    await cleo.writes('One', { in: { threadId: randomUUID() } }),
    await cleo.writes('Two', { in: { threadId: randomUUID() } }),
    await cleo.writes('Three', { in: { threadId: randomUUID() } }),
    await cleo.writes('Four', { in: { threadId: randomUUID() } }),
  ]
  await ada.replies(one, 'Answered')
  await ada.replies(three, 'Answered')
  await cleo.writes('But', { in: one })
  await cleo.writes('Still me', { in: two })

  const first = await ada.inbox('open', '&sort=waiting&limit=2')
  const rest = await readOn(ada, 'open', '&sort=waiting&limit=1', first.nextCursor)

  const ids = [...first.conversations, ...rest].map(({ id }) => id)
  assert.deepEqual(ids, [two.id, four.id, one.id, three.id])
})

test('each conversation stands in its views, and the counts say how many there are', async (t) => {
  const { ada, bo, cleo } = await openDesk(t)
  const team = await ada.makesTeam('Returns')
  const begin = (text: string) => cleo.writes(text, { in: { threadId: randomUUID() } })
  const [mine, bos, teams, , pending, snoozed, closed] = [
    await begin('Mine'),
    await begin('Bo’s'),
    await begin('The team’s'),
    await begin('Nobody’s'),
    await begin('Pending'),
    await begin('Snoozed'),
    await begin('Closed'),
  ]
  await ada.assigns(mine, { member: ada, team })
  await ada.assigns(bos, { member: bo })
  await ada.assigns(teams, { team })
  await ada.assigns(pending, { member: ada })
  await ada.putsAside(pending)
  await ada.snoozes(snoozed, new Date(Date.now() + 60_000))
  await ada.closes(closed)

  const titles = async (view: string, query = '') =>
    (await ada.inbox(view, query)).conversations.map(({ preview }) => preview?.text).reverse()
  assert.deepEqual(await titles('mine'), ['Mine'])
  assert.deepEqual(await titles('unassigned'), ['The team’s', 'Nobody’s'])
  assert.deepEqual(await titles('open'), ['Mine', 'Bo’s', 'The team’s', 'Nobody’s'])
  assert.deepEqual(await titles('open', `&teamId=${team.id}`), ['Mine', 'The team’s'])
  assert.deepEqual(await titles('open', `&channelId=${randomUUID()}`), [])
  assert.deepEqual(await titles('pending'), ['Pending'])
  assert.deepEqual(await titles('snoozed'), ['Snoozed'])
  assert.deepEqual(await titles('closed'), ['Closed'])
  const counts = await ada.counts()
  assert.deepEqual(counts, {
    mine: 1,
    unassigned: 2,
    open: 4,
    pending: 1,
    snoozed: 1,
    failed: 0,
    spam: 0,
    teams: { [team.id]: 2 },
  })
  for (const view of ['mine', 'unassigned', 'open', 'pending', 'snoozed'] as const)
    assert.equal((await readOn(ada, view, '&limit=1')).length, counts[view], view)
})

test('an inbox shows only its own workspace', async (t) => {
  const { cleo, joins, opensWorkspace } = await openDesk(t)
  await cleo.writes('Hello')
  const eve = await joins('Eve', 'owner', await opensWorkspace('Kase pood'))

  assert.deepEqual((await eve.inbox('open')).conversations, [])
  assert.equal((await eve.counts()).open, 0)
})

test('a list shows the start of the newest message, or what was attached', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const preview = async () => (await ada.inbox('open')).conversations[0]?.preview?.text
  const conversation = await cleo.writes('  Two\n\n lines \t and a tab ')
  assert.equal(await preview(), 'Two lines and a tab')
  await cleo.writes(`${'x'.repeat(158)}😀😀`, { in: conversation })
  assert.equal(await preview(), `${'x'.repeat(158)}…`)
  const files = [await cleo.uploads('a.txt', Buffer.from('a')), await cleo.uploads('b.txt', Buffer.from('b'))]
  await cleo.writes('', { in: conversation, files })
  assert.equal(await preview(), 'a.txt, b.txt')
})

test('what is no view, no limit or no cursor of ours is refused', async (t) => {
  const { ada } = await openDesk(t)
  const cursors = [
    'x',
    'infinity',
    "2026-01-01T00:00:00.000Z '; drop table conversations",
    `2026-02-30T00:00:00.000Z ${randomUUID()}`,
    `0000-01-01T00:00:00.000Z ${randomUUID()}`,
    `+012026-01-01T00:00:00.000Z ${randomUUID()}`,
    `infinity ${'-'.repeat(36)}`,
  ].map((text) => Buffer.from(text).toString('base64url'))
  const queries = [
    '',
    '?view=all',
    '?view=open&limit=0',
    '?view=open&limit=101',
    '?view=open&sort=oldest',
    '?view=open&teamId=x',
  ]

  for (const query of [...queries, ...cursors.map((cursor) => `?view=open&cursor=${cursor}`)])
    expectProblem(await ada.asks('GET', `/inbox${query}`), 400, 'invalid-input')
})

/** All pages after a cursor. */
async function readOn(member: Member, view: string, query: string, from: string | null = ''): Promise<InboxItemBody[]> {
  const found: InboxItemBody[] = []
  for (let cursor = from; cursor !== null; ) {
    const page = await member.inbox(view, `${query}${cursor && `&cursor=${cursor}`}`)
    found.push(...page.conversations)
    cursor = page.nextCursor
  }
  return found
}
