import { createChannel, rotateIdentitySecret } from '#channels/channel.ts'
import type { Transaction } from '#platform/database/database.ts'
import type { Secrets } from '#platform/secrets.ts'
import type { ChannelKind } from '#protocol/conversations.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { supportEmail, supportPhone } from '../stores.ts'
import { happened, longAgo, type Scene } from './scene.ts'

export type ChannelIds = Record<ChannelKind, string>

const others = [
  { kind: 'email', name: supportEmail },
  { kind: 'messenger', name: 'Pihlaka pood' },
  { kind: 'phone', name: supportPhone },
] as const

/** The chat window of the demo shop works; the other channels hold what came by them. */
export async function openChannels(
  trx: Transaction,
  scene: Scene,
  owner: Agent,
  secrets: Secrets,
): Promise<ChannelIds> {
  const { workspaceId, idAt, now } = scene
  const chat = await createChannel(trx, owner, { kind: 'chat', name: 'Pihlaka pood', settings: {} })
  await rotateIdentitySecret(trx, owner, chat.id, secrets)
  const at = longAgo(now)
  await trx
    .updateTable('channels')
    .set({ createdAt: at })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', chat.id)
    .execute()

  const ids = { chat: chat.id, email: idAt(at), messenger: idAt(at), phone: idAt(at) }
  await trx
    .insertInto('channels')
    .values(others.map((channel) => ({ ...channel, workspaceId, id: ids[channel.kind], createdAt: at })))
    .execute()
  for (const { kind, name } of others)
    happened(scene, { at, type: 'channel.created', actor: asActor(owner), data: { channelId: ids[kind], kind, name } })
  return ids
}
