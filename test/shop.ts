import { randomBytes, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { createChannel } from '#channels/channel.ts'
import { writeLink } from '#channels/chat/conversation-link.ts'
import { toWidgetAttachment } from '#channels/chat/widget-message.ts'
import { createMailbox } from '#channels/email/connecting.ts'
import { storeAttachment, type Uploader } from '#conversations/attachments.ts'
import { askInto } from '#conversations/collaborating.ts'
import { toAttachmentBody } from '#conversations/message.ts'
import { readConversation } from '#conversations/reading.ts'
import { receiveMessages } from '#conversations/receiving.ts'
import { note, reply } from '#conversations/replying.ts'
import { editCustomer } from '#customers/editing.ts'
import { identifyVisitor } from '#customers/identifying.ts'
import { newVisitor, visitorToken } from '#customers/visitor.ts'
import type { Transaction } from '#platform/database/database.ts'
import { startBreak } from '#promises/breaks.ts'
import { setOpeningHours } from '#promises/opening-hours.ts'
import type { Role } from '#protocol/members.ts'
import type { OpeningHours } from '#protocol/promises.ts'
import type { Agent } from '#workspaces/agent.ts'
import { createApiKey } from '#workspaces/api-key.ts'
import { invite } from '#workspaces/invitation.ts'
import { deactivateMember, makeMember } from '#workspaces/member.ts'
import { makePasswordLink } from '#workspaces/password-link.ts'
import { addToTeam, createTeam } from '#workspaces/team.ts'
import { makeWorkspace } from '#workspaces/workspace.ts'
import { correspond, NO_PICTURE } from './correspondence.ts'
import type { Person, World } from './world.ts'

/** bystander: a collaborator who was asked into nothing. spare: an agent nobody needs. away: an agent shut out. */
export type Post = Role | 'bystander' | 'spare' | 'away'
const ROLE_OF: Record<Post, Role> = {
  owner: 'owner',
  admin: 'admin',
  agent: 'agent',
  collaborator: 'collaborator',
  bystander: 'collaborator',
  spare: 'agent',
  away: 'agent',
}
export const POSTS: readonly Post[] = ['owner', 'admin', 'agent', 'collaborator', 'bystander', 'spare', 'away']
export type Staff = Record<Post, Person>

export type Shop = Awaited<ReturnType<typeof furnishShop>>

/** A picture of one pixel. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** People for every post, each signed in. */
export async function hireStaff(world: World, mark: string): Promise<Staff> {
  const hired = await Promise.all(POSTS.map(async (post) => [post, await world.comes(`${mark} ${post}`)] as const))
  return Object.fromEntries(hired) as Staff
}

/** A shop with at least one of everything that a workspace can hold, `mark` in each of its texts. */
export async function furnishShop(world: World, mark: string, staff: Staff) {
  const { db, files, secrets, transact } = world
  const house = await transact((trx) => build(trx, { mark, staff, secrets }))
  const { workspaceId, agents, channelId } = house
  const upload = async (uploader: Uploader, name: string, content: Buffer) =>
    (await storeAttachment(db, files, { workspaceId, uploader, name, content: Readable.from([content]) })).id
  const text = Buffer.from(`${mark} file`)
  const uploadAs = (post: Role) => upload({ kind: 'member', id: agents[post].id }, `${mark} draft.txt`, text)

  const [cleo, dora] = await transact(
    async (trx) =>
      [
        await makeCustomer(trx, workspaceId, `${mark} Cleo`),
        await makeCustomer(trx, workspaceId, `${mark} Dora`),
      ] as const,
  )
  const pictureId = await upload({ kind: 'visitor', id: cleo.visitorId }, `${mark} picture.png`, PICTURE)
  const told = await transact(async (trx) => {
    const asked = await write(trx, { workspaceId, channelId, customer: cleo, text: `${mark} question`, pictureId })
    const other = await write(trx, { workspaceId, channelId, customer: dora, text: `${mark} other question` })
    const { conversationId } = asked
    await askInto(trx, agents.agent, conversationId, agents.collaborator.id)
    const draft = (words: string) => ({ clientId: randomUUID(), text: `${mark} ${words}`, attachmentIds: [] })
    const noted = await note(trx, agents.collaborator, conversationId, draft('note'))
    const replied = await reply(trx, agents.agent, conversationId, draft('reply'), {})
    await readConversation(trx, agents.agent, conversationId, asked.messageId)
    await trx
      .updateTable('messages')
      .set({ deliveryState: 'failed', deliveryFailure: `${mark} failure` })
      .where('workspaceId', '=', workspaceId)
      .where('id', '=', replied.id)
      .execute()
    await trx
      .updateTable('conversations')
      .set({ subject: `${mark} subject`, tags: [`${mark} tag`], teamId: house.teamId })
      .where('workspaceId', '=', workspaceId)
      .where('id', '=', conversationId)
      .execute()
    await remember(trx, { agent: agents.owner, channelId, mark, customer: cleo })
    return { ...asked, noteId: noted.id, replyId: replied.id, other }
  })

  const original = await files.store(Readable.from([Buffer.from(`Subject: ${mark} letter\r\n\r\n${mark} words`)]), {
    maxBytes: 1_000,
  })
  const letters = await transact((trx) =>
    correspond(trx, { mark, agents, channelId: house.mailboxId, customer: cleo, original }),
  )

  const picture = {
    id: pictureId,
    name: 'picture.png',
    mediaType: 'image/png',
    bytes: 1,
    width: 1,
    height: 1,
    isInline: false,
  }
  return {
    ...house,
    ...told,
    ...letters,
    pictureSignature: secrets.sign('remote-picture', `${workspaceId} ${letters.letterId} ${NO_PICTURE}`),
    mark,
    staff,
    attachmentId: pictureId,
    attachmentLink: toWidgetAttachment(
      secrets,
      workspaceId,
      toAttachmentBody(workspaceId, { ...picture, hasThumbnail: true }),
    ).url,
    drafts: {
      owner: await uploadAs('owner'),
      admin: await uploadAs('admin'),
      agent: await uploadAs('agent'),
      collaborator: await uploadAs('collaborator'),
    },
    visitorDraft: await upload({ kind: 'visitor', id: cleo.visitorId }, `${mark} draft.txt`, text),
    customerId: cleo.id,
    visitorToken: visitorToken(secrets, { workspaceId, visitorId: cleo.visitorId }),
    conversationLink: writeLink(secrets, {
      workspaceId,
      threadId: told.threadId,
      customerId: cleo.id,
      expiresAt: inAnHour(),
    }),
    otherVisitorToken: visitorToken(secrets, { workspaceId, visitorId: dora.visitorId }),
  }
}

/** All that is there before the first customer. */
async function build(
  trx: Transaction,
  { mark, staff, secrets }: { mark: string; staff: Staff; secrets: World['secrets'] },
) {
  const { id: workspaceId } = await makeWorkspace(trx, {
    name: `${mark} shop`,
    language: 'et',
    timeZone: 'Europe/Tallinn',
  })
  const agents = await employ(trx, workspaceId, staff)
  const { owner } = agents
  const { id: teamId } = await createTeam(trx, owner, `${mark} team`)
  await addToTeam(trx, owner, teamId, agents.spare.id)
  const settings = { greeting: `${mark} greeting` }
  const channel = await createChannel(trx, owner, { kind: 'chat', name: `${mark} chat`, settings })
  const mailbox = await createMailbox(trx, owner, secrets, mailboxOf(mark))
  await giveUpMail(trx, mailbox, mark)
  const invitee = `${mark}-${randomUUID()}@shop.example`
  const invitation = await invite(trx, owner, { email: invitee, role: 'agent', url: '' })
  await setOpeningHours(trx, owner, null, hoursWith(`${mark} exception`))
  await setOpeningHours(trx, owner, channel.id, hoursWith(`${mark} channel exception`))
  const pause = await startBreak(trx, agents.agent, { channelId: channel.id, until: inAnHour(), note: `${mark} note` })
  const passwordLink = await makePasswordLink(trx, owner, agents.spare.id, '')
  const keys = {
    owner: await createApiKey(trx, agents.owner, { name: `${mark} key` }),
    admin: await createApiKey(trx, agents.admin, { name: `${mark} key` }),
    agent: await createApiKey(trx, agents.agent, { name: `${mark} key` }),
    collaborator: await createApiKey(trx, agents.collaborator, { name: `${mark} key` }),
    bystander: await createApiKey(trx, agents.bystander, { name: `${mark} key` }),
    away: await createApiKey(trx, agents.away, { name: `${mark} key` }),
  }
  await deactivateMember(trx, owner, agents.away.id)
  // When a key was last used is noted once a minute; so nobody's asking changes it while we look.
  await trx.updateTable('apiKeys').set({ lastUsedAt: inAnHour() }).where('workspaceId', '=', workspaceId).execute()
  return {
    workspaceId,
    agents,
    keys,
    teamId,
    channelId: channel.id,
    channelKey: channel.key ?? '',
    mailboxId: mailbox.channelId,
    breakId: pause.id,
    invitationId: invitation.id,
    invitationToken: afterHash(invitation.link),
    passwordToken: afterHash(passwordLink),
  }
}

/** A Gmail mailbox of the shop, whose passwords bear its mark too. */
const mailboxOf = (mark: string) => {
  const address = `${mark}-${randomUUID()}@gmail.com`
  const server = { host: `${mark}.example`, user: address }
  return {
    name: `${mark} mail`,
    address,
    settings: {
      provider: 'gmail' as const,
      signIn: 'password' as const,
      imap: { ...server, port: 993, security: 'tls' as const },
      smtp: { ...server, port: 465, security: 'tls' as const },
      folders: [],
      signature: `${mark} signature`,
    },
    password: `${mark} password`,
    outgoingPassword: `${mark} other password`,
  }
}

/** One that came and could not be understood. */
async function giveUpMail(
  trx: Transaction,
  { workspaceId, channelId }: { workspaceId: string; channelId: string },
  mark: string,
): Promise<void> {
  const now = new Date()
  await trx
    .insertInto('mails')
    .values({
      workspaceId,
      channelId,
      envelopeFrom: `${mark}@customer.example`,
      envelopeTo: [`${mark}@shop.example`],
      originalSha256: randomBytes(32),
      originalBytes: 1,
      arrivedAt: now,
      keptAt: now,
      state: 'failed',
      failure: `${mark} failure`,
    })
    .execute()
}

async function employ(trx: Transaction, workspaceId: string, staff: Staff): Promise<Record<Post, Agent>> {
  const agents: Partial<Record<Post, Agent>> = {}
  for (const post of POSTS) {
    const { userId, name } = staff[post]
    agents[post] = await makeMember(trx, { workspaceId, userId, name, role: ROLE_OF[post] })
  }
  return agents as Record<Post, Agent>
}

async function makeCustomer(trx: Transaction, workspaceId: string, name: string) {
  const email = `${name.replace(' ', '-').toLowerCase()}-${randomUUID()}@customer.example`
  const account = { id: `${name} ${randomUUID()}`, name, email, isEmailVerified: true, phone: `${name} 5551234` }
  const { visitor, customer } = await identifyVisitor(trx, newVisitor(workspaceId), account)
  return { id: customer.id, name, language: 'et', visitorId: visitor.visitorId }
}

type Customer = Awaited<ReturnType<typeof makeCustomer>>
type Writing = { workspaceId: string; channelId: string; customer: Customer; text: string; pictureId?: string }

async function write(trx: Transaction, { customer, pictureId, ...where }: Writing) {
  const threadId = randomUUID()
  const clientId = randomUUID()
  const [receipt] = await receiveMessages(trx, [
    {
      ...where,
      threadId,
      clientId,
      customer,
      attachmentIds: pictureId ? [pictureId] : [],
      uploader: { kind: 'visitor', id: customer.visitorId },
    },
  ])
  if (!receipt || 'problem' in receipt) throw new Error('The message was not taken', { cause: receipt?.problem })
  const { id: messageId, conversationId } = receipt.message
  return { threadId, clientId, messageId, conversationId }
}

/** What the shop knows of its customer. */
async function remember(
  trx: Transaction,
  { agent, channelId, mark, customer }: { agent: Agent; channelId: string; mark: string; customer: Customer },
): Promise<void> {
  const { workspaceId } = agent
  const now = new Date()
  const item = { sku: `${mark} sku`, name: `${mark} lamp`, quantity: 1, unitPrice: 10 }
  await editCustomer(trx, agent, customer.id, { city: `${mark} city` })
  await trx
    .insertInto('visits')
    .values({
      workspaceId,
      channelId,
      visitorId: customer.visitorId,
      customerId: customer.id,
      startedAt: now,
      lastSeenAt: now,
      browser: `${mark} browser`,
      pages: JSON.stringify([{ url: `https://${mark}.example/`, title: `${mark} page`, at: now.toISOString() }]),
      cart: JSON.stringify({ items: [item], total: 10, currency: 'EUR' }),
    })
    .execute()
  await trx
    .insertInto('orders')
    .values({
      workspaceId,
      number: `${mark} 1001`,
      customerId: customer.id,
      status: 'sent',
      placedAt: now,
      total: 10,
      currency: 'EUR',
      items: JSON.stringify([item]),
    })
    .execute()
}

/** Nine to five, and one day off. */
export function hoursWith(note: string): OpeningHours {
  const day = [{ from: '09:00', to: '17:00' }]
  return {
    timeZone: 'Europe/Tallinn',
    weekly: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: [], sunday: [] },
    holidays: { countries: [], open: [] },
    exceptions: [{ date: '2026-12-31', blocks: [], note: { et: note } }],
  }
}

const inAnHour = () => new Date(Date.now() + 60 * 60 * 1000)

const afterHash = (link: string): string => link.split('#')[1] ?? ''
