import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { BlockedSenderBody } from '#protocol/conversations.ts'
import { expectBody, expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import { opensPost, SHOP } from '#test/letters.ts'

const VIEWS = ['mine', 'unassigned', 'open', 'pending', 'snoozed', 'closed', 'failed', 'spam']
const email = { deliver: async () => ({ state: 'sent' as const }), ownAddresses: async () => [SHOP.address] }

test('what is spam stands in the view of spam and in no other, whatever it was before', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, bo } = desk
  const spammer = (await opensPost(desk)).comes('Spammer')
  const window = await bo.desk()
  const ways = [
    (letter: { id: string }) => ada.assigns(letter, { member: ada }),
    ada.closes,
    ada.putsAside,
    (letter: { id: string }) => ada.snoozes(letter, new Date(Date.now() + 60_000)),
  ]

  for (const leave of ways) {
    const letter = await spammer.writes('Buy!')
    await leave(letter)
    const marked = await ada.marksSpam(letter)
    assert.deepEqual(
      [marked.status, marked.snoozedUntil, marked.closedAt, marked.waitingSince],
      ['spam', null, null, null],
    )
    assert.equal((await window.hearsOf('conversation.marked-spam')).conversation.id, letter.id)
    for (const view of VIEWS) {
      const { conversations } = await ada.inbox(view)
      assert.equal(
        conversations.some(({ id }) => id === letter.id),
        view === 'spam',
        view,
      )
    }
  }
  const { spam, ...others } = await ada.counts()
  assert.equal(spam, ways.length)
  assert.deepEqual(others, { mine: 0, unassigned: 0, open: 0, pending: 0, snoozed: 0, failed: 0, teams: {} })
})

test('what was no spam after all waits as if it had never been marked', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada } = desk
  const cleo = (await opensPost(desk)).comes('Cleo')
  const letter = await cleo.writes('Where is it?')
  await ada.marksSpam(letter)
  await cleo.writes('Hello?', { in: letter })

  const { status, waitingSince } = await ada.unmarksSpam(letter)

  assert.deepEqual([status, waitingSince], ['open', letter.message.sentAt])
  const { activities } = await ada.opens(letter)
  assert.deepEqual(
    activities.map(({ type }) => type),
    ['conversation.marked-spam', 'conversation.unmarked-spam'],
  )
  const { revision } = await ada.unmarksSpam(letter)
  assert.equal(revision, (await ada.sees(letter)).revision)
})

test('with the conversation its sender is blocked, or everybody at their domain, until somebody frees them', async (t) => {
  const desk = await openDesk(t, { runsJobs: false, email })
  const { ada, bo } = desk
  const letter = await (await opensPost(desk)).comes('Spammer').writes('Buy!')
  const blocked = async () => {
    const List = Type.Object({ blockedSenders: Type.Array(BlockedSenderBody) })
    return expectBody(await bo.asks('GET', '/blocked-senders'), List).blockedSenders
  }

  await ada.marksSpam(letter, 'address')
  await ada.marksSpam(letter, 'domain')
  const [domain, address] = await blocked()
  assert.deepEqual(
    [domain, address].map((sender) => [sender?.value, sender?.blockedBy]),
    [
      ['mail.example', ada.id],
      ['spammer@mail.example', ada.id],
    ],
  )

  await ada.unmarksSpam(letter)
  assert.deepEqual(
    (await blocked()).map(({ value }) => value),
    ['mail.example'],
  )
  for (let again = 0; again < 2; again++)
    assert.equal((await bo.asks('DELETE', `/blocked-senders/${domain?.id}`)).status, 204)
  assert.deepEqual(await blocked(), [])
})

test('nobody can be blocked who is nobody, who is we, or who is half of all customers', async (t) => {
  const desk = await openDesk(t, { runsJobs: false, email })
  const { ada, bo, cleo } = desk
  const block = (value: string) => bo.asks('POST', '/blocked-senders', { value })

  for (const value of ['cleo', 'a b@mail.example', '@', '*.example', 'mail..example'])
    expectProblem(await block(value), 400, 'invalid-input')
  for (const value of ['gmail.com', '@Mail.ee', SHOP.address, 'shop.example'])
    expectProblem(await block(value), 409, 'sender-not-blockable')
  const first = expectBody(await block(' @Spam.Example '), BlockedSenderBody)
  assert.equal(first.value, 'spam.example')
  assert.deepEqual(expectBody(await block('spam.example'), BlockedSenderBody), first)
  assert.equal((await block('somebody@gmail.com')).status, 201)

  const chat = await cleo.writes('Hello')
  expectProblem(await ada.asksOf(chat, 'PUT', '/spam', { blocks: 'address' }), 409, 'sender-not-blockable')
  assert.equal((await ada.sees(chat)).status, 'open')
  assert.equal((await ada.marksSpam(chat)).status, 'spam')
})

test('who is blocked in one workspace is not in another, and collaborators block nobody', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, col, joins, opensWorkspace } = desk
  const letter = await (await opensPost(desk)).comes('Spammer').writes('Buy!')
  const eve = await joins('Eve', 'owner', await opensWorkspace('Kase pood'))
  await ada.asksIn(letter, col)
  const { body } = await ada.asks('POST', '/blocked-senders', { value: 'spam.example' })
  const { id } = expectBody({ ...(await ada.asks('GET', '/blocked-senders')), body }, BlockedSenderBody)

  expectProblem(await col.asksOf(letter, 'PUT', '/spam', {}), 403, 'not-allowed')
  expectProblem(await col.asks('GET', '/blocked-senders'), 403, 'not-allowed')
  expectProblem(await eve.asksOf(letter, 'PUT', '/spam', {}), 404, 'conversation-not-found')
  assert.equal((await eve.asks('DELETE', `/blocked-senders/${id}`)).status, 204)
  assert.match(JSON.stringify((await ada.asks('GET', '/blocked-senders')).body), /spam\.example/)
  assert.deepEqual((await eve.asks('GET', '/blocked-senders')).body, { blockedSenders: [] })
})
