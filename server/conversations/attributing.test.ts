import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import { opensPost } from '#test/letters.ts'

test('a forwarded letter is given to the customer who wrote it, and their next one is of the same customer', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, bo } = desk
  const post = await opensPost(desk)
  const forwarded = await post.comes('Kai').writes('Fwd: Where is it?')
  const window = await bo.desk()

  const given = await ada.attributes(forwarded, 'cleo@mail.example', 'Cleo')

  assert.deepEqual([given.customer.name, given.customer.email], ['Cleo', 'cleo@mail.example'])
  const event = await window.hearsOf('conversation.customer-changed')
  assert.deepEqual(event.conversation.customer, given.customer)
  const { message } = await post.comes('Cleo').writes('Hello?', { in: forwarded })
  assert.equal(message.conversationId, forwarded.id)
  const { messages, activities } = await ada.opens(forwarded)
  assert.deepEqual(
    messages.map(({ author }) => author.name),
    ['Kai', 'Cleo'],
  )
  assert.equal(activities.at(-1)?.type, 'conversation.customer-changed')
})

test('it is given to a customer we know, under the name we know; the same again changes nothing', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada } = desk
  const post = await opensPost(desk)
  const known = await post.comes('Cleo').writes('Hello')
  const { customer } = await ada.sees(known)
  const forwarded = await post.comes('Kai').writes('Fwd: Hello')

  const given = await ada.attributes(forwarded, 'cleo@mail.example', 'Somebody')
  const again = await ada.attributes(forwarded, 'cleo@mail.example')

  assert.deepEqual(given.customer, customer)
  assert.deepEqual(again, given)
})

test('a chat belongs to whoever sits at the browser', async (t) => {
  const { ada, cleo } = await openDesk(t, { runsJobs: false })
  const chat = await cleo.writes('Hello')
  expectProblem(await ada.asksOf(chat, 'PUT', '/customer', { email: 'cleo@mail.example' }), 409, 'no-letters-here')
})

test('only who answers here says whose matter it is', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, col, joins, opensWorkspace } = desk
  const letter = await (await opensPost(desk)).comes('Kai').writes('Fwd: Hello')
  const eve = await joins('Eve', 'owner', await opensWorkspace('Kase pood'))
  await ada.asksIn(letter, col)
  const give = (by: typeof ada, email = 'cleo@mail.example') => by.asksOf(letter, 'PUT', '/customer', { email })

  expectProblem(await give(col), 403, 'not-allowed')
  expectProblem(await give(eve), 404, 'conversation-not-found')
  expectProblem(await give(ada, 'cleo'), 400, 'invalid-input')
  assert.equal((await ada.sees(letter)).customer.name, 'Kai')
})
