import { createHash } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Database } from '#platform/database/database.ts'
import { Id } from '#protocol/primitives.ts'
import { PublicPromiseBody } from '#protocol/promises.ts'
import { channelNotFound } from './problems.ts'
import type { ChannelRef, Promises } from './promise.ts'

type Options = { db: Database; promises: Pick<Promises, 'promiseOf'> }

/** `/api/public`: what a shop's own pages may show of it, from anywhere, and keep for a moment. */
export const publicPromiseRoutes: FastifyPluginAsyncTypebox<Options> = async (app, { db, promises }) => {
  const tags = ['Public']
  const description = 'Cacheable for 15 seconds, with an ETag; any page may read it.'

  app.addHook('onRequest', async (_request, answer) => {
    answer.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin')
  })
  app.get(
    '/channels/:channelKey/promise',
    {
      config: { access: 'public' },
      schema: {
        tags,
        summary: 'When a chat channel is open, and how soon it answers',
        description,
        params: Type.Object({ channelKey: Type.String({ pattern: '^[A-Za-z0-9]{1,64}$' }) }),
        response: { 200: PublicPromiseBody },
      },
    },
    async (request, answer) => {
      const channel = await findByKey(db, request.params.channelKey)
      return sayOnce(request, answer, await promises.promiseOf(channel))
    },
  )
  app.get(
    '/workspaces/:workspaceKey/promise',
    {
      config: { access: 'public' },
      schema: {
        tags,
        summary: 'The same of a workspace’s first chat channel',
        description,
        params: Type.Object({ workspaceKey: Id }),
        response: { 200: PublicPromiseBody },
      },
    },
    async (request, answer) => {
      const channel = await findFirst(db, request.params.workspaceKey)
      return sayOnce(request, answer, await promises.promiseOf(channel))
    },
  )
}

/** RFC 9110 §13.1.2: who has it already hears only that it still holds. */
function sayOnce(request: FastifyRequest, answer: FastifyReply, promise: PublicPromiseBody) {
  const tag = `"${createHash('sha256').update(JSON.stringify(promise)).digest('base64url').slice(0, 22)}"`
  answer.header('cache-control', 'public, max-age=15').header('etag', tag)
  const known = request.headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, '')) ?? []
  return known.includes(tag) ? answer.code(304).send() : promise
}

const findByKey = (db: Database, key: string): Promise<ChannelRef> =>
  db
    .selectFrom('channels')
    .where('key', '=', key)
    .select(['workspaceId', 'id as channelId'])
    .executeTakeFirstOrThrow(() => channelNotFound())

const findFirst = (db: Database, workspaceId: string): Promise<ChannelRef> =>
  db
    .selectFrom('channels')
    .where('workspaceId', '=', workspaceId)
    .where('kind', '=', 'chat')
    .select(['workspaceId', 'id as channelId'])
    .orderBy('id')
    .limit(1)
    .executeTakeFirstOrThrow(() => channelNotFound())
