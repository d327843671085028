import type { Selectable } from 'kysely'
import type { Database, Transaction } from '#platform/database/database.ts'
import type { DB } from '#platform/database/schema.generated.ts'
import { notFound } from '#platform/problems.ts'
import { hashToken, makeToken } from '#platform/secrets.ts'
import type { ApiKeyBody, NewApiKeyBody } from '#protocol/members.ts'
import { type Agent, isAtLeast } from './agent.ts'
import { recordAct } from './events.ts'

/** Keys are told from other secrets by how they begin, by people and by secret scanners. */
export const API_KEY_PREFIX = 'infolett_'

const NOTE_USE_AFTER_MILLISECONDS = 60_000

/** The active member for whom this key works. That it was used is noted at most once a minute. */
export async function findAgentByApiKey(db: Database, key: string): Promise<Agent | undefined> {
  if (!key.startsWith(API_KEY_PREFIX)) return undefined
  const now = new Date()
  const found = await db
    .selectFrom('apiKeys')
    .innerJoin('members', (join) =>
      join.onRef('members.workspaceId', '=', 'apiKeys.workspaceId').onRef('members.id', '=', 'apiKeys.memberId'),
    )
    .where('apiKeys.keyHash', '=', hashToken(key))
    .where('apiKeys.revokedAt', 'is', null)
    .where((eb) => eb.or([eb('apiKeys.expiresAt', 'is', null), eb('apiKeys.expiresAt', '>', now)]))
    .where('members.deactivatedAt', 'is', null)
    .select(['apiKeys.id as apiKeyId', 'apiKeys.lastUsedAt'])
    .select(['members.workspaceId', 'members.id', 'members.userId', 'members.name', 'members.role'])
    .executeTakeFirst()
  if (!found) return undefined

  const { apiKeyId, lastUsedAt, ...agent } = found
  if (!lastUsedAt || now.getTime() - lastUsedAt.getTime() > NOTE_USE_AFTER_MILLISECONDS) {
    await db
      .updateTable('apiKeys')
      .set({ lastUsedAt: now })
      .where('workspaceId', '=', agent.workspaceId)
      .where('id', '=', apiKeyId)
      .execute()
  }
  return agent
}

/** Your own keys; admins and owners see all. */
export async function listApiKeys(db: Database, agent: Agent): Promise<ApiKeyBody[]> {
  const seen = db
    .selectFrom('apiKeys')
    .where('workspaceId', '=', agent.workspaceId)
    .where('revokedAt', 'is', null)
    .select(shown)
    .orderBy('id', 'desc')
  const rows = await (isAtLeast(agent.role, 'admin') ? seen : seen.where('memberId', '=', agent.id)).execute()
  return rows.map(toBody)
}

/** A key that acts as its maker, in this workspace only; it is shown once. */
export async function createApiKey(
  trx: Transaction,
  agent: Agent,
  { name, expiresInDays }: { name: string; expiresInDays?: number },
): Promise<NewApiKeyBody> {
  const key = `${API_KEY_PREFIX}${makeToken().token}`
  const now = new Date()
  const row = await trx
    .insertInto('apiKeys')
    .values({
      workspaceId: agent.workspaceId,
      memberId: agent.id,
      name,
      start: key.slice(0, API_KEY_PREFIX.length + 4),
      keyHash: hashToken(key),
      createdAt: now,
      expiresAt: expiresInDays ? new Date(now.getTime() + expiresInDays * 24 * 60 * 60 * 1000) : null,
    })
    .returning(shown)
    .executeTakeFirstOrThrow()
  await recordAct(trx, agent, 'api-key.created', { apiKeyId: row.id })
  return { ...toBody(row), key }
}

/** From now on this key opens nothing. @throws notFound when this agent cannot see it */
export async function revokeApiKey(trx: Transaction, agent: Agent, apiKeyId: string): Promise<void> {
  const revoked = await trx
    .updateTable('apiKeys')
    .set({ revokedAt: new Date() })
    .where('workspaceId', '=', agent.workspaceId)
    .where('id', '=', apiKeyId)
    .where('revokedAt', 'is', null)
    .$if(!isAtLeast(agent.role, 'admin'), (query) => query.where('memberId', '=', agent.id))
    .returning('id')
    .executeTakeFirst()
  if (!revoked) throw notFound()
  await recordAct(trx, agent, 'api-key.revoked', { apiKeyId })
}

const shown = ['id', 'name', 'start', 'memberId', 'createdAt', 'lastUsedAt', 'expiresAt'] as const

type Row = Pick<Selectable<DB['apiKeys']>, (typeof shown)[number]>

const toBody = ({ createdAt, lastUsedAt, expiresAt, ...key }: Row): ApiKeyBody => ({
  ...key,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
  expiresAt: expiresAt?.toISOString() ?? null,
})
