import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { DatabaseConnection } from '#platform/database/database.ts'
import { notFound, unsupportedMediaType } from '#platform/problems.ts'
import { MemberBody } from '#protocol/members.ts'
import { Id } from '#protocol/primitives.ts'
import { changePhoto, drawPhoto, findPhoto } from './photo.ts'

const MemberParams = Type.Object({ workspaceId: Id, memberId: Id })
/** A photo of a phone, as it comes. */
const MAX_BYTES = 10 * 1024 * 1024

type Options = Pick<DatabaseConnection, 'db' | 'transact'>

export const photoRoutes: FastifyPluginAsyncTypebox<Options> = async (app, { db, transact }) => {
  app.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer', bodyLimit: MAX_BYTES },
    (_request, body, done) => done(null, body),
  )
  app.post(
    '/api/workspaces/:workspaceId/members/:memberId/photo',
    {
      bodyLimit: MAX_BYTES,
      config: { access: 'collaborator', rateLimit: { max: 20, timeWindow: '1 minute' } },
      schema: {
        summary: 'Give a member a photo; everyone may for themselves',
        description: 'The body is the picture, as application/octet-stream. Its middle is kept, 96 pixels square.',
        params: MemberParams,
        response: { 200: MemberBody },
      },
    },
    async ({ agent, params, body }) => {
      if (!Buffer.isBuffer(body))
        throw unsupportedMediaType({ detail: 'Send the picture as application/octet-stream.' })
      const webp = await drawPhoto(body)
      return transact((trx) => changePhoto(trx, agent, params.memberId, webp))
    },
  )
  app.delete(
    '/api/workspaces/:workspaceId/members/:memberId/photo',
    {
      config: { access: 'collaborator' },
      schema: { summary: 'Take a member’s photo away', params: MemberParams, response: { 200: MemberBody } },
    },
    ({ agent, params }) => transact((trx) => changePhoto(trx, agent, params.memberId, null)),
  )
  app.get(
    '/api/public/photos/:photo',
    {
      config: { access: 'public' },
      schema: {
        tags: ['Public'],
        summary: 'A photo of somebody who answers, as chat windows show it',
        params: Type.Object({ photo: Type.String({ pattern: '^[0-9a-f]{64}\\.webp$' }) }),
        response: { 200: { description: 'The picture.', content: { 'image/webp': { schema: Type.Unknown() } } } },
      },
    },
    async ({ params }, answer) => {
      const webp = await findPhoto(db, params.photo.slice(0, 64))
      if (!webp) throw notFound()
      return answer
        .type('image/webp')
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('cross-origin-resource-policy', 'cross-origin')
        .send(webp)
    },
  )
}
