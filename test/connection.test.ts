import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContext, WebSocketRoute } from 'playwright-core'
import { openWindows } from './windows.ts'

const offline = { mayComplain: /ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED|WebSocket connection to|ERR_NETWORK/ }

test('what both write while the server is away is sent once when it is back, in order, though the pages were left', async (t) => {
  const server = await openWindows(t, offline)
  const desk = await server.opensDesk(server.ada)
  const { page, chat } = await server.visitsShop()
  await chat.open()
  await chat.writes('Is it solid birch?')
  await desk.opens(/solid birch/)
  await chat.sees('Seen')

  await server.goesDown()
  await desk.page.getByText('The server cannot be heard. Trying again.').waitFor()
  await chat.sees(/^Can't connect right now/)
  for (const text of ['And how thick?', 'And how long?']) await chat.writes(text)
  for (const text of ['It is.', 'All the way through.']) await desk.replies(text)
  await chat.sees('Waiting to be sent')
  await desk.sees('Waiting for the connection')
  for (const away of [page, desk.page]) await away.goto('about:blank')
  await server.comesUp()
  for (const back of [page, desk.page]) await back.goBack({ waitUntil: 'commit' })

  const asked = ['Is it solid birch?', 'And how thick?', 'And how long?']
  const answered = ['It is.', 'All the way through.']
  for (const text of [...asked, ...answered]) {
    await chat.sees(text)
    await desk.sees(text)
  }
  await chat.text('Waiting to be sent').waitFor({ state: 'detached' })
  await desk.text('Waiting for the connection').waitFor({ state: 'detached' })
  const { messages } = await server.ada.opens(await onlyConversation(server))
  const said = (kind: string) => messages.filter((message) => message.kind === kind).map(({ text }) => text)
  assert.deepEqual(said('inbound'), asked)
  assert.deepEqual(said('outbound'), answered)
  const order = messages.map(({ text }) => text)
  await chat.messages.nth(order.length - 1).waitFor()
  assert.deepEqual(await chat.messages.allTextContents(), order)
})

test('what happened while one of them was offline is there when they are back', async (t) => {
  const server = await openWindows(t, offline)
  const desk = await server.opensDesk(server.ada)
  const agentsTunnel = await driveThroughTunnels(desk.page.context())
  await desk.page.reload()
  const visitor = await server.opensBrowser()
  const visitorsTunnel = await driveThroughTunnels(visitor)
  const { chat } = await server.visitsShop(visitor)
  await chat.open()
  await chat.writes('Do you ship to Hiiumaa?')
  await desk.opens(/Hiiumaa/)
  const conversation = await onlyConversation(server)
  await chat.sees('Seen')

  await visitorsTunnel.begins()
  await chat.sees(/^Can't connect right now/)
  await server.ada.replies(conversation, 'We do, by ferry.')
  await chat.writes('Hello?')
  await chat.sees('Waiting to be sent')
  await visitorsTunnel.ends()
  await chat.sees('We do, by ferry.')
  await desk.sees('Hello?')

  await agentsTunnel.begins()
  await desk.page.getByText('You are offline.').waitFor()
  await chat.writes('How much is it?')
  await chat.sees('Sent')
  await server.bo.notes(conversation, 'Eight euros.')
  await desk.replies('One moment.')
  await desk.sees('Waiting for the connection')
  await agentsTunnel.ends()
  for (const text of ['How much is it?', 'Eight euros.', 'One moment.']) await desk.sees(text)
  await chat.sees('One moment.')
  const { messages } = await server.ada.opens(conversation)
  assert.deepEqual(
    messages.map(({ text }) => text),
    ['Do you ship to Hiiumaa?', 'We do, by ferry.', 'Hello?', 'How much is it?', 'Eight euros.', 'One moment.'],
  )
})

/** Chromium, told to be offline, leaves open sockets alone; here they break too. */
async function driveThroughTunnels(context: BrowserContext) {
  const sockets = new Set<WebSocketRoute>()
  await context.routeWebSocket(/./, (socket) => {
    socket.connectToServer()
    sockets.add(socket)
  })
  return {
    async begins() {
      await context.setOffline(true)
      for (const socket of sockets) await socket.close()
      sockets.clear()
    },
    ends: () => context.setOffline(false),
  }
}

async function onlyConversation({ db }: Pick<Awaited<ReturnType<typeof openWindows>>, 'db'>): Promise<{ id: string }> {
  return db.selectFrom('conversations').select('id').executeTakeFirstOrThrow()
}
