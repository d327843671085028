import { randomBytes, randomInt } from 'node:crypto'
import type { Selectable } from 'kysely'
import { Value } from 'typebox/value'
import type { Database, Transaction } from '#platform/database/database.ts'
import type { DB } from '#platform/database/schema.generated.ts'
import { record } from '#platform/events.ts'
import { notFound } from '#platform/problems.ts'
import type { Secrets } from '#platform/secrets.ts'
import { type ChannelBody, ChatSettings } from '#protocol/channels.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { getMailbox, listMailboxes, type Mailbox } from './email/email-channel.ts'
import { toChannelMailbox } from './email/mailbox-state.ts'
import { noIdentitySecret } from './problems.ts'

export type NewChannel = { kind: 'chat'; name: string; settings: ChatSettings }

const shown = ['id', 'kind', 'name', 'key', 'settings', 'createdAt'] as const

/** All channels of the workspace, oldest first. */
export async function listChannels(db: Database, { workspaceId }: Agent): Promise<ChannelBody[]> {
  const [rows, mailboxes] = await Promise.all([
    db.selectFrom('channels').where('workspaceId', '=', workspaceId).select(shown).orderBy('id').execute(),
    listMailboxes(db, { workspaceId }),
  ])
  return rows.map((row) =>
    toBody(
      row,
      mailboxes.find(({ channelId }) => channelId === row.id),
    ),
  )
}

export async function createChannel(
  trx: Transaction,
  agent: Agent,
  { kind, name, settings }: NewChannel,
): Promise<ChannelBody> {
  const row = await trx
    .insertInto('channels')
    .values({
      workspaceId: agent.workspaceId,
      kind,
      name,
      key: makeChannelKey(),
      settings: JSON.stringify(settings),
      createdAt: new Date(),
    })
    .returning(shown)
    .executeTakeFirstOrThrow()
  await recordAct(trx, agent, 'channel.created', { channelId: row.id, kind, name })
  return toBody(row)
}

/** What `settings` leaves out stays as it was. @throws notFound */
export async function changeChannel(
  trx: Transaction,
  agent: Agent,
  channelId: string,
  { name, settings }: { name?: string; settings?: ChatSettings },
): Promise<ChannelBody> {
  const before = await lockChannel(trx, agent, channelId)
  const row = await trx
    .updateTable('channels')
    .set({ name: name ?? before.name, settings: JSON.stringify({ ...readSettings(before.settings), ...settings }) })
    .where('workspaceId', '=', agent.workspaceId)
    .where('id', '=', channelId)
    .returning(shown)
    .executeTakeFirstOrThrow()
  await recordAct(trx, agent, 'channel.changed', { channelId, name, settings })
  return toBody(row, row.kind === 'email' ? await getMailbox(trx, agent.workspaceId, channelId) : undefined)
}

/**
 * A new secret with which the shop signs who its customers are; it is shown once, and the one before stops working.
 * @throws notFound, noIdentitySecret
 */
export async function rotateIdentitySecret(
  trx: Transaction,
  agent: Agent,
  channelId: string,
  secrets: Pick<Secrets, 'encrypt'>,
): Promise<string> {
  const channel = await lockChannel(trx, agent, channelId)
  if (channel.kind !== 'chat') throw noIdentitySecret()
  const secret = randomBytes(32).toString('base64url')
  await trx
    .updateTable('channels')
    .set({ identitySecret: secrets.encrypt(IDENTITY_PURPOSE, secret) })
    .where('workspaceId', '=', agent.workspaceId)
    .where('id', '=', channelId)
    .execute()
  await recordAct(trx, agent, 'channel.identity-secret-rotated', { channelId })
  return secret
}

/** The secret with which the shop signs who its customers are, if it has made one. */
export async function findIdentitySecret(
  db: Database,
  secrets: Pick<Secrets, 'decrypt'>,
  channel: { workspaceId: string; id: string },
): Promise<string | undefined> {
  const row = await db
    .selectFrom('channels')
    .where('workspaceId', '=', channel.workspaceId)
    .where('id', '=', channel.id)
    .select('identitySecret')
    .executeTakeFirst()
  return row?.identitySecret ? secrets.decrypt(IDENTITY_PURPOSE, row.identitySecret) : undefined
}

export const readSettings = (settings: unknown): ChatSettings => (Value.Check(ChatSettings, settings) ? settings : {})

const IDENTITY_PURPOSE = 'identity-secret'

const KEY_LENGTH = 20
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Public, but nobody guesses which channels there are. */
const makeChannelKey = (): string => Array.from({ length: KEY_LENGTH }, () => BASE62[randomInt(62)]).join('')

async function lockChannel(trx: Transaction, { workspaceId }: Agent, channelId: string) {
  const channel = await trx
    .selectFrom('channels')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', channelId)
    .select(shown)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!channel) throw notFound()
  return channel
}

type ChannelEventType = 'channel.created' | 'channel.changed' | 'channel.identity-secret-rotated'

const recordAct = (trx: Transaction, agent: Agent, type: ChannelEventType, data: Record<string, unknown>) =>
  record(trx, { type, workspaceId: agent.workspaceId, actor: asActor(agent), data })

type Row = Pick<Selectable<DB['channels']>, (typeof shown)[number]>

const toBody = ({ settings, createdAt, ...channel }: Row, mailbox?: Mailbox): ChannelBody => ({
  ...channel,
  settings: readSettings(settings),
  mailbox: mailbox ? toChannelMailbox(mailbox) : null,
  createdAt: createdAt.toISOString(),
})
