import { createChannel, rotateIdentitySecret } from '#channels/channel.ts'
import { createMailbox } from '#channels/email/connecting.ts'
import type { Transaction } from '#platform/database/database.ts'
import type { Secrets } from '#platform/secrets.ts'
import { setOpeningHours } from '#promises/opening-hours.ts'
import type { ChannelKind } from '#protocol/conversations.ts'
import type { EmailSettings } from '#protocol/email.ts'
import type { OpeningHours } from '#protocol/promises.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { demoMailServer, supportEmail, supportPhone } from '../stores.ts'
import { happened, longAgo, type Scene } from './scene.ts'

export type ChannelIds = Record<ChannelKind, string>

const others = [
  { kind: 'messenger', name: 'Pihlaka pood' },
  { kind: 'phone', name: supportPhone },
] as const

/** Sends by a server that only the demo has; reads none: what customers write is handed in. */
const mailSettings: EmailSettings = {
  provider: 'other',
  signIn: 'password',
  imap: null,
  smtp: { host: demoMailServer, port: 465, security: 'tls', user: supportEmail },
  folders: [],
  hasPlusAddresses: true,
  signature: `Pihlaka pood\n${supportEmail} · ${supportPhone}`,
  acknowledges: true,
  repliesOutOfHours: true,
}

/** Long ones: whoever tries the demo in the evening finds it open. */
const day = [{ from: '08:00', to: '22:00' }]
const openingHours: OpeningHours = {
  timeZone: 'Europe/Tallinn',
  weekly: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day, sunday: day },
  holidays: { countries: ['EE'], open: [] },
  exceptions: [],
}

/** The chat window and the e-mail of the demo shop work; the other channels hold what came by them. */
export async function openChannels(
  trx: Transaction,
  scene: Scene,
  owner: Agent,
  secrets: Secrets,
): Promise<ChannelIds> {
  const { workspaceId, idAt, now } = scene
  const chat = await createChannel(trx, owner, { kind: 'chat', name: 'Pihlaka pood', settings: {} })
  await rotateIdentitySecret(trx, owner, chat.id, secrets)
  const mailbox = await createMailbox(trx, owner, secrets, {
    name: supportEmail,
    address: supportEmail,
    settings: mailSettings,
  })
  await setOpeningHours(trx, owner, null, openingHours)
  const at = longAgo(now)
  await trx.updateTable('channels').set({ createdAt: at }).where('workspaceId', '=', workspaceId).execute()
  await trx.updateTable('mailboxes').set({ connectedAt: at }).where('workspaceId', '=', workspaceId).execute()

  const ids = { chat: chat.id, email: mailbox.channelId, messenger: idAt(at), phone: idAt(at) }
  await trx
    .insertInto('channels')
    .values(others.map((channel) => ({ ...channel, workspaceId, id: ids[channel.kind], createdAt: at })))
    .execute()
  for (const { kind, name } of others)
    happened(scene, { at, type: 'channel.created', actor: asActor(owner), data: { channelId: ids[kind], kind, name } })
  return ids
}
