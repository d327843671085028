import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { DatabaseConnection } from '#platform/database/database.ts'
import type { Secrets } from '#platform/secrets.ts'
import { ChannelBody, ChatSettings } from '#protocol/channels.ts'
import { Id, Line } from '#protocol/primitives.ts'
import { changeChannel, createChannel, listChannels, rotateIdentitySecret } from './channel.ts'

const WorkspaceParams = Type.Object({ workspaceId: Id })
const ChannelParams = Type.Object({ workspaceId: Id, channelId: Id })
const NewChannelBody = Type.Object(
  { kind: Type.Literal('chat'), name: Line(80), settings: ChatSettings },
  { additionalProperties: false },
)
const ChannelChanges = Type.Object(
  { name: Type.Optional(Line(80)), settings: Type.Optional(ChatSettings) },
  { additionalProperties: false },
)

type Options = Pick<DatabaseConnection, 'db' | 'transact'> & { secrets: Pick<Secrets, 'encrypt'> }

export const channelRoutes: FastifyPluginAsyncTypebox<Options> = async (app, { db, transact, secrets }) => {
  app.get(
    '/api/workspaces/:workspaceId/channels',
    {
      config: { access: 'agent' },
      schema: {
        summary: 'All channels',
        params: WorkspaceParams,
        response: { 200: Type.Object({ channels: Type.Array(ChannelBody) }) },
      },
    },
    async ({ agent }) => ({ channels: await listChannels(db, agent) }),
  )
  app.post(
    '/api/workspaces/:workspaceId/channels',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Open a channel',
        params: WorkspaceParams,
        body: NewChannelBody,
        response: { 201: ChannelBody },
      },
    },
    async ({ agent, body }, reply) => {
      reply.code(201)
      return transact((trx) => createChannel(trx, agent, body))
    },
  )
  app.patch(
    '/api/workspaces/:workspaceId/channels/:channelId',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Change a channel; settings left out stay as they are',
        params: ChannelParams,
        body: ChannelChanges,
        response: { 200: ChannelBody },
      },
    },
    ({ agent, params, body }) => transact((trx) => changeChannel(trx, agent, params.channelId, body)),
  )
  app.post(
    '/api/workspaces/:workspaceId/channels/:channelId/identity-secret',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'A new secret to sign customers’ identities with; it is shown once, and the one before stops working',
        params: ChannelParams,
        response: { 200: Type.Object({ secret: Type.String() }) },
      },
    },
    async ({ agent, params }) => ({
      secret: await transact((trx) => rotateIdentitySecret(trx, agent, params.channelId, secrets)),
    }),
  )
}
