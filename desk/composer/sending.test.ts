import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { MessageBody } from '#protocol/conversations.ts'
import { stored } from '../stored.ts'
import { type OutboxItem, openOutbox } from './outbox.ts'
import { sender } from './sending.ts'

test('what is written is sent and leaves the outbox', async (t) => {
  const { outbox, sending, server } = openDesk(t)
  outbox.add(reply('m1'))
  sending.start()
  await server.answers('m1')
  assert.deepEqual(server.sent, ['m1'])
  assert.deepEqual(outbox.items(), [])
})

test('replies to one conversation go one after the other, conversations beside each other', async (t) => {
  const { outbox, sending, server } = openDesk(t)
  for (const item of [reply('m1'), reply('m2'), reply('other', { conversationId: 'd' })]) outbox.add(item)
  sending.start()
  assert.deepEqual(server.asked, ['m1', 'other'])
  await server.answers('m1')
  assert.deepEqual(server.asked, ['m1', 'other', 'm2'])
})

test('without a connection a reply waits, and goes with the same client id when it is back', async (t) => {
  const { outbox, sending, server } = openDesk(t)
  outbox.add(reply('m1'))
  sending.start()
  await server.fails('m1', 'offline')
  assert.equal(outbox.items()[0]?.failure, null)
  t.mock.timers.tick(1_000)
  await server.answers('m1')
  assert.deepEqual(server.asked, ['m1', 'm1'])
  assert.deepEqual(outbox.items(), [])
})

test('a refused reply stays with its reason until it is tried again, and holds up nobody', async (t) => {
  const { outbox, sending, server } = openDesk(t)
  outbox.add(reply('m1'))
  outbox.add(reply('m2'))
  sending.start()
  await server.fails('m1', 'refused')
  assert.equal(outbox.items()[0]?.failure, 'The reply window has closed')
  await server.answers('m2')
  outbox.tryAgain('m1')
  sending.wake()
  await server.answers('m1')
  assert.deepEqual(outbox.items(), [])
})

test('the outbox survives a reload', () => {
  const storage = memoryStorage()
  openOutbox('w', 'ada', stored('outbox', storage)).add(reply('m1'))
  assert.equal(openOutbox('w', 'ada', stored('outbox', storage)).items()[0]?.text, 'm1')
})

test('where nothing can be stored, the outbox lives as long as the window', () => {
  const blocked = () => {
    throw new Error('blocked')
  }
  const outbox = openOutbox('w', 'ada', stored('outbox', { getItem: blocked, setItem: blocked, removeItem: blocked }))
  outbox.add(reply('m1'))
  assert.equal(outbox.items().length, 1)
  outbox.take('m1')
  assert.equal(outbox.items().length, 0)
})

function openDesk(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const outbox = openOutbox('w', 'ada', stored('outbox', memoryStorage()))
  const server = fakeServer()
  const sending = sender({
    outbox,
    send: server.send,
    onSent: ({ clientId }) => server.sent.push(clientId),
    whyRefused: (error) => (error === 'refused' ? 'The reply window has closed' : null),
  })
  t.after(sending.stop)
  return { outbox, sending, server }
}

function fakeServer() {
  const asked: string[] = []
  const sent: string[] = []
  const open = new Map<string, PromiseWithResolvers<MessageBody>>()
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  return {
    asked,
    sent,
    send({ clientId }: OutboxItem) {
      asked.push(clientId)
      const answer = Promise.withResolvers<MessageBody>()
      open.set(clientId, answer)
      return answer.promise
    },
    async answers(clientId: string) {
      open.get(clientId)?.resolve({ id: clientId } as MessageBody)
      await settled()
    },
    async fails(clientId: string, error: string) {
      open.get(clientId)?.reject(error)
      await settled()
    },
  }
}

function reply(clientId: string, change: Partial<OutboxItem> = {}): OutboxItem {
  return {
    clientId,
    conversationId: 'c',
    kind: 'outbound',
    text: clientId,
    attachments: [],
    thenClose: false,
    writtenAt: '2026-11-20T09:00:00.000Z',
    failure: null,
    ...change,
  }
}

function memoryStorage() {
  const values = new Map<string, string>()
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  }
}
