import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { ProblemBody } from '#protocol/primitives.ts'
import type { WidgetFrame, WidgetServerFrame } from '#protocol/socket.ts'
import type { ServerProcess } from './server-process.ts'
import { Socket } from './socket.ts'

const PASSWORD = 'rowan berries in autumn'
const EMAIL = 'ada@shop.example'

// biome-ignore lint/suspicious/noExplicitAny: what came over the wire; the assertions look inside.
export type Answer = { status: number; type: string; text: string; body: any }
export type Asking = { method?: string; headers?: Record<string, string>; body?: string | Uint8Array<ArrayBuffer> }

export type AnyFrame =
  | { type: 'refused'; ref: number | null; problem: ProblemBody }
  | { type: 'welcome' | 'pong' | 'event' | 'accepted' }
export type AnySocket = Socket<AnyFrame, { type: string; [field: string]: unknown }>

export type SettledShop = Awaited<ReturnType<typeof settleIn>>

/** Sets the server up over HTTP as a newcomer does, and lets something happen there: an owner, a visitor, a question. */
export async function settleIn(server: ServerProcess) {
  let addresses = 0
  /** Each time from another address, so that no limit of one address is met. */
  const anyAddress = () => {
    addresses += 1
    return `10.${addresses >> 16}.${(addresses >> 8) & 0xff}.${addresses & 0xff}`
  }
  let cookie = ''

  async function asks(path: string, { method = 'GET', headers = {}, body }: Asking = {}): Promise<Answer> {
    const response = await fetch(`${server.url}${path}`, {
      method,
      redirect: 'manual',
      headers: { 'x-forwarded-for': anyAddress(), ...headers },
      body,
    })
    const text = await response.text()
    const type = response.headers.get('content-type') ?? ''
    return { status: response.status, type, text, body: type.includes('json') && text ? JSON.parse(text) : undefined }
  }

  async function signsIn(path: string, body: object): Promise<Response> {
    const response = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { ...JSON_TYPE, origin: server.url, 'x-forwarded-for': anyAddress() },
      body: JSON.stringify(body),
    })
    assert.ok(response.ok, `${path}: ${response.status}`)
    cookie = response.headers
      .getSetCookie()
      .map((set) => set.split(';')[0])
      .join('; ')
    return response
  }

  const asOwner = () => ({ cookie, origin: server.url })
  async function ownerAsks(path: string, asking: Asking = {}): Promise<Answer> {
    const answer = await asks(path, { ...asking, headers: { ...asOwner(), ...asking.headers } })
    // Some routes end sessions, as they should.
    if (answer.status === 401 && (await asks('/api/me', { headers: asOwner() })).status === 401)
      await signsIn('/api/auth/sign-in/email', { email: EMAIL, password: PASSWORD })
    return answer
  }

  const setUp = await signsIn('/api/setup', {
    token: server.setUpToken,
    workspaceName: 'Pihlaka pood',
    language: 'et',
    timeZone: 'Europe/Tallinn',
    name: 'Ada',
    email: EMAIL,
    password: PASSWORD,
  })
  const { workspaceId } = (await setUp.json()) as { workspaceId: string }
  const workspace = `/api/workspaces/${workspaceId}`
  const makes = async (path: string, body: object) =>
    (await ownerAsks(`${workspace}${path}`, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) })).body
  const channel = (await ownerAsks(`${workspace}/channels`)).body.channels[0]
  const channelKey: string = channel.key
  const session = await asks(`/api/widget/${channelKey}/session`, { method: 'POST', headers: JSON_TYPE, body: '{}' })
  const token: string = session.body.token

  async function opensChat(): Promise<Socket<WidgetServerFrame, WidgetFrame>> {
    const chat = new Socket<WidgetServerFrame, WidgetFrame>(`${server.url}/api/widget/socket`, {})
    await chat.opens()
    chat.says({ type: 'hello', channelKey, token })
    await chat.hears('welcome')
    return chat
  }
  const threadId = randomUUID()
  const chat = await opensChat()
  chat.says({ type: 'send', ref: 1, threadId, clientId: randomUUID(), text: 'Tere!', attachmentIds: [] })
  await chat.hears('accepted')
  await chat.leaves()
  const conversation = (await ownerAsks(`${workspace}/inbox?view=open`)).body.conversations[0]
  const timeline = (await ownerAsks(`${workspace}/conversations/${conversation.id}`)).body
  const member = (await ownerAsks(`${workspace}/members`)).body.members[0]
  const invitation = await makes('/invitations', { email: 'bo@shop.example', role: 'agent' })
  const file = new TextEncoder().encode('A file.')
  const uploaded = await ownerAsks(`${workspace}/attachments?name=a.txt`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  })

  return {
    asks,
    ownerAsks,
    asOwner,
    workspace,
    channelKey,
    token,
    asVisitor: { authorization: `Bearer ${token}` },
    opensChat,
    /** A socket that may say anything. */
    async opensDoor(door: 'desk' | 'widget'): Promise<AnySocket> {
      const socket: AnySocket = new Socket(`${server.url}/api/${door}/socket`, asOwner())
      await socket.opens()
      socket.says(door === 'desk' ? { type: 'hello', workspaceId } : { type: 'hello', channelKey, token })
      await socket.hears('welcome')
      return socket
    },
    /** What there is, by the names that routes and frames have for it. */
    given: {
      workspaceId,
      channelKey,
      channelId: channel.id,
      conversationId: conversation.id,
      customerId: conversation.customer.id,
      threadId,
      messageId: timeline.messages[0].id,
      memberId: member.id,
      teamId: (await makes('/teams', { name: 'Returns' })).id,
      apiKeyId: (await makes('/api-keys', { name: 'Reports' })).id,
      invitationId: invitation.id,
      attachmentId: uploaded.body.id,
      token: invitation.link.split('#')[1],
      timeZone: 'Europe/Tallinn',
      cursor: Buffer.from(`infinity ${conversation.id}`).toString('base64url'),
    } satisfies Record<string, string>,
  }
}

export const JSON_TYPE = { 'content-type': 'application/json' }
