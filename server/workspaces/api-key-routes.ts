import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { DatabaseConnection } from '#platform/database/database.ts'
import { ApiKeyBody, NewApiKeyBody } from '#protocol/members.ts'
import { Id, Line } from '#protocol/primitives.ts'
import { createApiKey, listApiKeys, revokeApiKey } from './api-key.ts'
import { WorkspaceParams } from './routes.ts'

const NewApiKey = Type.Object(
  { name: Line(80), expiresInDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })) },
  { additionalProperties: false },
)

export const apiKeyRoutes: FastifyPluginAsyncTypebox<Pick<DatabaseConnection, 'db' | 'transact'>> = async (
  app,
  { db, transact },
) => {
  app.get(
    '/api/workspaces/:workspaceId/api-keys',
    {
      config: { access: 'agent' },
      schema: {
        summary: 'Your API keys; admins see everyone’s',
        params: WorkspaceParams,
        response: { 200: Type.Object({ apiKeys: Type.Array(ApiKeyBody) }) },
      },
    },
    async ({ agent }) => ({ apiKeys: await listApiKeys(db, agent) }),
  )
  app.post(
    '/api/workspaces/:workspaceId/api-keys',
    {
      config: { access: 'agent' },
      schema: {
        summary: 'Make a key that acts as you in this workspace; it is shown once',
        params: WorkspaceParams,
        body: NewApiKey,
        response: { 201: NewApiKeyBody },
      },
    },
    async ({ agent, body }, reply) => {
      reply.code(201)
      return transact((trx) => createApiKey(trx, agent, body))
    },
  )
  app.delete(
    '/api/workspaces/:workspaceId/api-keys/:apiKeyId',
    {
      config: { access: 'agent' },
      schema: {
        summary: 'Revoke a key',
        params: Type.Object({ workspaceId: Id, apiKeyId: Id }),
        response: { 204: Type.Null() },
      },
    },
    async ({ agent, params }, reply) => {
      await transact((trx) => revokeApiKey(trx, agent, params.apiKeyId))
      return reply.code(204).send(null)
    },
  )
}
