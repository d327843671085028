import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CloseCode,
  type DeskFrame,
  type DeskServerFrame,
  type WidgetFrame,
  type WidgetServerFrame,
} from '#protocol/socket.ts'
import { belongingsOf } from './belongings.ts'
import { furnishShop, hireStaff, type Post, type Shop } from './shop.ts'
import { Socket } from './socket.ts'
import { openWorld, type World } from './world.ts'

type Desk = Socket<DeskServerFrame, DeskFrame>
type Chat = Socket<WidgetServerFrame, WidgetFrame>
type Headers = Record<string, string>

/** Longer than presence takes to settle. */
const A_MOMENT = 1_200

test('a desk lets in only who works there, by a page of ours', async (t) => {
  const world = await openWorld(t)
  const { ours, theirs, elsewhere } = await furnishShops(world)
  const stranger = await world.comes('Stranger')
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const callers: [string, Headers, string?][] = [
    ['nobody', {}],
    ['somebody without a workspace', { cookie: stranger.cookie }],
    ['an owner of elsewhere', { cookie: elsewhere.staff.owner.cookie }],
    ['a member who was shut out', { cookie: ours.staff.away.cookie }],
    ['a key', bearer(ours.keys.owner.key)],
    ['a visitor', bearer(ours.visitorToken)],
    ['another site’s page', { cookie: ours.staff.owner.cookie, origin: 'https://evil.example' }],
    ['a program with a cookie', { cookie: ours.staff.owner.cookie, origin: '' }],
    ['an owner at another workspace', { cookie: ours.staff.owner.cookie }, theirs.workspaceId],
  ]

  for (const [who, headers, workspaceId = ours.workspaceId] of callers) {
    const desk: Desk = new Socket(`${world.url}/api/desk/socket`, { origin: world.url, ...headers })
    await desk.opens()
    desk.says({ type: 'hello', workspaceId })
    assert.equal((await desk.closed).code, CloseCode.signedOut, who)
    assert.deepEqual(desk.heard, [], who)
  }
})

test('a chat window lets in only visitors of its own workspace', async (t) => {
  const world = await openWorld(t)
  const { ours, theirs, elsewhere } = await furnishShops(world)
  const { signedOut, forbidden } = CloseCode
  const callers: [string, { channelKey: string; token: string }, number][] = [
    ['nobody', { channelKey: ours.channelKey, token: '' }, signedOut],
    ['a forged token', { channelKey: ours.channelKey, token: `${randomUUID()}.AAAA` }, signedOut],
    ['a visitor of elsewhere', { channelKey: ours.channelKey, token: elsewhere.visitorToken }, signedOut],
    ['our visitor at another shop', { channelKey: theirs.channelKey, token: ours.visitorToken }, signedOut],
    ['a key', { channelKey: ours.channelKey, token: ours.keys.owner.key }, signedOut],
    ['our visitor at no shop', { channelKey: 'none', token: ours.visitorToken }, forbidden],
  ]

  for (const [who, hello, code] of callers) {
    const chat: Chat = new Socket(`${world.url}/api/widget/socket`, { cookie: ours.staff.owner.cookie })
    await chat.opens()
    chat.says({ type: 'hello', ...hello })
    assert.equal((await chat.closed).code, code, who)
    assert.deepEqual(chat.heard, [], who)
  }
})

test('with the ids of another workspace, desks and chat windows change nothing and hear nothing there', async (t) => {
  const world = await openWorld(t)
  const { ours, theirs } = await furnishShops(world)
  const [owner, visitor, theirAgent, theirVisitor] = await Promise.all([
    opensDesk(t, world, ours, 'owner'),
    opensChat(t, world, ours),
    opensDesk(t, world, theirs, 'agent'),
    opensChat(t, world, theirs),
  ])
  await views(theirAgent, theirs.conversationId)
  await sleep(A_MOMENT)
  const belongings = await belongingsOf(world, theirs)
  const before = await belongings.sum()
  const heardBefore = theirAgent.heard.length + theirVisitor.heard.length
  const { conversationId, threadId, messageId, replyId, clientId } = theirs

  await views(owner, conversationId)
  owner.says({ type: 'typing', conversationId, isTyping: true, isNote: false })
  visitor.says({ type: 'typing', threadId, isTyping: true })
  visitor.says({ type: 'received', threadId, messageId: replyId })
  visitor.says({ type: 'read', threadId, messageId: replyId })
  for (const attachmentId of [theirs.attachmentId, theirs.visitorDraft])
    assert.equal(await sendsRefused(visitor, { threadId: randomUUID(), attachmentIds: [attachmentId] }), 404)
  visitor.says({ type: 'send', ref: 1, threadId, clientId, text: 'ours', attachmentIds: [] })
  const { message } = await visitor.hears('accepted')
  assert.notEqual(message.id, messageId, 'It begins a thread of its own.')
  await Promise.all([owner, visitor, theirAgent, theirVisitor].map(isHeard))
  await sleep(A_MOMENT)

  assert.deepEqual(await belongings.sum(), before)
  assert.equal(theirAgent.heard.length + theirVisitor.heard.length, heardBefore + 2, 'Nothing but pong.')

  await liveOn(world, theirs, theirAgent, theirVisitor)

  const said = JSON.stringify([threadId, clientId, conversationId])
  for (const socket of [owner, visitor]) assert.deepEqual(belongings.findIn(JSON.stringify(socket.heard), said), [])
})

test('inside a workspace, a visitor hears only their own thread and no note, a collaborator only what they were asked into', async (t) => {
  const world = await openWorld(t)
  const { ours } = await furnishShops(world)
  const [agent, collaborator, bystander, visitor, other] = await Promise.all([
    opensDesk(t, world, ours, 'agent'),
    opensDesk(t, world, ours, 'collaborator'),
    opensDesk(t, world, ours, 'bystander'),
    opensChat(t, world, ours),
    opensChat(t, world, ours, ours.otherVisitorToken),
  ])
  const { conversationId, threadId, replyId } = ours
  await views(bystander, conversationId)
  const before = await (await belongingsOf(world, ours)).sum()

  bystander.says({ type: 'typing', conversationId, isTyping: true, isNote: false })
  other.says({ type: 'typing', threadId, isTyping: true })
  other.says({ type: 'received', threadId, messageId: replyId })
  other.says({ type: 'read', threadId, messageId: replyId })
  assert.equal(await sendsRefused(other, { threadId, attachmentIds: [] }), 404)
  assert.equal(await sendsRefused(other, { threadId: ours.other.threadId, attachmentIds: [ours.visitorDraft] }), 404)
  await Promise.all([agent, bystander, other, visitor].map(isHeard))
  assert.deepEqual(await (await belongingsOf(world, ours)).sum(), before)

  await views(agent, conversationId)
  await liveOn(world, ours, agent, visitor)

  const heardBy = (socket: Desk | Chat) => JSON.stringify(socket.heard)
  assert.match(heardBy(collaborator), /a note of theirs/)
  assert.match(heardBy(visitor), /a reply of theirs/)
  assert.doesNotMatch(heardBy(visitor), /a note of theirs|noted/)
  for (const socket of [bystander, other]) {
    const heard = heardBy(socket)
    for (const id of [conversationId, threadId, ours.customerId]) assert.ok(!heard.includes(id), heard)
    assert.doesNotMatch(heard, /of theirs/)
  }
})

async function furnishShops(world: World) {
  const [ours, theirs, elsewhere] = await Promise.all(
    ['ours', 'quokka', 'elsewhere'].map(async (mark) => furnishShop(world, mark, await hireStaff(world, mark))),
  )
  assert.ok(ours && theirs && elsewhere)
  return { ours, theirs, elsewhere }
}

async function opensDesk(t: TestContext, { url }: World, { workspaceId, staff }: Shop, post: Post): Promise<Desk> {
  const desk: Desk = new Socket(`${url}/api/desk/socket`, { origin: url, cookie: staff[post].cookie })
  t.after(() => desk.leaves())
  await desk.opens()
  desk.says({ type: 'hello', workspaceId })
  await desk.hears('welcome')
  return desk
}

async function opensChat(t: TestContext, { url }: World, shop: Shop, token = shop.visitorToken): Promise<Chat> {
  const chat: Chat = new Socket(`${url}/api/widget/socket`, {})
  t.after(() => chat.leaves())
  await chat.opens()
  chat.says({ type: 'hello', channelKey: shop.channelKey, token })
  await chat.hears('welcome')
  return chat
}

async function views(desk: Desk, conversationId: string): Promise<void> {
  desk.says({ type: 'view', conversationId })
  await isHeard(desk)
}

async function isHeard(socket: Desk | Chat): Promise<void> {
  socket.says({ type: 'ping' })
  await (socket as Socket<{ type: 'pong' }, WidgetFrame>).hears('pong')
}

let refs = 100

async function sendsRefused(chat: Chat, what: { threadId: string; attachmentIds: string[] }): Promise<number> {
  refs += 1
  chat.says({ type: 'send', ref: refs, clientId: randomUUID(), text: 'Mine?', ...what })
  return (await chat.hears('refused', ({ ref }) => ref === refs)).problem.status
}

/** A question, an answer and a note, with all that goes along, in a shop whose agent has the conversation on screen. */
async function liveOn(world: World, shop: Shop, agent: Desk, visitor: Chat): Promise<void> {
  const { workspaceId, conversationId, threadId, staff } = shop
  visitor.says({ type: 'typing', threadId, isTyping: true })
  visitor.says({
    type: 'send',
    ref: 2,
    threadId,
    clientId: randomUUID(),
    text: `${shop.mark}: a question of theirs`,
    attachmentIds: [],
  })
  await visitor.hears('accepted', ({ ref }) => ref === 2)
  agent.says({ type: 'typing', conversationId, isTyping: true, isNote: false })
  const asks = (method: string, what: string, body?: unknown) =>
    world.asks({
      method,
      path: `/api/workspaces/${workspaceId}${what}`,
      headers: { cookie: staff.agent.cookie, origin: world.url },
      body,
    })
  for (const [kind, text] of [
    ['notes', 'a note of theirs'],
    ['messages', 'a reply of theirs'],
  ] as const) {
    const body = { clientId: randomUUID(), text: `${shop.mark}: ${text}`, attachmentIds: [] }
    assert.equal((await asks('POST', `/conversations/${conversationId}/${kind}`, body)).status, 201)
  }
  assert.equal((await asks('PUT', `/conversations/${conversationId}/closure`)).status, 200)
  assert.equal((await asks('PATCH', `/customers/${shop.customerId}`, { city: `${shop.mark} town` })).status, 200)
  await Promise.all([agent, visitor].map(isHeard))
  await sleep(A_MOMENT)
}
