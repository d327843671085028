import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { MessageContent } from '#protocol/content.ts'
import { MessageBody } from '#protocol/conversations.ts'
import { expectBody, expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import { allInWords } from './content.ts'

const board = {
  name: 'Juniper board',
  url: 'https://pihlaka.example/board',
  imageUrl: null,
  price: 24.5,
  currency: 'EUR',
  buttonLabel: null,
}
const choice: MessageContent = { kind: 'quick-replies', options: [{ label: 'Yes' }, { label: 'No' }] }
const answerWith = (content: unknown, text = '') => ({ clientId: randomUUID(), text, attachmentIds: [], content })

test('an answer brings products, and answers to choose from, to desk and window alike', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const question = await cleo.writes('What would you take?')
  const products: MessageContent = { kind: 'products', products: [board] }

  const shown = expectBody(await ada.asksOf(question, 'POST', '/messages', answerWith(products)), MessageBody)
  expectBody(await ada.asksOf(question, 'POST', '/messages', answerWith(choice, 'This one?')), MessageBody)

  assert.deepEqual(shown.content, products)
  const { messages, conversation } = await ada.opens(question)
  assert.deepEqual(
    messages.map(({ content }) => content),
    [undefined, products, choice],
  )
  assert.equal(conversation.preview?.text, 'This one?')
  const seen = await cleo.opensThread(question)
  assert.deepEqual(
    seen.messages.map(({ content }) => content),
    [undefined, products, choice],
  )
})

test('what would be no card or no choice is refused, and nobody can send a script as a link', async (t) => {
  const { ada, cleo } = await openDesk(t)
  const question = await cleo.writes('What would you take?')
  const product = (change: object) => ({ kind: 'products', products: [{ ...board, ...change }] })
  const options = (count: number) => Array.from({ length: count }, (_, index) => ({ label: `${index}` }))
  for (const content of [
    { kind: 'link', url: 'https://evil.example' },
    { kind: 'quick-replies', options: options(1) },
    { kind: 'quick-replies', options: options(6) },
    { kind: 'quick-replies', options: [{ label: 'a'.repeat(61) }, { label: 'b' }] },
    { kind: 'products', products: [] },
    product({ url: 'javascript:alert(1)' }),
    product({ url: 'https://shop.example/" onclick="alert(1)' }),
    product({ imageUrl: 'data:image/svg+xml,<svg/>' }),
    product({ price: -1 }),
    product({ currency: 'euro' }),
    product({ html: '<b>' }),
  ])
    expectProblem(await ada.asksOf(question, 'POST', '/messages', answerWith(content, 'Look')), 400, 'invalid-input')
  assert.equal((await ada.opens(question)).messages.length, 1)
})

test('where there is no window to show it, the words say it', () => {
  assert.equal(allInWords({ text: 'This one?', content: choice }), 'This one?\n\n- Yes\n- No')
  const products: MessageContent = { kind: 'products', products: [board, { ...board, price: null }] }
  assert.equal(
    allInWords({ text: '', content: products }),
    'Juniper board (24.5 EUR)\nhttps://pihlaka.example/board\n\nJuniper board\nhttps://pihlaka.example/board',
  )
})
